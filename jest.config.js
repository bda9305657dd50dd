/** Unit tests: the sources as they are, compiled on the fly. The real-n8n tests live in e2e/. */
const compile = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } };

module.exports = {
  // n8n-core patches what jest would otherwise clean up, with a warning, between test files
  testEnvironmentOptions: { globalsCleanup: 'off' },
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/test/support/makeFolder.js',
  globalTeardown: '<rootDir>/test/support/removeFolder.js',
  setupFiles: ['<rootDir>/test/support/environment.js'],
  testMatch: ['**/*.test.ts'],
  // n8n-core, loaded anew for each file, leaves memory behind: a worker that holds too much is replaced by a fresh one
  workerIdleMemoryLimit: '1GB',
  // a limit for what hangs, far above what anything takes on a busy machine
  testTimeout: 300_000,
  transform: { '^.+\\.(t|m?j)s$': ['@swc/jest', compile] },
  transformIgnorePatterns: ['/node_modules/(?!(fast-png|iobuffer|fflate|qr)/)'],
};
