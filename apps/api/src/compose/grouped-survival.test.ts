import { type CohortFilter, showCompared } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openPartedStudy, type PartedStudy } from './parted-study.fixture.ts';

let at: PartedStudy;
beforeAll(async () => {
  at = await openPartedStudy();
}, 120_000);
afterAll(() => at?.close());

interface Curves {
  groupBy: string;
  curves: { label: string; n: number; events: number; medianDays: number | null }[];
  hazardRatios: { reference: string; comparison: string }[];
  grouping: { code: string; values: object }[];
}

const curvesOf = (asker: Asker, by: string, cohort: object | null = null) =>
  at.answered<Curves>(
    asker,
    `query ($study: String!, $by: String, $cohort: CohortInput) { survival(study: $study, endpoint: OS, groupBy: $by, cohort: $cohort) {
       groupBy curves { label n events medianDays } hazardRatios { reference comparison } grouping { code values } } }`,
    { by, cohort },
  );

describe('a quantity', () => {
  it('groups curves at the median of the selection, which is said', async () => {
    const found = await curvesOf(at.everywhere(), 'parts:tumourSizeMm:halves');
    // Below 65: deaths on days 100, 300 and 500 of 6, 4 and 2 at risk; S = 5/6, 5/8, 5/16. Above: 700, 900, 1100 alike.
    expect(found.curves).toEqual([
      { label: '< 65', n: 6, events: 3, medianDays: 500 },
      { label: '≥ 65', n: 6, events: 3, medianDays: 1100 },
    ]);
    expect(found.hazardRatios[0]).toEqual({ reference: '< 65', comparison: '≥ 65' });
    expect(found.groupBy).toBe('parts:tumourSizeMm:65');
    expect(found.grouping).toMatchObject([
      { code: 'partedAtQuantiles', values: { at: 'halves', cuts: ['65'], n: 12 } },
    ]);
  });

  it('is parted at quantiles of those who are asked about alone', async () => {
    // Centre A has 10, 30, 50, 70, 90 and 110 mm.
    expect((await curvesOf(at.atA(), 'parts:tumourSizeMm:halves')).groupBy).toBe('parts:tumourSizeMm:60');
    const hti = { filter: { variable: 'arm', in: ['HTI'] } };
    expect((await curvesOf(at.everywhere(), 'parts:tumourSizeMm:halves', hti)).groupBy).toBe('parts:tumourSizeMm:95');
    // Places 11/3 and 22/3; 2.75, 5.5 and 8.25.
    const tertiles = await curvesOf(at.everywhere(), 'parts:tumourSizeMm:tertiles');
    expect(tertiles.groupBy).toBe('parts:tumourSizeMm:46.6667,83.3333');
    expect(tertiles.curves.map(({ n }) => n)).toEqual([4, 4, 4]);
    const quartiles = await curvesOf(at.everywhere(), 'parts:tumourSizeMm:quartiles');
    expect(quartiles.groupBy).toBe('parts:tumourSizeMm:37.5,65,92.5');
    expect(quartiles.curves.map(({ n }) => n)).toEqual([3, 3, 3, 3]);
  });

  it('groups at cut-points in the order of its values, with a warning', async () => {
    const { curves, grouping } = await curvesOf(at.everywhere(), 'parts:tumourSizeMm:50,100');
    expect(curves.map(({ label, n }) => [label, n])).toEqual([
      ['< 50', 4],
      ['≥ 50, < 100', 5],
      ['≥ 100', 3],
    ]);
    expect(grouping.map(({ code }) => code)).toEqual(['partedAtCuts']);
  });

  it('has fewer groups where quantiles fall together', async () => {
    const { curves, grouping } = await curvesOf(at.everywhere(), 'parts:tumourSizeMm:quartiles', {
      filter: { variable: 'tumourSizeMm', between: [50, 50] },
    });
    expect(curves.map(({ label, n }) => [label, n])).toEqual([['≥ 50', 1]]);
    expect(grouping.map(({ code }) => code)).toEqual(['partedAtQuantiles', 'partedOfFew']);
    expect((await curvesOf(at.everywhere(), 'parts:afpNgMl:halves')).curves).toEqual([]);
  });

  it('is in the data of the script that makes the curves in R', async () => {
    const files = (
      await at.answered<{ files: { name: string; data: string; rows: number; script: string } }>(
        at.atA(),
        `query ($study: String!, $by: String) { survival(study: $study, endpoint: OS, groupBy: $by) {
         files(untilDays: 600) { name data rows script } } }`,
        { by: 'parts:tumourSizeMm:halves' },
      )
    ).files;
    expect(files).toMatchObject({ name: 'PARTED-OS-curves-data', rows: 6 });
    expect(files.data.split(/\r?\n/).slice(0, 2)).toEqual(['\ufeffdays,event,group', '100,1,< 60']);
    for (const part of ['survfit(', 'survdiff(', 'rmean = 600']) expect(files.script).toContain(part);
  });

  it('groups every other analysis in the same way, and is no covariate beside its own parts', async () => {
    const by = 'parts:tumourSizeMm:50,100';
    const labels = ['< 50', '≥ 50, < 100', '≥ 100'];
    const of = <T>(query: string) =>
      at.answered<T>(at.everywhere(), `query ($study: String!, $by: String!) { ${query} }`, { by });
    const table = await of<{ groups: { value: string; n: number }[]; statements: { code: string }[] }>(
      'tableOne(study: $study, groupBy: $by, variables: ["ageYears"]) { groups { value n } statements { code } }',
    );
    expect(table.groups).toEqual(labels.map((value, i) => ({ value, n: [4, 5, 3][i] })));
    expect(table.statements.map(({ code }) => code)).toContain('partedAtCuts');
    const response = await of<{ rows: { value: string }[] }>(
      'responseTable(study: $study, groupBy: $by) { rows { value } }',
    );
    expect(response.rows.map(({ value }) => value)).toEqual(labels);
    const safety = await of<{ groups: { value: string }[] }>(
      'safety(study: $study, groupBy: $by, treatedOnly: false) { groups { value } }',
    );
    expect(safety.groups.map(({ value }) => value)).toEqual(labels);
    const risks = await of<{ groups: { label: string; n: number }[] }>(
      'competingRisks(study: $study, groupBy: $by) { groups { label n } }',
    );
    expect(risks.groups.map(({ label }) => label)).toEqual(labels);
    const model = await of<{ rows: { covariate: string; level: string | null }[] }>(
      'survivalModel(study: $study, endpoint: OS, groupBy: $by, covariates: ["tumourSizeMm", "sex"]) { rows { covariate level } }',
    );
    expect(model.rows.filter(({ covariate }) => covariate !== 'sex')).toEqual(
      labels.map((level) => ({ covariate: by, level })),
    );
    const weighting = await of<{ reference: string; comparison: string; covariates: string[]; sides: { n: number }[] }>(
      `survivalWeighting(study: $study, endpoint: OS, groupBy: $by, reference: "< 50", comparison: "≥ 100",
         covariates: ["tumourSizeMm", "sex"]) { reference comparison covariates sides { n } }`,
    );
    expect(weighting).toMatchObject({ covariates: ['sex'], sides: [{ n: 4 }, { n: 3 }] });
    const forest = await of<{ groups: string[]; variables: { variable: string }[] }>(
      'survivalSubgroups(study: $study, endpoint: OS, groupBy: $by, variables: ["tumourSizeMm", "sex"]) { groups variables { variable } }',
    );
    expect(forest).toEqual({ groups: labels, variables: [{ variable: 'sex' }] });
  });

  it('is refused where it is an outcome, with the reason, and where the notation is not understood', async () => {
    const query = 'query ($study: String!, $by: String) { survival(study: $study, endpoint: OS, groupBy: $by) { n } }';
    for (const [by, reason] of [
      ['parts:haicCyclesGiven:halves', 'guarantee time'],
      ['parts:osDays:100', 'guarantee time'],
      ['parts:sex:halves', 'a quantity known at time zero'],
      ['parts:tumourSizeMm:100,50', 'ascending order'],
      ['parts:', 'parts:ageYears:50,65'],
    ] as const) {
      const { errors } = await at.ask(at.everywhere(), query, { by });
      expect([by, errors[0]?.extensions['code']]).toEqual([by, 'BAD_USER_INPUT']);
      expect(errors[0]?.message).toContain(reason);
    }
  });
});

