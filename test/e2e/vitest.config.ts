import { defineConfig } from 'vitest/config';

/** Tests over HTTP and in a real browser, file after file against one portal. */
export default defineConfig({
  test: {
    name: 'e2e',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['./portal-under-test.ts'],
    fileParallelism: false,
    // A page is looked at until it shows what it should; a machine may be busy.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
  },
});
