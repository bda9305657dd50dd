/**
 * What is linted how:
 * - what ships (and package.json): n8n's own rules for community packages, at n8n Cloud's strictness, since the code
 *   that breaks them cannot be verified; plus the mistakes that make a caller hang (promises nobody waits for);
 * - all TypeScript: the usual recommended rules, and no `console`;
 * - scripts that talk to a person may use `console`.
 * Comments that switch rules off have no effect anywhere. Which folder may import which is checked by
 * test/package/architecture.test.ts.
 */
import { readFileSync } from 'node:fs';

import js from '@eslint/js';
import { configs as n8nCommunity } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What the compiler is given is what ships. */
const { include: shippedFiles } = JSON.parse(readFileSync(new URL('tsconfig.json', import.meta.url), 'utf8'));

const programs = {
  languageOptions: {
    globals: {
      Buffer: 'readonly',
      URL: 'readonly',
      clearTimeout: 'readonly',
      console: 'readonly',
      fetch: 'readonly',
      process: 'readonly',
      setTimeout: 'readonly',
    },
  },
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'demo-output/', '.work/', '**/node_modules/']),
  { linterOptions: { noInlineConfig: true } },

  { files: ['**/*.{js,cjs,mjs}'], extends: [js.configs.recommended, programs] },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs', globals: { __dirname: 'readonly' } },
  },

  {
    files: ['**/*.{ts,mts}'],
    extends: [js.configs.recommended, tseslint.configs.recommended],
    rules: { 'no-console': 'error' },
  },

  {
    files: shippedFiles,
    extends: [n8nCommunity.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  {
    files: ['credentials/**/*.ts'],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    rules: {
      ...n8nNodesBase.configs.credentials.rules,
      // n8n's own tool switches these off: the first is for n8n's built-in nodes, the second is done better by
      // @n8n/community-nodes/credential-password-field.
      'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
      'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
    },
  },
  {
    // The fields that a provider adds to the editor are held to the same wording as those of the nodes.
    files: ['actions/**/*.ts', 'nodes/**/*.ts', 'providers/**/*.ts', 'trigger/**/*.ts'],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    rules: {
      ...n8nNodesBase.configs.nodes.rules,
      // Off in n8n's own tool as well: inputs and outputs are NodeConnectionTypes now, and a limit can have a maximum.
      'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
      'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
      'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
    },
  },
  {
    files: ['package.json'],
    extends: [n8nCommunity.recommended],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
    rules: { ...n8nNodesBase.configs.community.rules },
  },
);
