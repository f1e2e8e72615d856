import { defineConfig } from 'vitest/config';

/** Tests that start portals, or APIs, of their own, one file after the other. */
export default defineConfig({
  test: {
    name: 'own portals',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    // The database that one file prepares is copied by the next.
    globalSetup: ['../../scratch-folder.fixture.ts'],
    fileParallelism: false,
    // One process for all files, which loads the browser's driver and the sources once.
    isolate: false,
    // A page is looked at until it shows what it should; a machine may be busy.
    expect: { poll: { timeout: 40_000 } },
    testTimeout: 120_000,
    hookTimeout: 240_000,
    teardownTimeout: 120_000,
  },
});
