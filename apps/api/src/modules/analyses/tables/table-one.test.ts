import { subjectVariables } from '@haim/schema';
import { runCall } from '@haim/stats';
import { describe, expect, it } from 'vitest';
import { blockOf, type PatientUnderTest, randomPatients, sequence } from '../../../columns/block.fixture.ts';
import { Cohort } from '../../../columns/cohort.ts';
import { type PortalError } from '../../../context/portal-error.ts';
import { chosenRows, rowVariables } from '../row-variables.ts';
import { tableFiles, valuesTable } from '../table-files.ts';
import { tableOneCalls } from './table-one-calls.ts';
import { tableOne, type TableOneQuestion } from './table-one.ts';

const variable = (name: string) => subjectVariables.find((one) => one.name === name)!;
const asked = (names: readonly string[], more: Partial<TableOneQuestion> = {}): TableOneQuestion => ({
  groupBy: 'arm',
  variables: names.map(variable),
  rule: 'skewness',
  arms: ['HTI', 'HAIC'],
  own: [],
  ...more,
});

let nth = 0;
const patient = (values: PatientUnderTest['values']): PatientUnderTest => {
  nth += 1;
  return { id: `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`, code: `P${nth}`, values };
};
const base = { osMissing: 'noFollowUp', pfsMissing: 'noFollowUp' };

/** Two centres, so that numbers of both are put together; one patient without an arm, one without an age. */
const blocks = [
  blockOf([
    patient({ ...base, arm: 'HAIC', sex: 'male', ageYears: 40, cirrhosis: true }),
    patient({ ...base, arm: 'HAIC', sex: 'female', ageYears: 50, cirrhosis: false }),
    patient({ ...base, arm: 'HTI', sex: 'male', ageYears: 60, cirrhosis: true }),
  ]),
  blockOf([
    patient({ ...base, arm: 'HTI', sex: 'male', ageYears: 70, cirrhosis: null }),
    patient({ ...base, arm: 'HTI', sex: null, ageYears: 50, cirrhosis: true }),
    patient({ ...base, arm: 'HAIC', sex: 'male', ageYears: null, cirrhosis: true }),
    patient({ ...base, arm: null, sex: 'female', ageYears: 30, cirrhosis: true }),
  ]),
];
const cohort = new Cohort(blocks, null);

