import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * One order on every machine: while the portal under test draws its slides, the life of other portals is looked at; then
 * the training, which counts the slides; then those that add some.
 */
class OneOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const first = ['lifecycle.test.ts', 'training.test.ts'];
    const place = ({ moduleId }: TestSpecification): string => {
      const name = path.basename(moduleId);
      const rank = first.indexOf(name);
      return `${rank === -1 ? first.length : rank} ${name}`;
    };
    return files.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  }
}

/** Tests over HTTP and in a real browser, file after file against one portal. */
export default defineConfig({
  test: {
    name: 'e2e',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['./portal-under-test.ts'],
    fileParallelism: false,
    sequence: { sequencer: OneOrder },
    // A page is looked at until it shows what it should; a machine may be busy.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
  },
});