describe('two cohorts', () => {
  // A is P1 to P7, B is P7 to P12, and P7 is in both; narrow A is P1 to P5, so that P6 is in neither.
  const b: CohortFilter = { variable: 'arm', in: ['HTI'] };
  const a: CohortFilter = { variable: 'tumourSizeMm', between: [null, 70] };
  const narrow: CohortFilter = { variable: 'tumourSizeMm', between: [null, 50] };
  const weighed = (by: string) =>
    at.answered<{ reference: string; comparison: string; sides: { n: number }[] }>(
      at.everywhere(),
      `query ($study: String!, $by: String!) { survivalWeighting(study: $study, endpoint: OS, groupBy: $by, covariates: ["sex"]) {
         reference comparison sides { n } } }`,
      { by },
    );
  const risksOf = (by: string) =>
    at.answered<{ groups: { label: string; n: number }[]; droppedReasons: { reason: string; n: number }[] }>(
      at.everywhere(),
      'query ($study: String!, $by: String!) { competingRisks(study: $study, groupBy: $by) { groups { label n } droppedReasons { reason n } } }',
      { by },
    );

  it('are weighted as two groups, patients of both being in neither where they are apart', async () => {
    const of = (reference: number, comparison: number) => ({
      ...{ reference: 'A', comparison: 'B' },
      sides: [{ n: reference }, { n: comparison }],
    });
    expect(await weighed(showCompared({ a, b, overlap: 'apart' }))).toEqual(of(6, 5));
    expect(await weighed(showCompared({ a, b, overlap: 'leaveOut' }))).toEqual(of(6, 5));
    expect(await weighed(showCompared({ a, b, overlap: 'inA' }))).toEqual(of(7, 5));
    expect(await weighed(showCompared({ a, b, overlap: 'inB' }))).toEqual(of(6, 6));
  });

  it('have competing risks each, and who is in neither is counted as left out', async () => {
    const found = await risksOf(showCompared({ a, b, overlap: 'apart' }));
    expect(found).toEqual({
      groups: [
        { label: 'A', n: 6 },
        { label: 'A and B', n: 1 },
        { label: 'B', n: 5 },
      ],
      droppedReasons: [],
    });
    expect(await risksOf(showCompared({ a: narrow, b, overlap: 'leaveOut' }))).toEqual({
      groups: [
        { label: 'A', n: 5 },
        { label: 'B', n: 6 },
      ],
      droppedReasons: [{ reason: 'noGroup', n: 1 }],
    });
  });

  it('are the group of a model', async () => {
    const by = showCompared({ a, b, overlap: 'inA' });
    const { rows } = await at.answered<{ rows: { level: string; n: number; isReference: boolean }[] }>(
      at.everywhere(),
      'query ($study: String!, $by: String) { survivalModel(study: $study, endpoint: OS, groupBy: $by, covariates: []) { rows { level n isReference } } }',
      { by },
    );
    expect(rows).toEqual([
      { level: 'A', n: 7, isReference: true },
      { level: 'B', n: 5, isReference: false },
    ]);
  });
});

