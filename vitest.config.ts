import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{pipeline,models,keeper,store,workers,api,client,cli,scripts,fixtures}/**/*.test.ts',
    ],
    // One embedded PostgreSQL for the whole run, started only when a suite asks for it.
    globalSetup: ['store/testing/test-postgres-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Integration tests start real services, and many wait for most of their time: three at once keep two
    // cores at work.
    maxWorkers: 3,
  },
});
