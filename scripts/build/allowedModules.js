/**
 * What the published code may `require` besides its own files: the intersection of what n8n's lint allows and what is
 * really there in every n8n (the lint also lets any devDependency through, which is absent once installed).
 */
const ALLOWED_MODULES = ['n8n-workflow', 'lodash', 'luxon', 'zod', 'crypto', 'node:crypto'];

/** @param {string} specifier as written in `require` or `import`; `lodash/get` counts as `lodash` */
function isAllowedModule(specifier) {
  return ALLOWED_MODULES.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

module.exports = { ALLOWED_MODULES, isAllowedModule };
