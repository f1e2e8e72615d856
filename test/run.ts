import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Tally } from './tally-reporter.ts';

/**
 * `npm test`: style, types, unit tests, then tests over HTTP and in a browser against one real portal. Its last line is
 * the total. Arguments select: `npm test unit`, `npm test e2e sign-in`.
 */

const root = path.resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'portal-tests-'));
const bin = (name: string): string => path.join(root, 'node_modules', '.bin', name);

interface Step {
  readonly group: 'style' | 'types' | 'unit' | 'e2e';
  /** Steps of one lane run one after another; lanes run in parallel. */
  readonly lane: 'portal' | 'compute' | 'read';
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Vitest counts its tests; any other step is one check. */
  readonly isCounted: boolean;
}

const vitest = (reporter: 'default' | 'verbose', ...args: string[]): Step['command'] => [
  bin('vitest'),
  'run',
  ...args,
  `--reporter=${reporter}`,
  `--reporter=${path.join(root, 'test/tally-reporter.ts')}`,
];

const [chosen, ...filters] = process.argv.slice(2);
/** Against one portal, and with portals of their own; arguments select from both. */
function endToEnd(): Step[] {
  const folders = [
    { lane: 'portal', name: 'end-to-end tests', folder: 'test/e2e' },
    { lane: 'compute', name: 'end-to-end tests with portals of their own', folder: 'test/e2e/own-portals' },
  ] as const;
  const isChosen = (folder: string): boolean =>
    filters.length === 0 ||
    readdirSync(path.join(root, folder)).some(
      (file) => file.endsWith('.test.ts') && filters.some((word) => file.includes(word)),
    );
  return folders
    .filter(({ folder }) => isChosen(folder))
    .map(({ folder, ...step }) => {
      const command = vitest('verbose', '--config', `${folder}/vitest.config.ts`, ...filters);
      return { ...step, group: 'e2e', command, isCounted: true };
    });
}

const steps: readonly Step[] = [
  {
    group: 'style',
    lane: 'read',
    name: 'lint',
    command: [bin('oxlint'), '--type-aware', '--max-warnings', '0'],
    isCounted: false,
  },
  {
    group: 'style',
    lane: 'read',
    name: 'format',
    command: [bin('oxfmt'), '--check', '.'],
    isCounted: false,
  },
  {
    group: 'types',
    lane: 'read',
    name: 'types of the workspaces',
    command: [bin('turbo'), 'run', 'types', '--output-logs=errors-only'],
    isCounted: false,
  },
  {
    group: 'types',
    lane: 'read',
    name: 'types of the tests',
    command: [process.execPath, path.join(root, 'node_modules/typescript-7/bin/tsc'), '-p', 'test'],
    isCounted: false,
  },
  { group: 'unit', lane: 'compute', name: 'unit tests', command: vitest('default', ...filters), isCounted: true },
  ...endToEnd(),
];

/**
 * Tests of the one portal take longest, because each waits for pages and runs: steps that only compute or only read the
 * sources fill the gaps and never make them wait.
 */
const niceness: Record<Step['lane'], number> = { portal: 0, compute: 10, read: 19 };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const sum: Tally = { passed: 0, failed: 0, skipped: 0, skips: [], failures: [], files: [] };
const running = new Set<() => void>();
let isStopped = false;

/** Runs a command in a process group of its own; whatever it leaves behind is ended with it. */
function run({ command: [file, ...args], lane }: Step, tallyFile: string): Promise<{ code: number; output: string }> {
  const child = spawn(file, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORTAL_TALLY: tallyFile,
      FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
  });
  // Inherited by whatever it starts.
  if (child.pid !== undefined) os.setPriority(child.pid, niceness[lane]);
  const signalGroup = (signal: NodeJS.Signals | 0): boolean => {
    try {
      return child.pid !== undefined && process.kill(-child.pid, signal);
    } catch {
      return false;
    }
  };
  const kill = () => void signalGroup('SIGTERM');
  running.add(kill);
  // Test results show as they run; log lines of the portal under test only if something failed.
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => process.stdout.write(chunk));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      void (async () => {
        // A portal under test may still be shutting down.
        for (const end = Date.now() + 20_000; signalGroup(0) && Date.now() < end;) await wait(100);
        signalGroup('SIGKILL');
        running.delete(kill);
        resolve({ code: code ?? 1, output });
      })();
    });
  });
}

function readTally(file: string): Tally | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return null;
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isStopped = true;
    for (const kill of running) kill();
  });
}

async function take(step: Step): Promise<void> {
  if (isStopped) return;
  say(`\n== ${step.name}`);
  const began = Date.now();
  const tallyFile = path.join(scratch, `${steps.indexOf(step)}.json`);
  const { code, output } = await run(step, tallyFile);
  const tally: Tally = (step.isCounted ? readTally(tallyFile) : null) ?? {
    passed: code === 0 && !step.isCounted ? 1 : 0,
    // If Vitest ended without a count, it did not run its tests.
    failed: code === 0 && !step.isCounted ? 0 : 1,
    skipped: 0,
    skips: [],
    failures: code === 0 && !step.isCounted ? [] : [step.name],
    files: [],
  };
  if (code !== 0 && tally.failed === 0) {
    tally.failed = 1;
    tally.failures.push(`${step.name} ended with exit code ${code}`);
  }
  if (tally.failed > 0) process.stdout.write(output.replaceAll(/^\{"at":.*\n/gm, ''));
  for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += tally[key];
  sum.skips.push(...tally.skips);
  sum.failures.push(...tally.failures);
  // Files of one name are in several folders: the step says which.
  sum.files.push(...tally.files.map(({ name, seconds }) => ({ name: `${step.name}: ${name}`, seconds })));
  say(`== ${step.name}: ${tally.failed === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - began) / 1_000)} s`);
}

const asked = steps.filter(({ group }) => chosen === undefined || group === chosen);
const follow = async (lane: Step['lane']): Promise<void> => {
  for (const step of asked) if (step.lane === lane) await take(step);
};
await Promise.all((Object.keys(niceness) as Step['lane'][]).map(follow));

rmSync(scratch, { recursive: true, force: true });
const slowest = sum.files.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
if (slowest.length > 0) {
  const lines = slowest.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
  say(`\nThe slowest test files, beside everything else:\n${lines.join('\n')}`);
}
if (sum.skips.length > 0) say(`\nSkipped:\n  ${sum.skips.join('\n  ')}`);
if (sum.failures.length > 0) say(`\nFailed:\n  ${sum.failures.join('\n  ')}`);
if (isStopped) {
  say('\nStopped before the end.');
  sum.failed += 1;
}
say(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