describe('Table 1', () => {
  const table = tableOne(cohort, asked(['sex', 'ageYears', 'cirrhosis']));

  it('has the groups in the order of the study, and leaves out who has none', () => {
    expect(table).toMatchObject({
      groups: [
        { value: 'HTI', n: 3 },
        { value: 'HAIC', n: 3 },
      ],
      n: 6,
      ungrouped: 1,
    });
  });

  it('counts a category by level and group, with the total, and who has no value', () => {
    expect(table.rows[0]).toMatchObject({
      variable: 'sex',
      missing: [1, 0, 1],
      levels: [
        { value: 'male', n: [2, 2, 4] },
        { value: 'female', n: [0, 1, 1] },
      ],
      summary: null,
      // No woman of two against one of three: of the two tables with these margins it is the likelier, 3/5.
      test: { method: { code: 'fisherTest' }, pValue: 1 },
    });
    // Of women 0 and 1/3: 1/3 over the root of (0 + 2/9) / 2.
    expect(table.rows[0]?.difference).toBeCloseTo(1 / 3 / Math.sqrt(1 / 9), 12);
  });

  it('describes a quantity of each group and of all', () => {
    const row = table.rows[1]!;
    expect(row).toMatchObject({ variable: 'ageYears', unit: 'years', missing: [0, 1, 1], summary: 'mean', levels: [] });
    expect(row.described.map((one) => one && [one.n, one.mean, one.median])).toEqual([
      [3, 60, 60],
      [2, 45, 45],
      [5, 54, 50],
    ]);
    expect(row.described[0]?.standardDeviation).toBe(10);
    // Means 60 and 45, variances 100 and 50.
    expect(row.difference).toBeCloseTo(15 / Math.sqrt(75), 12);
    // Pooled variance (2 · 100 + 1 · 50) / 3 on 3 degrees of freedom.
    expect(row.test?.statistic).toBeCloseTo(15 / Math.sqrt((250 / 3) * (1 / 3 + 1 / 2)), 12);
    expect(row.test?.df).toBe(3);
  });

  it('has one column and no test where nobody is compared', () => {
    const alone = tableOne(cohort, asked(['sex', 'ageYears'], { groupBy: null }));
    expect(alone.groups).toEqual([{ value: 'All', n: 7 }]);
    expect(alone.rows.map(({ test, difference }) => [test, difference])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(alone.rows[0]?.levels).toEqual([
      { value: 'male', n: [4, 4], atMost: [false, false] },
      { value: 'female', n: [2, 2], atMost: [false, false] },
    ]);
    expect(alone.rows[1]?.described[0]?.n).toBe(6);
  });

  it('is empty for nobody', () => {
    const nobody = new Cohort(blocks, { variable: 'ageYears', between: [200, null] });
    expect(tableOne(nobody, asked(['sex', 'ageYears']))).toEqual({ groups: [], n: 0, ungrouped: 0, rows: [] });
  });

  it('compares no group with itself where another has no value', () => {
    const old = new Cohort(blocks, { variable: 'arm', in: ['HTI'] });
    expect(tableOne(old, asked(['sex', 'ageYears'])).rows.map(({ test }) => test)).toEqual([null, null]);
  });
});

describe('the rows of Table 1', () => {
  it('are those asked for, each once, in their order', () => {
    expect(chosenRows(['bclcStage', 'sex', 'bclcStage'], []).map(({ name }) => name)).toEqual(['bclcStage', 'sex']);
    expect(rowVariables([]).map(({ name }) => name)).not.toContain('bestResponse');
  });

  it.each([
    [['bestResponse'], /variables may not name bestResponse; rows of the table are .*ageYears/],
    [[], /variables must name 1 to 40 rows, not 0/],
  ])('are refused for %o, naming the field and what is expected', (names, text) => {
    let refused: unknown;
    try {
      chosenRows(names, []);
    } catch (error) {
      refused = error;
    }
    expect((refused as PortalError).message).toMatch(text);
    expect(refused).toMatchObject({
      extensions: { issues: [{ field: 'variables', expected: { zh: expect.stringMatching(/变量/) } }] },
    });
  });
});

describe('the files of Table 1', () => {
  const next = sequence(20_261_129);
  const many = ['A', 'B'].map((centre) => blockOf(randomPatients(next, 60, centre)));
  const all = new Cohort(many, null);
  const names = rowVariables([]).map(({ name }) => name).filter((name) => name !== 'arm'); // prettier-ignore
  const question = asked(names, { arms: ['x', 'y', 'z'] });
  const numbers = tableOne(all, question);

  it('hold a row for each patient, without codes', () => {
    const { data, rows } = tableFiles(all, {
      name: 'T',
      groupBy: 'arm',
      variables: names,
      title: 'T',
      callsOf: () => [],
    });
    const lines = data.split('\r\n');
    expect(rows).toBe(120);
    expect(lines[0]?.replace('\uFEFF', '').split(',')).toEqual(['arm', ...names]);
    expect(lines).toHaveLength(122);
    expect(data).not.toMatch(/A-|P\d/);
  });

  it('give from the patients themselves what the table has from counts', () => {
    const table = valuesTable(all, 'arm', names);
    const calls = tableOneCalls(numbers, 'arm');
    expect(calls.length).toBeGreaterThan(20);
    const tested = numbers.rows.filter(({ test }) => test !== null);
    expect(tested.length).toBeGreaterThan(10);
    for (const { variable: name, test } of tested) {
      const { call } = calls.find((one) => one.name === `${name}, test`)!;
      const { p } = runCall(call, table) as { p: number };
      expect(p, name).toBeCloseTo(test!.pValue!, 10);
    }
    for (const { variable: name, described, summary } of numbers.rows.filter((row) => row.summary !== null)) {
      const { call } = calls.find((one) => one.name === `${name}, description`)!;
      const found = runCall(call, table) as Record<'n' | 'mean' | 'median' | 'lowerQuartile', number[]>;
      // The groups, and all of them together.
      const groups = described;
      expect(summary).not.toBeNull();
      expect(found.n).toEqual(groups.map((one) => one?.n));
      found.mean.forEach((mean, g) => expect(mean).toBeCloseTo(groups[g]!.mean!, 10));
      expect(found.median).toEqual(groups.map((one) => one?.median));
      expect(found.lowerQuartile).toEqual(groups.map((one) => one?.lowerQuartile));
    }
    for (const { variable: name, difference } of numbers.rows.filter((row) => row.difference !== null)) {
      const { call } = calls.find((one) => one.name === `${name}, standardised difference`)!;
      expect((runCall(call, table) as { difference: number }).difference, name).toBeCloseTo(difference!, 10);
    }
  });

  it('have a script that reads the data beside it and checks every row', () => {
    const { script } = tableFiles(all, {
      name: 'S-table-1',
      groupBy: 'arm',
      variables: names,
      title: 'Table 1 of S',
      callsOf: (group) => tableOneCalls(numbers, group),
    });
    expect(script).toMatch(/^# Table 1 of S\n/);
    expect(script).toContain('"S-table-1-data.csv"');
    for (const { variable: name } of numbers.rows) expect(script).toContain(`part <<- "${name}, `);
  });
});
