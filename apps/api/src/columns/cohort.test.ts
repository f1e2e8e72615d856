import { conjunctsOf, type CohortFilter, holds, isAbout, subjectVariables, withoutVariable } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { blockOf, type PatientUnderTest, randomPatients, sequence } from './block.fixture.ts';
import { Cohort } from './cohort.ts';
import { randomFilter } from './random-filter.fixture.ts';

const next = sequence(20_260_101);
const centres = ['A', 'B', 'C'].map((centre, i) => randomPatients(next, 40 + 30 * i, centre));
const patients = centres.flat();
const blocks = centres.map(blockOf);
const filters: (CohortFilter | null)[] = [
  null,
  ...Array.from({ length: 150 }, () => randomFilter(next, 3, subjectVariables, true)),
];

/** The expected count, patient by patient: it shares no code with the kernels. */
const those = (filter: CohortFilter | null) =>
  patients.filter(({ values, events = [] }) =>
    holds(
      filter,
      values,
      events.map(([term, grade]) => ({ term, grade })),
    ),
  );

function counted(rows: readonly PatientUnderTest[], of: (patient: PatientUnderTest) => unknown): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
  return counts;
}

const shown = (value: unknown) => ((value ?? null) === null ? null : String(value));
const os = { days: 'osDays', event: 'osEvent', missing: 'osMissing' };

