import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Call, runCall } from './run-calls.ts';
import { toRTogether } from './to-r.ts';
import { eventsToR } from './to-r/adverse-events.ts';

const folder = mkdtempSync(join(tmpdir(), 'to-r-names-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const canRun = spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status === 0;

/** Each would make a file, if any place of a script took it for code. */
const breaches = [
  '"); file.create("breach"); ("',
  "'); file.create('breach'); ('",
  '\\"); file.create("breach"); (\\"',
  '`); file.create("breach"); (`',
  '1\n file.create("breach")\n#',
  'a\u2028file.create("breach")\u2028b',
  'r"(x)"; file.create(\'breach\')',
  '%s%d\\n\\x41\\U00000041',
  '甲组\\"); file.create("breach") #',
];

/** A cell as a file of the portal has it. */
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Runs a script beside its table, and returns how R ended and whether what was compared agrees. */
function run(script: string, columns: Readonly<Record<string, readonly string[]>>) {
  const names = Object.keys(columns);
  const lines = (columns[names[0]!] ?? []).map((_, i) => names.map((name) => cell(columns[name]![i]!)).join(','));
  writeFileSync(join(folder, 'data.csv'), [names.map(cell).join(','), ...lines, ''].join('\r\n'));
  writeFileSync(join(folder, 'script.R'), script);
  const { status, stderr } = spawnSync('Rscript', ['--vanilla', 'script.R'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, AGREED_NUMBERS: 'agreed', LC_ALL: 'C.UTF-8' },
  });
  const [, ...compared] = readFileSync(join(folder, 'agreed'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { agrees: readonly boolean[] });
  return { ended: [status, stderr], agrees: compared.flatMap(({ agrees }) => agrees) };
}

describe.skipIf(!canRun)('names in a script are texts, whatever they contain', () => {
  const n = 24;
  const column = (value: (i: number) => string) => Array.from({ length: n }, (_, i) => value(i));

  it('as columns, as groups and as what is compared', { timeout: 120_000 }, () => {
    const table: Record<string, string[]> = {
      days: column((i) => String(5 + 7 * i)),
      event: column((i) => (i % 3 === 2 ? '0' : '1')),
      outcome: column((i) => (i % 5 < 2 ? '1' : '0')),
      ...Object.fromEntries(breaches.map((name, k) => [name, column((i) => ((i >> (k % 3)) % 2 ? name : 'plain'))])),
    };
    const time = { time: 'days', event: 'event' };
    const named = breaches.flatMap((name) => {
      const levels = [name, 'plain'];
      const terms = [{ column: name, type: 'factor', levels }];
      const calls: Call[] = [
        { fn: 'km', args: { ...time, group: name, levels } },
        { fn: 'logrank', args: { ...time, group: name } },
        { fn: 'cox', args: { ...time, terms } },
        { fn: 'logistic', args: { outcome: 'outcome', terms, waldOnly: true } },
        { fn: 'chisq', args: { row: name, col: 'outcome' } },
      ];
      return calls.map((call) => ({ name: `${call.fn} ${name}`, call, result: runCall(call, table) }));
    });
    const { ended, agrees } = run(toRTogether(named, breaches, 'data.csv'), table);
    expect(ended).toEqual([0, '']);
    expect(agrees.length).toBeGreaterThan(20 * breaches.length);
    expect(agrees).not.toContain(false);
    expect(existsSync(join(folder, 'breach'))).toBe(false);
  });

  it('as groups and terms of adverse events', { timeout: 60_000 }, () => {
    const table = {
      patient: breaches.map((_, i) => String(i)),
      group: breaches,
      grade: breaches.map(() => '3'),
      days: breaches.map((_, i) => String(10 * i)),
      term: breaches,
    };
    const rows = breaches.map((name, i) => {
      const own = breaches.map((_, k) => (k === i ? 1 : 0));
      const medianDays = breaches.map((_, k) => (k === i ? 10 * i : null));
      return { name, where: { term: name }, any: own, severe: own, medianDays, difference: null };
    });
    const groups = breaches.map((value) => ({ value, n: 1 }));
    const { ended, agrees } = run(eventsToR({ groups, compared: null, rows }, breaches, 'data.csv'), table);
    expect(ended).toEqual([0, '']);
    expect(agrees).toEqual(Array.from({ length: breaches.length * (1 + 3 * breaches.length) }, () => true));
    expect(existsSync(join(folder, 'breach'))).toBe(false);
  });

  it('with line ends that R reads as others, so that it finds no such name', { timeout: 60_000 }, () => {
    const name = '1\r\nfile.create("breach")\r\n#';
    const table = { [name]: column((i) => (i % 2 ? name : 'plain')), other: column((i) => (i % 3 ? 'a' : 'b')) };
    const call: Call = { fn: 'chisq', args: { row: name, col: 'other' } };
    const script = toRTogether([{ name, call, result: runCall(call, table) }], [name], 'data.csv');
    expect(run(script, table).ended).toEqual([1, expect.stringContaining('undefined columns selected')]);
    expect(existsSync(join(folder, 'breach'))).toBe(false);
  });
});
