import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsToR, type EventTable } from './adverse-events.ts';

/** Three patients of A, two of B. Patient 1 has Fever twice, 3 without a day, 4 once; 2 and 5 have no event. */
const data = [
  'patient,group,grade,days,class,term,counted',
  '1,A,1,10,general,Fever,1',
  '1,A,3,20,general,Fever,1',
  '2,A,,,,,',
  '3,A,2,,general,Fever,1',
  '4,B,4,7,general,Fever,1',
  '5,B,,,,,',
].join('\r\n');
const table: EventTable = {
  groups: [
    { value: 'A', n: 3 },
    { value: 'B', n: 2 },
  ],
  compared: { reference: 0, comparison: 1 },
  rows: [
    {
      name: 'term:Fever',
      where: { counted: '1', term: 'Fever' },
      any: [2, 1],
      severe: [1, 1],
      medianDays: [10, 7],
      // By hand: Wilson 0.0945-0.9055 of 1/2 and 0.2077-0.9385 of 2/3; -1/6 - hypot(0.4055, 0.2718), -1/6 + hypot(0.4055, 0.4590).
      difference: [-0.1666667, -0.6548292, 0.4457812],
    },
    {
      name: 'text:odd',
      where: { term: 'odd' },
      any: [0, 0],
      severe: [0, 0],
      medianDays: [null, null],
      difference: null,
    },
  ],
};
const script = eventsToR(table, ['Events of\na test'], 'events.csv');

describe('eventsToR', () => {
  it('names what a row counts, and the numbers that R has to find', () => {
    expect(script).toContain('# Events of a test\n');
    expect(script).toContain('events <- d[!is.na(d$grade) & d[["counted"]] %in% "1" & d[["term"]] %in% "Fever", ]');
    expect(script).toContain('agree("term:Fever, any grade", any, c(2, 1))');
    expect(script).toContain('newcombe(any[2], sizes[2], any[1], sizes[1])');
    expect(script).toContain('agree("text:odd, median days", first_days(events), c(NA, NA))');
  });

  const canRun = spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status === 0;
  it.skipIf(!canRun)(
    'is a script with which R agrees, and stops where a number is another',
    { timeout: 60_000 },
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'events-to-r-'));
      try {
        writeFileSync(join(folder, 'events.csv'), data);
        const run = (text: string) => {
          writeFileSync(join(folder, 'check.R'), text);
          return spawnSync('Rscript', ['check.R'], { cwd: folder, encoding: 'utf8' });
        };
        expect(run(script)).toMatchObject({ status: 0 });
        expect(run(script.replace('any, c(2, 1)', 'any, c(2, 2)')).stderr).toContain(
          'term:Fever, any grade[2]: R has 1, the portal 2',
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
