import { statement } from '@haim/schema';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { openDataSource } from '../../../db/data-source.ts';
import { openDatabaseForTests } from '../../../db/database.fixture.ts';
import { StudyDb } from '../../../db/study-db.ts';
import { loadDemonstration } from '../../../demonstration/load-demonstration.ts';
import { addMembership } from '../../studies/declare-study.ts';
import { readAccess } from '../../studies/membership.query.ts';
import { StudyService } from '../../studies/study.service.ts';
import expected from './evaluation-sets.json' with { type: 'json' };
import { EvaluationSources } from './evaluation-sources.ts';
import { performanceBy } from './evaluation-subgroups.ts';
import { calibrationOf, decisionCurveOf, precisionRecallOf } from './evaluation-views.ts';
import { type EvaluationQuestion, EvaluationService } from './evaluation.service.ts';

const study = 'HAIC-DEMO';
const sets = ['INTERNAL', 'EXTERNAL', 'ENTIRE'] as const;
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let evaluations: EvaluationService;
let reader: PortalContext;
let imported: string;

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 3);
  await dataSource.initialize();
  const db = new StudyDb(dataSource);
  evaluations = new EvaluationService(new SubjectStore(db), new StudyService(db), new EvaluationSources());
  await addMembership(database.ownerUrl, { userId: 'reader', study, role: 'investigator', centre: null });
  const studies = await readAccess(dataSource, 'reader');
  reader = { asker: { userId: 'reader', name: 'reader', email: '', studies }, requestId: 'test' };
  imported = (await evaluations.sources(reader, study, null)).find(({ kind }) => kind === 'imported')!.id;
});

afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
});

const evaluate = (question: Omit<EvaluationQuestion, 'sourceId'>) =>
  evaluations.evaluate(reader, study, { sourceId: imported, ...question });

describe.each(sets)('the imported scores of the demonstration, set %s', (set) => {
  const r = expected.sets[set];
  const close = (found: readonly (number | null | undefined)[], wanted: readonly number[]) =>
    wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 8));

  it('have pROC’s area and limits, and R’s matrix and proportions at 0.532', async () => {
    const { n, nPositive, auc, aucLower, aucUpper, threshold, confusion } = await evaluate({ set });
    expect([n, nPositive, threshold]).toEqual([r.n, r.nPositive, expected.threshold]);
    close([auc, aucLower, aucUpper], r.auc);
    expect(confusion).toMatchObject({
      truePositive: r.tp,
      falsePositive: r.fp,
      falseNegative: r.fn,
      trueNegative: r.tn,
    });
    for (const name of ['accuracy', 'sensitivity', 'specificity', 'ppv', 'npv'] as const) {
      const metric = confusion!.metrics.find((one) => one.name === name)!;
      close([metric.value, metric.lower, metric.upper], r[name]);
      expect(metric.below! < metric.value! && metric.value! < metric.above!).toBe(true);
    }
  });

  it('have R’s calibration, Brier score, average precision and net benefit', async () => {
    const found = await evaluate({ set });
    const { measures } = calibrationOf(found)!;
    expect(measures!.brier).toBeCloseTo(r.brier, 10);
    close([measures!.slope, measures!.slopeLower, measures!.slopeUpper], r.slope);
    close([measures!.inTheLarge, measures!.inTheLargeLower, measures!.inTheLargeUpper], r.intercept);
    expect(precisionRecallOf(found)!.averagePrecision).toBeCloseTo(r.averagePrecision, 10);
    const { thresholds, model } = decisionCurveOf(found)!;
    close(
      [0.1, 0.3, 0.5].map((at) => model[thresholds.indexOf(at)]),
      r.netBenefit,
    );
  });
});

const unscored = async (found: Awaited<ReturnType<typeof evaluate>>) =>
  (await evaluations.withoutScore(reader, found)).filter(({ n }) => n > 0);

describe('a set that the study does not name', () => {
  it('is any selection of scored patients, whatever set their slides are in', async () => {
    const [all, entire] = [await evaluate({ set: 'ALL' }), await evaluate({ set: 'ENTIRE' })];
    // The demonstration scores its test sets alone.
    expect([all.n, all.auc]).toEqual([entire.n, entire.auc]);
    const cohort = { filter: { variable: 'centre', in: ['FAHSYU'] } };
    const chosen = await evaluate({ set: 'ALL', cohort });
    expect([chosen.n, chosen.auc]).toEqual([28, (await evaluate({ set: 'EXTERNAL' })).auc]);
  });

  it('tells who of it has no score, by reason and class', async () => {
    const cohort = { filter: { variable: 'arm', in: ['HTI'] } };
    const chosen = await evaluate({ set: 'ALL', cohort });
    const [missing, ...more] = await unscored(chosen);
    expect(more).toEqual([]);
    // 281 patients of HTI, 47 of whom have a score; every one has a class of response.
    expect(missing).toMatchObject({ reason: 'notImported', n: 234 });
    expect(missing!.nPositive + missing!.nNegative).toBe(234);
    const inSet = await evaluate({ set: 'EXTERNAL' });
    expect(await unscored(inSet)).toEqual([]);
  });
});

describe('independence', () => {
  it.each([
    ['EXTERNAL', 'heldOutCentreSubset'],
    ['INTERNAL', 'internal'],
  ] as const)('of the set %s is %s: its centre supplied training slides too', async (set, level) => {
    const found = await evaluations.independence(reader, await evaluate({ set }));
    expect(found).toMatchObject({ level, sharedPatients: 0, sharedSlides: 0, nTraining: 147 });
    expect(found.statements).toContainEqual(statement('trainingOfSet', { n: 147 }));
    for (const day of [found.evaluatedFrom, found.evaluatedUntil, found.trainingFrom, found.trainingUntil]) {
      expect(day).toMatch(/^20(1[7-9]|2[0-2])-\d\d-\d\d$/);
    }
    // As published: 84 slides of NFH and 63 of FAHSYU were trained on.
    expect(found.centres.map(({ name, training }) => [name, training])).toEqual([
      ['FAHSYU', 63],
      ['NFH', 84],
    ]);
  });
});

describe('performance by centre', () => {
  it('is that of the two sets, which are of one centre each, and their areas are compared', async () => {
    const found = await evaluate({ set: 'ENTIRE' });
    const [byCentre] = performanceBy({ ...found, threshold: expected.threshold }, ['centre']);
    expect(byCentre!.groups.map(({ value, n, auc }) => [value, n, auc])).toEqual([
      ['FAHSYU', 28, expect.closeTo(expected.sets.EXTERNAL.auc[0]!, 8)],
      ['NFH', 19, expect.closeTo(expected.sets.INTERNAL.auc[0]!, 8)],
    ]);
    expect(byCentre!.groups[0]!.sensitivity!.value).toBeCloseTo(expected.sets.EXTERNAL.sensitivity[0]!, 8);
    expect(byCentre!.pValue).toBeGreaterThan(0);
  });

  it('parts a quantity at the median of the cases', async () => {
    const found = await evaluate({ set: 'ENTIRE' });
    const [byAge] = performanceBy(found, ['ageYears']);
    expect(byAge!.groups).toHaveLength(2);
    expect(byAge!.groups.reduce((sum, { n }) => sum + n, byAge!.missing)).toBe(47);
    expect(byAge!.groups[0]!.below).toBe(byAge!.groups[1]!.from);
  });
});
