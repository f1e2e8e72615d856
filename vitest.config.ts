import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Vite would take graphql's ES module where Node takes its other build, and two graphqls know nothing of each other. */
const oneGraphql = { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] };

/** Unit tests of every workspace; those that need the whole portal are in test/e2e with a configuration of their own. */
export default defineConfig({
  test: {
    globalSetup: [join(import.meta.dirname, 'test/scratch-folder.fixture.ts')],
    // Many files wait for PostgreSQL or for a process of their own: on two cores one at a time would leave them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A test that changes what is global puts it back: starting a process for each file took a quarter of the time.
    isolate: false,
    projects: [
      { test: { name: 'packages', root: 'packages', include: ['*/src/**/*.test.ts'] } },
      {
        resolve: oneGraphql,
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
      {
        resolve: {
          alias: [...oneGraphql.alias, { find: /^@(?=\/)/, replacement: join(import.meta.dirname, 'apps/web/src') }],
        },
        test: { name: 'repository', root: 'test', include: ['*.test.ts'] },
      },
    ],
  },
});
