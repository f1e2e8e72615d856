import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyAnswers, SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { openDataSource } from '../../../db/data-source.ts';
import { openDatabaseForTests } from '../../../db/database.fixture.ts';
import { StudyDb } from '../../../db/study-db.ts';
import { loadDemoCourses, loadDemonstration } from '../../../demonstration/load-demonstration.ts';
import { addMembership } from '../../studies/declare-study.ts';
import { operatorOf, readAccess } from '../../studies/membership.query.ts';
import { StudyService } from '../../studies/study.service.ts';
import { CompetingRisksService } from './competing-risks.service.ts';
import { readIncidence } from './competing-risks.ts';
import { RecipeComparisonService } from './recipe-comparison.service.ts';
import { SurvivalModelService } from './survival-model.service.ts';
import { SurvivalService } from './survival.service.ts';

interface OfEndpoint {
  readonly n: number;
  readonly chiSquare: number;
  readonly ratio: number;
  readonly lower: number;
  readonly upper: number;
  readonly arms: readonly {
    readonly arm: string;
    readonly n: number;
    readonly events: number;
    readonly median: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
  }[];
}

interface OfCompeting {
  readonly at: readonly number[];
  readonly tests: readonly number[];
  readonly curves: readonly { readonly arm: string; readonly cause: 1 | 2; readonly estimates: readonly number[] }[];
}

/** Written by response-times.R beside this file, which derives the times anew from data/demo-cohort. */
const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'response-times.json'), 'utf8')) as {
  readonly treated: number;
  readonly endpoints: Readonly<Record<'TTR' | 'DOR' | 'TTNT', OfEndpoint>>;
  readonly landmark: Omit<OfEndpoint, 'n' | 'arms'> & {
    /** Response, arm and size of the tumour together. */
    readonly adjusted: {
      readonly n: number;
      readonly events: number;
      readonly global: number;
      readonly rows: readonly Readonly<Record<'ratio' | 'lower' | 'upper' | 'p', number>>[];
    };
    readonly days: number;
    readonly ended: number;
    /** By CR, PR, SD and PD of the images until then, the first the reference. */
    readonly best: {
      readonly chiSquare: number;
      readonly ratios: readonly number[];
      readonly p: readonly number[];
      readonly groups: readonly object[];
    };
    readonly groups: readonly {
      readonly label: string;
      readonly n: number;
      readonly events: number;
      readonly median: number | null;
    }[];
  };
  /** By the second recipe of the study, in which deaths and later treatments censor. */
  readonly timeToProgression: { readonly changed: number; readonly PFS: OfEndpoint; readonly DOR: OfEndpoint };
  readonly competing: Readonly<Record<'TTR' | 'TTNT', OfCompeting>>;
  /** Code; time to response, response; duration, its end (null without a response); time to next treatment, its end. */
  readonly patients: readonly (readonly [string, number, boolean, number | null, boolean | null, number, boolean])[];
  /** Code; time to progression, progression; duration of response, its end. */
  readonly secondRecipe: readonly (readonly [string, number, boolean, number | null, boolean | null])[];
};

const study = 'HAIC-DEMO';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let db: StudyDb;
let survival: SurvivalService;
let competing: CompetingRisksService;
let recipes: RecipeComparisonService;
let models: SurvivalModelService;
let reader: PortalContext;

async function member(userId: string, role: 'investigator' | 'staff', centre: string | null): Promise<PortalContext> {
  await addMembership(database.ownerUrl, { userId, study, role, centre });
  const asker = { userId, name: userId, email: '', studies: await readAccess(dataSource, userId) };
  return { asker, requestId: 'test' };
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  await loadDemoCourses(database);
  dataSource = openDataSource(database.appUrl, 3);
  await dataSource.initialize();
  db = new StudyDb(dataSource);
  const [columns, studies] = [new SubjectStore(db), new StudyService(db)];
  survival = new SurvivalService(columns, studies, new StudyAnswers(db, columns));
  competing = new CompetingRisksService(columns, studies);
  recipes = new RecipeComparisonService(columns, studies);
  models = new SurvivalModelService(columns, studies);
  reader = await member('reader', 'investigator', null);
}, 120_000);

afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
});

const asked = { study, groupBy: 'arm', cohort: null, confType: 'log' } as const;

