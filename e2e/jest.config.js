/** Tests against a real n8n server. Started from the repository's root: `npm run e2e`. */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/tests'],
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testTimeout: 180_000,
  maxWorkers: 2,
  globalSetup: '<rootDir>/tests/globalSetup.ts',
  transform: {
    '^.+\\.(t|m?j)s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(fast-png|iobuffer|fflate|qr)/)'],
};
