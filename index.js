/**
 * For those who `require` this package outside n8n (n8n itself reads the list in package.json): the classes of its
 * nodes and credentials by name, each loaded when it is first asked for.
 */
const { n8n } = require('./package.json');

const load = (file, className) => {
  let missing;
  try {
    return require(`./${file}`)[className];
  } catch (error) {
    // Only a missing build gets words of its own; whatever else went wrong is reported as it is, below.
    missing = error;
  }
  throw isNotBuilt(missing, file)
    ? new Error(`n8n-nodes-esim is not built: ${file} is missing. Run "npm run build" first.`, { cause: missing })
    : missing;
};

const isNotBuilt = (error, file) => error.code === 'MODULE_NOT_FOUND' && error.message.includes(`'./${file}'`);

/** 'dist/nodes/Esim/Esim.node.js' holds the class Esim: n8n finds it by the same rule. */
const classNameOf = (file) => file.split('/').pop().split('.')[0];

const lazily = (files) =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      files.map((file) => [classNameOf(file), { enumerable: true, get: () => load(file, classNameOf(file)) }]),
    ),
  );

module.exports = { nodes: lazily(n8n.nodes), credentials: lazily(n8n.credentials) };