describe('times of response and next treatment in the demonstration', () => {
  it('are those that R derives from the images, later treatments and deaths', async () => {
    const operator = (await operatorOf(dataSource, study, 'test'))!;
    const derived = await db.read(operator, (tx) =>
      tx.rows<{ row: unknown }>(
        `select json_build_array(code, ttr_days, ttr_event, dor_days, dor_event, ttnt_days, ttnt_event) as row
         from portal.subject where recipe_id = 1 order by code`,
      ),
    );
    expect(derived.map(({ row }) => row)).toEqual(expected.patients);
  });

  it('are by the second recipe of the study those of R, too, and differ about the patients whom R names', async () => {
    const operator = (await operatorOf(dataSource, study, 'test'))!;
    const derived = await db.read(operator, (tx) =>
      tx.rows<{ row: unknown }>(
        `select json_build_array(code, pfs_days, pfs_event, dor_days, dor_event) as row
         from portal.subject where recipe_id <> 1 order by code`,
      ),
    );
    expect(derived.map(({ row }) => row)).toEqual(expected.secondRecipe);
    const { changed, PFS, DOR } = expected.timeToProgression;
    expect(changed).toBeGreaterThan(10);
    for (const [endpoint, ofR] of [['PFS', PFS] as const, ['DOR', DOR] as const]) {
      const found = await recipes.compare(reader, { ...asked, endpoint, recipe: null });
      const [, other] = found.sides;
      expect([other?.recipe, other?.n]).toEqual(['time-to-progression 1', ofR.n]);
      expect(other?.logRank?.chiSquare).toBeCloseTo(ofR.chiSquare, 8);
      expect(other?.ratio?.hazardRatio).toBeCloseTo(ofR.ratio, 6);
      expect(other?.ratio?.lower).toBeCloseTo(ofR.lower, 6);
      expect(other?.ratio?.upper).toBeCloseTo(ofR.upper, 6);
      if (endpoint === 'PFS') expect(found.changedTotal).toBe(changed);
      expect(other?.endpointRule.map(({ code }) => code)).toEqual(
        endpoint === 'PFS'
          ? ['progressionFreeUntil', 'treatmentCensors']
          : ['durationOfResponse', 'treatmentCensors', 'respondersOnly'],
      );
    }
  });

  it.each(['TTR', 'DOR', 'TTNT'] as const)('have the curves, test and ratio of R: %s', async (endpoint) => {
    const { n, chiSquare, ratio, lower, upper, arms } = expected.endpoints[endpoint];
    const found = await survival.analyse(reader, { ...asked, endpoint });
    expect(found.n).toBe(n);
    expect(found.logRank?.chiSquare).toBeCloseTo(chiSquare, 8);
    const cox = found.hazardRatios.find(({ estimator }) => estimator === 'cox');
    expect(cox?.hazardRatio).toBeCloseTo(ratio, 6);
    expect(cox?.lower).toBeCloseTo(lower, 6);
    expect(cox?.upper).toBeCloseTo(upper, 6);
    const curves = found.curves.map(({ label, curve }) => ({
      arm: label,
      n: curve.n,
      events: curve.events,
      median: curve.median.estimate,
      lower: curve.median.lower,
      upper: curve.median.upper,
    }));
    expect(curves.toSorted((a, b) => a.arm.localeCompare(b.arm))).toEqual(arms);
  });

  it.each(['TTR', 'TTNT'] as const)('have the competing risks of R: %s', async (endpoint) => {
    const { at, tests, curves } = expected.competing[endpoint];
    const found = await competing.risks(reader, { study, endpoint, groupBy: 'arm', cohort: null });
    found.tests.forEach(({ chiSquare }, i) => expect(chiSquare).toBeCloseTo(tests[i]!, 7));
    expect(found.tests.length).toBe(tests.length);
    for (const { arm, cause, estimates } of curves) {
      const group = found.groups.find(({ label }) => label === arm)!;
      readIncidence(group, at).forEach(({ values }, i) =>
        expect(values[cause - 1]?.incidence).toBeCloseTo(estimates[i]!, 8),
      );
    }
  });

  it('say their rule, what they are counted from, and whom they leave out', async () => {
    const of = async (endpoint: 'OS' | 'TTR' | 'DOR' | 'TTNT') => {
      const { timeZero, endpointRule, droppedReasons } = await survival.analyse(reader, { ...asked, endpoint });
      return [timeZero.code, endpointRule.map(({ code }) => code), droppedReasons.map(({ reason, n }) => [reason, n])];
    };
    expect(await of('OS')).toEqual(['firstHaicIsTimeZero', [], []]);
    expect(await of('TTR')).toEqual(['firstHaicIsTimeZero', ['timeToResponse'], []]);
    const responders = expected.endpoints.DOR.n;
    expect(await of('DOR')).toEqual([
      'firstResponseIsTimeZero',
      ['durationOfResponse', 'respondersOnly'],
      [['noResponse', 378 - responders]],
    ]);
    expect(await of('TTNT')).toEqual(['firstHaicIsTimeZero', ['timeToNextTreatment', 'laterTreatmentsOnRecord'], []]);
    const { endpointRule } = await survival.analyse(reader, { ...asked, endpoint: 'TTNT' });
    expect(endpointRule.at(-1)?.values).toEqual({ n: expected.treated });
  });

  it('have a script in R of each endpoint', async () => {
    const { script, rows } = await survival.files(reader, { ...asked, endpoint: 'DOR' }, 360);
    expect(rows).toBe(expected.endpoints.DOR.n);
    expect(script).toContain('HAIC-DEMO-DOR-curves-data.csv');
    const risks = await competing.files(reader, { study, endpoint: 'TTNT', groupBy: 'arm', cohort: null });
    expect(risks.script).toContain('1 is later treatment, 2 is death');
  });

  it('group survival by response at a landmark as R does', async () => {
    const { days, ended, chiSquare, ratio, lower, upper, groups } = expected.landmark;
    const groupBy = `landmark:response:${days}`;
    const found = await survival.analyse(reader, { ...asked, endpoint: 'OS', groupBy });
    const curves = found.curves.map(({ label, curve }) => ({
      ...{ label, n: curve.n, events: curve.events, median: curve.median.estimate },
    }));
    expect(curves).toEqual(groups);
    expect(found.droppedReasons.map(({ reason, n }) => [reason, n])).toEqual([['endedByLandmark', ended]]);
    expect(found.logRank?.chiSquare).toBeCloseTo(chiSquare, 8);
    const cox = found.hazardRatios.find(({ estimator }) => estimator === 'cox');
    expect([cox?.reference, cox?.comparison]).toEqual(['without', 'with']);
    expect(cox?.hazardRatio).toBeCloseTo(ratio, 6);
    expect(cox?.lower).toBeCloseTo(lower, 6);
    expect(cox?.upper).toBeCloseTo(upper, 6);
    expect(found.timeZero).toEqual({ code: 'landmarkIsTimeZero', values: { days } });
    expect(found.grouping.map(({ code }) => code)).toEqual(['groupsAtLandmark', 'landmarkBeforehand']);
    const { rows, data, script } = await survival.files(reader, { ...asked, endpoint: 'OS', groupBy }, 360);
    expect(rows).toBe(378 - ended);
    expect(data.split('\n')[0]).toContain('days_from_time_zero,outcome_day,days,event,group');
    expect(script).toContain(`> ${days}`);
  });

  it('group survival by best response at a landmark as R does, read from the images', async () => {
    const { days, ended, best } = expected.landmark;
    const groupBy = `landmark:bestResponse:${days}`;
    const found = await survival.analyse(reader, { ...asked, endpoint: 'OS', groupBy });
    const curves = found.curves.map(({ label, curve }) => ({
      ...{ label, n: curve.n, events: curve.events, median: curve.median.estimate },
    }));
    expect(curves).toEqual(best.groups);
    expect(found.droppedReasons.map(({ reason, n }) => [reason, n])).toEqual([['endedByLandmark', ended]]);
    expect(found.logRank?.chiSquare).toBeCloseTo(best.chiSquare, 8);
    expect(found.grouping.map(({ code }) => code)).toEqual(['groupsByBestResponse', 'landmarkBeforehand']);
    const { data, rows } = await survival.files(reader, { ...asked, endpoint: 'OS', groupBy }, 360);
    expect([rows, data.split('\n')[0]?.trim()]).toEqual([378 - ended, 'days_from_time_zero,days,event,group']);
    const model = await models.model(reader, {
      ...{ study, endpoint: 'OS' as const, cohort: null, strata: [], groupBy, covariates: ['arm'] },
    });
    const crude = model.rows.flatMap((row) => (row.covariate === groupBy && row.crude ? [row.crude] : []));
    expect(crude.map(({ hazardRatio }) => hazardRatio)).toEqual(best.ratios.map((ratio) => expect.closeTo(ratio, 6)));
    expect(crude.map(({ pValue }) => pValue)).toEqual(best.p.map((p) => expect.closeTo(p, 8)));
    // Whoever had progressed has no progression-free time left.
    const pfs = await survival.analyse(reader, { ...asked, endpoint: 'PFS', groupBy });
    expect(pfs.curves.map(({ label }) => label)).not.toContain('PD');
  });

  it('are modelled from a landmark on as R does, with what was known at time zero beside the outcome', async () => {
    const { days, ended, ratio, adjusted } = expected.landmark;
    const request = {
      ...{ study, endpoint: 'OS' as const, cohort: null, strata: [] },
      groupBy: `landmark:response:${days}`,
      covariates: ['arm', 'tumourSizeMm'],
    } as const;
    const found = await models.model(reader, request);
    expect(found.covariates[0]).toBe(request.groupBy);
    expect([found.n, found.events]).toEqual([adjusted.n, adjusted.events]);
    expect(found.droppedReasons.map(({ reason, n }) => [reason, n])).toEqual([['endedByLandmark', ended]]);
    expect(found.timeZero).toEqual({ code: 'landmarkIsTimeZero', values: { days } });
    expect(found.method.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['groupsAtLandmark', 'landmarkBeforehand']),
    );
    // A model of the outcome alone is that of the curves.
    const [reference, exposed] = found.rows.filter(({ covariate }) => covariate === request.groupBy);
    expect([reference?.level, reference?.isReference, exposed?.level]).toEqual(['without', true, 'with']);
    expect(exposed?.crude?.hazardRatio).toBeCloseTo(ratio, 6);
    const together = found.rows.flatMap((row) => (row.isReference || !row.adjusted ? [] : [row.adjusted]));
    expect(together.length).toBe(adjusted.rows.length);
    for (const [i, ofR] of adjusted.rows.entries()) {
      expect(together[i]?.hazardRatio).toBeCloseTo(ofR.ratio, 6);
      expect(together[i]?.lower).toBeCloseTo(ofR.lower, 6);
      expect(together[i]?.upper).toBeCloseTo(ofR.upper, 6);
      expect(together[i]?.pValue).toBeCloseTo(ofR.p, 8);
    }
    const global = found.proportionality.find(({ covariate }) => covariate === null);
    expect(global?.chiSquare).toBeCloseTo(adjusted.global, 5);
    const { data, script, rows } = await models.files(reader, request);
    expect(rows).toBe(adjusted.n);
    const folder = mkdtempSync(join(tmpdir(), 'landmark-model-'));
    writeFileSync(join(folder, 'HAIC-DEMO-OS-model-data.csv'), data);
    writeFileSync(join(folder, 'script.R'), script);
    const { status, stderr, error } = spawnSync('Rscript', ['script.R'], { cwd: folder, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    // Where R is installed, the script asserts the same numbers.
    if (!error && !stderr.includes('there is no package called')) expect([status, stderr]).toEqual([0, '']);
    await expect(models.model(reader, { ...request, endpoint: 'DOR' })).rejects.toThrow('endpoint must be one of');
    await expect(models.model(reader, { ...request, groupBy: 'landmark:response:0' })).rejects.toThrow(
      'is not understood',
    );
  });

  it('are of one’s own centres where they are of responders, and nothing competes with a death from any cause', async () => {
    const atOne = await member('nfh', 'staff', 'NFH');
    await expect(survival.analyse(atOne, { ...asked, endpoint: 'DOR', scope: 'study' })).rejects.toThrow(
      'endpoint DOR is of responders, whom only their own centres tell apart: ask with the scope OWN',
    );
    const byResponse = { ...asked, endpoint: 'OS', groupBy: 'landmark:response:90', scope: 'study' } as const;
    await expect(survival.analyse(atOne, byResponse)).rejects.toThrow(
      'groups at a landmark are of curves, times read from them and models, of one’s own centres',
    );
    const shared = await survival.analyse(atOne, { ...asked, endpoint: 'TTNT', scope: 'study' });
    expect(shared.protection).not.toBeNull();
    // How many patients of other centres were treated is not among the protected numbers.
    expect(shared.endpointRule.map(({ code }) => code)).toEqual(['timeToNextTreatment']);
    await expect(async () =>
      competing.risks(reader, { study, endpoint: 'OS', groupBy: null, cohort: null }),
    ).rejects.toThrow('endpoint must be one of PFS, TTR, DOR, TTNT: nothing competes with a death from any cause');
  });
});
