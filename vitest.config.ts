import { defineConfig } from 'vitest/config';

/** Unit tests of every workspace; those that need the whole portal are in test/e2e with a configuration of their own. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'packages', root: 'packages', include: ['*/src/**/*.test.ts'] } },
      {
        test: {
          name: 'api',
          root: 'apps/api',
          include: ['src/**/*.test.ts'],
          // A database of its own is made in each file that asks for one.
          hookTimeout: 60_000,
          testTimeout: 30_000,
        },
      },
      'apps/web/vitest.config.ts',
      { test: { name: 'repository', root: 'test', include: ['*.test.ts'] } },
    ],
  },
});
