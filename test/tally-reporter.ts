import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Each skipped test, and why. */
  skips: string[];
  /** Each failed test, with what it said. */
  failures: string[];
  files: { name: string; seconds: number }[];
}

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`;

/** The first lines of an error, and where it came from: enough to begin with where nothing else was kept. */
function said({ message, stack }: { readonly message: string; readonly stack?: string }): string {
  const where = stack?.split('\n').find((line) => /\.test\.ts:\d+/.test(line));
  return [message.slice(0, 400), where?.trim() ?? ''].filter(Boolean).join('\n').replaceAll('\n', '\n      ');
}

/** Counts what Vitest ran and writes it to the file named in PORTAL_TALLY, for the one line at the end of `npm test`. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly { message: string; stack?: string }[]): void {
    const tally: Tally = { passed: 0, failed: 0, skipped: 0, skips: [], failures: [], files: [] };
    for (const module of modules) {
      const { collectDuration, duration } = module.diagnostic();
      tally.files.push({ name: module.relativeModuleId, seconds: (collectDuration + duration) / 1_000 });
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') tally.passed += 1;
        else if (result.state === 'skipped') {
          tally.skipped += 1;
          // Without a note, the name states what was missing.
          tally.skips.push(result.note ? `${nameOf(test)}: ${result.note}` : nameOf(test));
        } else {
          tally.failed += 1;
          tally.failures.push([nameOf(test), ...(result.errors ?? []).map(said)].join('\n      '));
        }
      }
      // A file that could not be read, or a hook that broke, is a failure in itself.
      for (const error of module.errors()) {
        tally.failed += 1;
        tally.failures.push(`${module.relativeModuleId}: ${said(error)}`);
      }
    }
    for (const error of errors) {
      tally.failed += 1;
      tally.failures.push(said(error));
    }
    const file = process.env['PORTAL_TALLY'];
    if (file) writeFileSync(file, JSON.stringify(tally));
  }
}
