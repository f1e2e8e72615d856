import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Vite would take graphql's ES module where Node takes its other build, and two graphqls know nothing of each other. */
const oneGraphql = { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] };

/**
 * Of each project, since none takes it from the whole: a test that changes what is global puts it back. A process for
 * each file, which loads everything anew, took a third of the time.
 */
const isolate = false;

/** They end what hangs; a test that only computes may wait for a processor that everything else is on. */
const limits = { testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } };

/** Unit tests of every workspace; those that need the whole portal are in test/e2e with a configuration of their own. */
export default defineConfig({
  test: {
    globalSetup: [join(import.meta.dirname, 'test/scratch-folder.fixture.ts')],
    // Many files wait for PostgreSQL or for a process of their own: on two cores one at a time would leave them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { test: { name: 'packages', root: 'packages', isolate, ...limits, include: ['*/src/**/*.test.ts'] } },
      {
        resolve: oneGraphql,
        test: {
          name: 'api',
          root: 'apps/api',
          isolate,
          include: ['src/**/*.test.ts'],
          ...limits,
        },
      },
      'apps/web/vitest.config.ts',
      {
        resolve: {
          alias: [...oneGraphql.alias, { find: /^@(?=\/)/, replacement: join(import.meta.dirname, 'apps/web/src') }],
        },
        test: { name: 'repository', root: 'test', isolate, ...limits, include: ['*.test.ts'] },
      },
    ],
  },
});
