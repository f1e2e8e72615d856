import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { type Call, runCall } from './run-calls.ts';
import { toR } from './to-r.ts';

const folder = mkdtempSync(join(tmpdir(), 'to-r-groups-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function hasR(name: string): boolean {
  return spawnSync('Rscript', ['-e', `library(${name})`], { stdio: 'ignore' }).status === 0;
}

/** Runs scripts in one R, each separately, and returns the error of each that stopped. */
function stopped(scripts: readonly string[], locale = 'C.UTF-8'): string[] {
  const files = scripts.map((script, i) => {
    const file = join(folder, `script-${i}.R`);
    writeFileSync(file, script);
    return JSON.stringify(file);
  });
  const driver = join(folder, 'all.R');
  writeFileSync(
    driver,
    `for (f in c(${files.join(', ')})) tryCatch({ source(f, local = new.env()); cat("DONE\\n") },
       error = function(e) cat("STOPPED", f, conditionMessage(e), "\\n"))`,
  );
  const { stdout } = spawnSync('Rscript', [driver], { encoding: 'utf8', env: { ...process.env, LC_ALL: locale } });
  const lines = stdout.split('\n').filter((line) => /^(STOPPED|DONE)/.test(line));
  expect(lines).toHaveLength(scripts.length);
  return lines.filter((line) => line !== 'DONE');
}

describe.skipIf(!hasR('survival'))('a script reads a table as the portal does', () => {
  const rows = [
    [5, 1, 'T', '01', '1.0', '阳性'],
    [6, 0, 'T', '1', '2.0', '阴性'],
    [7, 1, 'F', '01', '1.0', '阳性'],
    [8, 1, 'F', '1', '2.0', '阴性'],
    [3, 1, 'T', '1', '10', '阴性'],
    [9, 0, 'F', '01', '10', '阳性'],
    [4, 1, 'T', '01', '9', '阳性'],
    [10, 1, 'F', '1', '9', '阴性'],
    [2, 1, null, null, null, null],
  ] as const;
  const names = ['time', 'event', 'arm', 'site', 'dose', '乙肝'];
  const table = Object.fromEntries(
    names.map((name, i) => [name, rows.map((row) => (row[i] === null ? null : String(row[i])))]),
  );
  const columns = { time: 'time', event: 'event' };
  const calls: Call[] = ['arm', 'site', 'dose', '乙肝'].flatMap((group) => [
    { fn: 'logrank', args: { ...columns, group } },
    { fn: 'km', args: { ...columns, group } },
    { fn: 'kruskal', args: { value: 'time', group } },
    { fn: 'fisher', args: { row: group, col: 'arm' } },
    ...(hasR('cmprsk') ? [{ fn: 'cif', args: { time: 'time', status: 'event', group, times: [6] } }] : []),
  ]);
  calls.push(
    { fn: 'cox', args: { ...columns, terms: [{ column: 'site', type: 'factor' }], cluster: 'dose' } },
    {
      fn: 'cox',
      args: { ...columns, terms: [{ column: 'event', type: 'numeric' }], strata: ['arm', 'site'], baseline: true },
    },
    { fn: 'landmark', args: { ...columns, exposureTime: 'dose', landmark: 3 } },
  );
  const cell = (value: string | number | null) => (value === null ? 'NA' : `"${value} "`);
  const text = [
    '\ufeff' + names.map((name) => `${name} `).join(','),
    ...rows.map((row) => row.map(cell).join(',')),
  ].join('\r\n');

  it.each([
    ['UTF-8', undefined],
    ['UTF-8', 'C'],
    ['UTF-16LE', 'C'],
    ['GB18030', 'C'],
    ['GB18030', 'C.UTF-8'],
  ])(
    'in %s, under the locale %s',
    (encoding, locale) => {
      const file = join(folder, `groups-${encoding}.csv`);
      writeFileSync(file, iconv.encode(encoding === 'GB18030' ? text.slice(1) : text, encoding));
      expect(
        stopped(
          calls.map((call) => toR(call, runCall(call, table), file, encoding)),
          locale,
        ),
      ).toEqual([]);
    },
    60_000,
  );
});

it.skipIf(!hasR('survival'))(
  'a script stops where a column is a number and a group whose codes would merge',
  () => {
    const table = { time: ['5', '6', '7', '8'], event: ['1', '1', '1', '1'], site: ['01', '1', '01', '1'] };
    const file = join(folder, 'both.csv');
    writeFileSync(file, 'time,event,site\n5,1,01\n6,1,1\n7,1,01\n8,1,1\n');
    const terms = [{ column: 'time', type: 'numeric' }];
    const both: Call = { fn: 'cox', args: { time: 'time', event: 'event', terms, strata: ['site'], weights: 'site' } };
    const alone: Call = { fn: 'km', args: { time: 'time', event: 'event', group: 'site' } };
    const scripts = [alone, both].map((one) => toR(one, runCall(one, table), file));
    expect(stopped(scripts)).toEqual([expect.stringContaining('site is a number and a group')]);
  },
  60_000,
);
