import { allOf, type CohortFilter, subjectVariables } from '@haim/schema';
import { runCall } from '@haim/stats';
import { describe, expect, it } from 'vitest';
import { blockOf, type PatientUnderTest } from '../../../columns/block.fixture.ts';
import { Cohort } from '../../../columns/cohort.ts';
import { SubjectColumns } from '../../../columns/subject-columns.ts';
import { subgroupCalls, subgroupsTable } from './survival-subgroups-files.ts';
import { subgroupsMethod, type SubgroupsQuestion, survivalSubgroups } from './survival-subgroups.ts';

let nth = 0;
const died = (arm: string | null, osDays: number, values: PatientUnderTest['values']): PatientUnderTest => {
  nth += 1;
  const id = `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
  return { id, code: `P${nth}`, values: { arm, osDays, osEvent: true, pfsMissing: 'noFollowUp', ...values } };
};

/** In two centres; of men HAIC, HTI, HAIC die in this order, of women HTI, HAIC, HTI; one patient more has no sex. */
const blocks = [
  blockOf([
    died('HAIC', 1, { sex: 'male', ageYears: 40 }),
    died('HTI', 2, { sex: 'male', ageYears: 50 }),
    died('HAIC', 2, { sex: 'female', ageYears: 60 }),
  ]),
  blockOf([
    died('HAIC', 3, { sex: 'male', ageYears: 70 }),
    died('HTI', 1, { sex: 'female', ageYears: 50 }),
    died('HTI', 3, { sex: 'female', ageYears: null }),
    died('HTI', 9, { sex: null, ageYears: 80 }),
    died(null, 9, { sex: 'male', ageYears: 90 }),
  ]),
];
const cohortOf = (filter: CohortFilter | null) => new Cohort(blocks, filter);
const asked = (names: readonly string[], more: Partial<SubgroupsQuestion> = {}): SubgroupsQuestion => ({
  endpoint: 'OS',
  filter: null,
  groupBy: 'arm',
  reference: 'HAIC',
  comparison: 'HTI',
  variables: names.map((name) => subjectVariables.find((one) => one.name === name)!),
  cuts: 'median',
  followUp: null,
  arms: ['HAIC', 'HTI'],
  own: [],
  ...more,
});

describe('a forest of subgroups', () => {
  const { all, variables } = survivalSubgroups(cohortOf, asked(['sex', 'ageYears']));
  const [sex, age] = variables;

  it('has the ratios that can be worked by hand, in the order of the code list', () => {
    // The likelihoods are r / ((2 + r) (1 + r)) and r / ((1 + 2 r) (1 + r)), largest at the root of 2 and at its inverse.
    expect(sex!.rows.map(({ value }) => value)).toEqual(['male', 'female']);
    expect(sex!.rows[0]!.ratio!.hazardRatio).toBeCloseTo(Math.SQRT2, 9);
    expect(sex!.rows[1]!.ratio!.hazardRatio).toBeCloseTo(1 / Math.SQRT2, 9);
    expect(sex!.rows[0]!.sides).toEqual([
      { n: 2, events: 2 },
      { n: 1, events: 1 },
    ]);
  });

  it('tests whether the ratios differ, by the likelihood ratio', () => {
    // Together the likelihoods are largest at r = 1, where their product is 1 / 36.
    const each = 1 / (1 + Math.SQRT2) ** 2;
    expect(sex!.interaction.statistic).toBeCloseTo(2 * (2 * Math.log(each) + Math.log(36)), 9);
    expect(sex!.interaction.df).toBe(1);
  });

  it('counts who has no value, and leaves out who has no group', () => {
    expect(all.sides.map(({ n }) => n)).toEqual([3, 4]);
    expect(sex!.missing).toBe(1);
    expect(age!.missing).toBe(1);
  });

  it('parts a quantity at the median of the selection, nobody twice', () => {
    // Ages 40, 50, 50, 60, 70, 80, 90: the median is 60.
    expect(age!.rows.map(({ from, below }) => [from, below])).toEqual([
      [null, 60],
      [60, null],
    ]);
    expect(age!.rows.map(({ sides }) => sides.map(({ n }) => n))).toEqual([
      [1, 2],
      [2, 1],
    ]);
    const quartiles = survivalSubgroups(cohortOf, asked(['ageYears'], { cuts: 'quartiles' })).variables[0]!;
    // Type 7: the second and third value, 50 and 50; the fifth and sixth, 70 and 80.
    expect(quartiles.rows.map(({ from, below }) => [from, below])).toEqual([
      [null, 50],
      [50, 60],
      [60, 75],
      [75, null],
    ]);
    expect(quartiles.rows.reduce((sum, { sides }) => sum + sides[0].n + sides[1].n, 0)).toBe(6);
  });

  it('says how many subgroups were looked at', () => {
    const said = subgroupsMethod({ all, variables }, 'median');
    expect(said.map(({ code }) => code)).toEqual([
      'subgroupRatios',
      'ratioInteraction',
      'subgroupCuts',
      'subgroupsLookedAt',
    ]);
    expect(said.at(-1)?.values).toMatchObject({ subgroups: 4 });
  });

  it('has no ratio where a group is gone or nobody died, and no NaN', () => {
    const men = asked(['sex'], { filter: allOf([{ variable: 'ageYears', between: [70, null] }, null]) });
    const found = survivalSubgroups(cohortOf, men);
    expect(found.variables[0]!.rows[0]).toMatchObject({ ratio: null, warnings: [{ code: 'oneGroupInSubgroup' }] });
    expect(found.variables[0]!.interaction).toMatchObject({
      pValue: null,
      warnings: [{ code: 'interactionNotEstimable' }],
    });
    expect(JSON.stringify(found)).not.toContain('NaN');
    const nobody = survivalSubgroups(cohortOf, asked(['sex', 'ageYears'], { filter: { variable: 'sex', in: [] } }));
    expect(nobody.variables.map(({ rows }) => rows)).toEqual([[], []]);
  });

  it('has in its files the patients of the two groups, from whom every ratio follows', () => {
    const columns = new SubjectColumns(blocks, 1);
    const question = asked(['sex', 'ageYears']);
    const numbers = { all, variables };
    const table = subgroupsTable(columns, question, numbers);
    expect(table['days']).toHaveLength(7);
    const [everybody, bySex, byAge] = subgroupCalls(question, numbers).map(({ call }) => runCall(call, table)) as {
      rows: { n: number[]; hr: number | null }[];
      interaction: { chisq: number | null };
    }[];
    expect(everybody!.rows[0]!.hr).toBeCloseTo(all.ratio!.hazardRatio!, 9);
    expect(bySex!.interaction.chisq).toBeCloseTo(sex!.interaction.statistic!, 9);
    expect(byAge!.rows.map(({ n }) => n)).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });
});
