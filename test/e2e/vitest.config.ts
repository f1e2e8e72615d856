import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * One order on every machine: what needs no slide goes on while the demonstration's are drawn; what watches runs of some
 * length comes before the training, which leaves the features of every slide behind and so makes runs short; what adds
 * slides comes after it, because it counts them. The journey comes last: its patient, of whom images were read, cannot be
 * removed, and others count the patients of the demonstration.
 */
class OneOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const whileDrawing = ['access', 'conformance', 'operations', 'records', 'running', 'sign-in'];
    const runs = ['main-job', 'inference', 'worker-kill', 'training'];
    const first = [...whileDrawing, ...runs].map((name) => `${name}.test.ts`);
    const place = ({ moduleId }: TestSpecification): string => {
      const name = path.basename(moduleId);
      const rank = name === 'journey.test.ts' ? first.length + 1 : first.indexOf(name);
      return `${String(rank === -1 ? first.length : rank).padStart(2, '0')} ${name}`;
    };
    return files.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  }
}

/** Tests over HTTP and in a real browser, file after file against one portal; those that start their own are not here. */
export default defineConfig({
  test: {
    name: 'e2e',
    // What a page said instead, whole: a failure of a run elsewhere has only this.
    chaiConfig: { truncateThreshold: 4_000 },
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['./portal.fixture.ts'],
    fileParallelism: false,
    // One process for all files, which loads the browser's driver and the sources once.
    isolate: false,
    // Windows that are looked at beside each other; more than the processors can draw would only wait.
    maxConcurrency: 3,
    sequence: { sequencer: OneOrder },
    // A page is looked at until it shows what it should; a machine may be busy.
    expect: { poll: { timeout: 40_000 } },
    testTimeout: 120_000,
    hookTimeout: 240_000,
    teardownTimeout: 120_000,
  },
});