describe('groups at a landmark', () => {
  const errorOf = async (query: string) =>
    (await at.ask(at.everywhere(), `query ($study: String!) { ${query} }`)).errors[0]?.message;

  it('are by what was there by then, of those whose time had not ended', async () => {
    const found = await curvesOf(at.everywhere(), 'landmark:response:100');
    // P1 to P3 had their response on day 60; P1 died on day 100. P4 had its after the progression, which is none.
    expect(found.curves.map(({ label, n }) => [label, n])).toEqual([
      ['without', 9],
      ['with', 2],
    ]);
    // P3 died on day 300, 200 after the landmark, P2 was alive on day 200; of the others P5, P7, P9 and P11 died.
    expect(found.curves.map(({ events, medianDays }) => [events, medianDays])).toEqual([
      [4, 1000],
      [1, 200],
    ]);
    expect(found.hazardRatios[0]).toEqual({ reference: 'without', comparison: 'with' });
    expect(found.grouping[0]).toEqual({ code: 'groupsAtLandmark', values: { outcome: 'response', days: 100 } });
  });

  it('say where one of them is empty', async () => {
    const { curves, grouping } = await curvesOf(at.everywhere(), 'landmark:response:59');
    expect(curves.map(({ label, n }) => [label, n])).toEqual([['without', 12]]);
    expect(grouping.at(-1)?.code).toBe('landmarkGroupEmpty');
  });

  it('are by progression and later treatment, too, for times that do not end with them', async () => {
    const { curves } = await curvesOf(at.everywhere(), 'landmark:progression:100');
    // P4 progressed on day 60, P1 on the day of its death.
    expect(curves.map(({ label, n }) => [label, n])).toEqual([
      ['without', 10],
      ['with', 1],
    ]);
    const message = await errorOf('survival(study: $study, endpoint: PFS, groupBy: "landmark:progression:100") { n }');
    expect(message).toContain('endpoint must be one of OS, TTNT for groups by progression');
  });

  it('are the only groups by an outcome, and of no table or forest', async () => {
    const bare = await errorOf('survival(study: $study, endpoint: OS, groupBy: "bestResponse") { n }');
    expect(bare).toMatch(/guarantee time.*landmark:bestResponse:90/s);
    for (const query of [
      'tableOne(study: $study, groupBy: "landmark:response:90") { n }',
      'survivalSubgroups(study: $study, endpoint: OS, groupBy: "landmark:response:90") { groups }',
    ]) {
      expect(await errorOf(query)).toContain('groups at a landmark are of curves');
    }
    const misread = await errorOf('survival(study: $study, endpoint: OS, groupBy: "landmark:response:soon") { n }');
    expect(misread).toContain('landmark:response:soon is not understood');
  });
});