describe('a cohort over columns', () => {
  it('contains the patients that match the filter, whatever its shape', () => {
    expect(filters.map((filter) => new Cohort(blocks, filter).n)).toEqual(
      filters.map((filter) => those(filter).length),
    );
    expect(
      filters.filter((filter) => those(filter).length > 0 && those(filter).length < patients.length).length,
    ).toBeGreaterThan(40);
  });

  it.each(['arm', 'centre', 'bclcStage', 'portalVeinThrombus', 'bestResponse', 'worstGrade'])(
    'counts the facet %s under all conditions but its own',
    (variable) => {
      for (const filter of filters) {
        const expected = counted(those(withoutVariable(filter, variable)), ({ values }) => shown(values[variable]));
        const facet = new Cohort(blocks, filter).facet(variable);
        expect(new Map(facet.map(({ value, n }) => [value, n]))).toEqual(expected);
      }
    },
  );

  it('keeps a condition that also names another variable', () => {
    const joint: CohortFilter = {
      or: [
        { variable: 'arm', in: ['HAIC'] },
        { variable: 'sex', in: ['male'] },
      ],
    };
    expect(conjunctsOf(joint).some((part) => isAbout(part, 'arm'))).toBe(false);
    expect(new Cohort(blocks, joint).facet('arm')).toEqual(new Cohort(blocks, joint).values('arm'));
  });

  it('lists values in the order of their code units, missing last', () => {
    expect(new Cohort(blocks, null).values('bclcStage').map(({ value }) => value)).toEqual([
      '0',
      'A',
      'B',
      'C',
      'D',
      null,
    ]);
  });

  it('counts pairs of values', () => {
    for (const filter of filters) {
      const expected = counted(
        those(filter),
        ({ values }) => `${shown(values['arm'])} ${shown(values['bestResponse'])}`,
      );
      const pairs = new Cohort(blocks, filter).pairs('arm', 'bestResponse');
      expect(new Map(pairs.map(({ a, b, n }) => [`${a} ${b}`, n]))).toEqual(expected);
    }
  });

  it.each([null, 'arm', 'centre'])('tallies times by day, grouped by %s, and reports who is left out', (groupBy) => {
    for (const filter of filters) {
      const rows = those(filter);
      const groupOf = ({ values }: PatientUnderTest) => (groupBy === null ? 'All' : shown(values[groupBy]));
      const { groups, ungrouped, missing } = new Cohort(blocks, filter).times(os, groupBy);
      const told = groups.flatMap(({ label, times: { days, events, censored } }) =>
        Array.from(days).flatMap((day, i) => [
          [`${label} ${day} true`, Number(events[i])] as const,
          [`${label} ${day} false`, Number(censored[i])] as const,
        ]),
      );
      const timed = rows.filter((row) => groupOf(row) !== null && (row.values['osDays'] ?? null) !== null);
      const expected = counted(timed, (row) => `${groupOf(row)} ${row.values['osDays']} ${row.values['osEvent']}`);
      expect(new Map(told.filter(([, n]) => n > 0))).toEqual(expected);
      expect(ungrouped).toBe(rows.filter((row) => groupOf(row) === null).length);
      expect(missing.get('noFollowUp')).toBe(rows.length - timed.length - ungrouped);
      for (const { times } of groups)
        expect(Array.from(times.days)).toEqual(Array.from(times.days).sort((a, b) => a - b));
    }
  });

  it.each([null, 'arm', 'bclcStage'])('has the values of a quantity of each group by %s, counted', (groupBy) => {
    for (const filter of filters) {
      const known = those(filter).filter(({ values }) => (values['ageYears'] ?? null) !== null);
      const groupOf = ({ values }: PatientUnderTest) => (groupBy === null ? 'All' : shown(values[groupBy]));
      const expected = counted(
        known.filter((row) => groupOf(row) !== null),
        (row) => `${groupOf(row)} ${row.values['ageYears']}`,
      );
      const told = new Map<string, number>();
      for (const { label, values, counts } of new Cohort(blocks, filter).samples('ageYears', groupBy)) {
        values.forEach((value, k) => told.set(`${label} ${value}`, (told.get(`${label} ${value}`) ?? 0) + counts[k]!));
      }
      expect(told).toEqual(expected);
    }
  });

  it('summarises a quantity of few and of nearly all patients', () => {
    for (const filter of filters) {
      const ages = those(filter)
        .flatMap(({ values }) => (values['ageYears'] as number | null | undefined) ?? [])
        .toSorted((a, b) => a - b);
      const half = ages.length / 2;
      const median = ages.length === 0 ? null : (ages[Math.ceil(half) - 1]! + ages[Math.floor(half)]!) / 2;
      const summary = new Cohort(blocks, filter).quantity('ageYears');
      expect(summary).toMatchObject({ n: ages.length, minimum: ages[0] ?? null, maximum: ages.at(-1) ?? null, median });
      if (ages.length > 0) expect(summary.mean).toBeCloseTo(ages.reduce((sum, age) => sum + age) / ages.length, 9);
    }
  });

  it.each(['others', 'all'] as const)('has a histogram under %s of its conditions', (conditions) => {
    const bins = { scale: 'linear', edges: [10, 20, 50, 51, 90], decimals: 0 } as const;
    for (const filter of filters) {
      const chosen = conditions === 'all' ? filter : withoutVariable(filter, 'ageYears');
      const ages = those(chosen).map(({ values }) => (values['ageYears'] as number | null | undefined) ?? NaN);
      const expected = bins.edges
        .slice(0, -1)
        .map((from, k) => ages.filter((age) => age >= from && age < bins.edges[k + 1]!).length);
      expect([...new Cohort(blocks, filter).histogram('ageYears', bins, conditions)]).toEqual(expected);
    }
  });

  it('has the values of variables patient by patient', () => {
    for (const filter of filters.slice(0, 20)) {
      const [codes, ages, flags] = new Cohort(blocks, filter).rows(['code', 'ageYears', 'cirrhosis']);
      const expected = those(filter).map(({ values }) => [
        values['code'],
        values['ageYears'] ?? null,
        shown(values['cirrhosis']),
      ]);
      expect(codes?.map((code, i) => [code, ages?.[i], flags?.[i]]).toSorted()).toEqual(expected.toSorted());
    }
  });

  it('counts each patient once for a term, at the highest grade', () => {
    for (const filter of filters) {
      const worst = those(filter).flatMap(({ values, events = [] }) =>
        ['Fatigue', 'Nausea', 'Rash'].flatMap((term) => {
          const grades = events.filter(([of]) => of === term).map(([, grade]) => grade);
          return grades.length > 0 ? [`${shown(values['arm'])} ${term} ${Math.max(...grades)}`] : [];
        }),
      );
      const expected = new Map<string, number>();
      for (const one of worst) expected.set(one, (expected.get(one) ?? 0) + 1);
      const told = new Cohort(blocks, filter).worstGrades('arm');
      expect(new Map(told.map(({ arm, term, grade, n }) => [`${arm} ${term} ${grade}`, n]))).toEqual(expected);
    }
  });

  it('counts a patient under every rule that the records break', () => {
    for (const filter of filters) {
      const expected = [0, 1, 2, 3].map(
        (bit) => those(filter).filter(({ contradictions = 0 }) => (contradictions >> bit) & 1).length,
      );
      expect([...new Cohort(blocks, filter).contradictions()].slice(0, 4)).toEqual(expected);
    }
  });

  it('without patients is empty everywhere', () => {
    const nobody = new Cohort([], null);
    expect(nobody.n).toBe(0);
    expect(nobody.facet('arm')).toEqual([]);
    expect(nobody.times(os, 'arm').groups).toEqual([]);
    expect(nobody.worstGrades('arm')).toEqual([]);
    expect(nobody.quantity('ageYears')).toMatchObject({ n: 0, missing: 0, mean: null, median: null });
  });
});
