import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { statement } from '@haim/schema';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { openDataSource } from '../../../db/data-source.ts';
import { openDatabaseForTests } from '../../../db/database.fixture.ts';
import { StudyDb } from '../../../db/study-db.ts';
import { loadDemonstration } from '../../../demonstration/load-demonstration.ts';
import { type CohortInput } from '../../cohort/index.ts';
import { FieldService } from '../../fields/field.service.ts';
import { addMembership } from '../../studies/declare-study.ts';
import { readAccess } from '../../studies/membership.query.ts';
import { StudyService } from '../../studies/study.service.ts';
import { chosenCovariates } from '../covariates.ts';
import { ClinicalModelService } from './clinical-model.service.ts';
import { type ClinicalCase, fitClinicalModel } from './clinical-model.ts';
import { EvaluationSources } from './evaluation-sources.ts';
import { EvaluationService } from './evaluation.service.ts';

/** Written by clinical-model.R beside this file, from data/demo-cohort/patients.csv alone. */
const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'clinical-model.json'), 'utf8')) as {
  n: number;
  nPositive: number;
  coefficients: Record<string, { or: number; lower: number; upper: number; p: number }>;
  intercept: number;
  threshold: number;
  /** With fields that a study adds; of it the coefficients alone. */
  ofStudy: {
    n: number;
    nDropped: number;
    intercept: number;
    coefficients: Record<string, { or: number; lower: number; upper: number; p: number }>;
  };
  sets: Record<string, { n: number; nPositive: number; auc: number; lower: number; upper: number }>;
  delong: { n: number; aucImported: number; aucClinical: number; difference: number; p: number };
};

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let clinical: ClinicalModelService;
let evaluations: EvaluationService;
let reader: PortalContext;
let nfh: PortalContext;

async function member(userId: string, role: 'investigator' | 'staff', centre: string | null): Promise<PortalContext> {
  await addMembership(database.ownerUrl, { userId, study: 'HAIC-DEMO', role, centre });
  const asker = { userId, name: userId, email: '', studies: await readAccess(dataSource, userId) };
  return { asker, requestId: 'test' };
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 3);
  await dataSource.initialize();
  const db = new StudyDb(dataSource);
  const studies = new StudyService(db);
  const sources = new EvaluationSources();
  const columns = new SubjectStore(db);
  clinical = new ClinicalModelService(columns, studies, sources, new FieldService(db, studies));
  evaluations = new EvaluationService(columns, studies, sources);
  reader = await member('reader', 'investigator', null);
  nfh = await member('nfh', 'staff', 'NFH');
});

afterAll(async () => {
  await dataSource?.destroy();
  await database?.close();
});

describe('the clinical model of the demonstration study', () => {
  it("has R's coefficients, threshold and areas", async () => {
    const model = await clinical.model(reader, 'HAIC-DEMO', null);
    expect(model).toMatchObject({ n: expected.n, nPositive: expected.nPositive, nDropped: 0 });
    expect(model.intercept).toBeCloseTo(expected.intercept, 6);
    expect(model.threshold).toBeCloseTo(expected.threshold, 8);
    const found = Object.fromEntries(
      model.coefficients.map(({ covariate, level, oddsRatio, lower, upper, pValue }) => [
        covariate + (level ?? ''),
        [oddsRatio, lower, upper, pValue],
      ]),
    );
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(expected.coefficients).toSorted());
    for (const [name, { or, lower, upper, p }] of Object.entries(expected.coefficients)) {
      const values = found[name]!;
      [or, lower, upper, p].forEach((value, i) => expect(values[i]! / value).toBeCloseTo(1, 5));
    }
    for (const { set, n, nPositive, auc, aucLower, aucUpper } of model.evaluations) {
      const r = expected.sets[set]!;
      expect([set, n, nPositive]).toEqual([set, r.n, r.nPositive]);
      expect(auc).toBeCloseTo(r.auc, 8);
      expect(aucLower).toBeCloseTo(r.lower, 8);
      expect(aucUpper).toBeCloseTo(r.upper, 8);
    }
  });

  it('reports what it leaves out, and why', async () => {
    const model = await clinical.model(reader, 'HAIC-DEMO', ['tumourSizeMm', 'arm', 'afpLog10']);
    expect(model.coefficients.map(({ covariate }) => covariate)).toEqual(['tumourSizeMm']);
    expect(model.warnings).toEqual([
      statement('covariateMissing', {
        covariate: { en: 'AFP (per tenfold; below 1 ng/mL counts as 1)', zh: 'AFP（每 10 倍；低于 1 ng/mL 按 1 计）' },
      }),
      statement('covariateConstant', { covariate: { en: 'Treatment arm', zh: '治疗组' } }),
    ]);
    expect(model.n + model.nDropped).toBe(147);
  });

  it('is a source of scores like the others, with its threshold from training', async () => {
    const sources = await evaluations.sources(reader, 'HAIC-DEMO', null);
    const source = sources.find(({ kind }) => kind === 'clinical')!;
    expect(source).toMatchObject({ synthetic: true, thresholdProvenance: statement('thresholdOfClinicalModel') });
    const evaluation = await evaluations.evaluate(reader, 'HAIC-DEMO', { sourceId: source.id, set: 'EXTERNAL' });
    expect(evaluation.auc).toBeCloseTo(expected.sets['EXTERNAL']!.auc, 8);
    expect(evaluation.threshold).toBeCloseTo(expected.threshold, 8);
  });

  it('is evaluated among the patients of a cohort, as a reader of one centre sees that centre', async () => {
    const [imported] = await evaluations.sources(reader, 'HAIC-DEMO', null);
    const among = (ctx: PortalContext, cohort: CohortInput | null) =>
      evaluations.evaluate(ctx, 'HAIC-DEMO', { sourceId: imported!.id, set: 'ENTIRE', cohort });
    const chosen = await among(reader, { filter: { not: { variable: 'centre', notIn: ['NFH'] } } });
    const own = await among(nfh, null);
    expect(chosen.n).toBeGreaterThan(0);
    expect(chosen.n).toBeLessThan((await among(reader, null)).n);
    expect([chosen.n, chosen.nPositive, chosen.auc]).toEqual([own.n, own.nPositive, own.auc]);
    await expect(among(reader, { filter: { variable: 'colour', in: ['red'] } })).rejects.toThrow(
      'cohort.filter.variable',
    );
  });

  it('keeps a patient who is given another slide that is in no set', async () => {
    const added = `insert into portal.slide (centre_id, patient_id, barcode, updated_by)
      select distinct on (patient_id) centre_id, patient_id, '!' || barcode, updated_by from portal.slide
      where evaluation_set is not null order by patient_id`;
    const [imported] = await evaluations.sources(reader, 'HAIC-DEMO', null);
    const ofImported = async () =>
      (await evaluations.evaluate(reader, 'HAIC-DEMO', { sourceId: imported!.id, set: 'ENTIRE' })).n;
    const before = await ofImported();
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`select set_config('app.user_id', 'test', false), set_config('app.user_name', 'test', false)`);
    try {
      await owner.query(added);
      expect(await clinical.model(reader, 'HAIC-DEMO', null)).toMatchObject({ n: expected.n });
      expect(await ofImported()).toBe(before);
    } finally {
      await owner.query(`delete from portal.slide where barcode like '!%'`);
      await owner.end();
    }
  });

  it("is compared with imported scores on the same patients, with DeLong's p as in R", async () => {
    const sources = await evaluations.sources(reader, 'HAIC-DEMO', null);
    const [imported, fitted] = ['imported', 'clinical'].map((kind) => sources.find((one) => one.kind === kind)!.id);
    const { n, sources: compared, pairs } = await clinical.compare(reader, 'HAIC-DEMO', [imported!, fitted!], 'ENTIRE');
    expect(n).toBe(expected.delong.n);
    expect(compared.map(({ auc }) => auc)).toEqual([
      expect.closeTo(expected.delong.aucImported, 8),
      expect.closeTo(expected.delong.aucClinical, 8),
    ]);
    expect(pairs[0]!.difference).toBeCloseTo(expected.delong.difference, 8);
    expect(pairs[0]!.pValue).toBeCloseTo(expected.delong.p, 8);
  });

  it('reports, as every evaluation, how many of the patients counted have contradictory records', async () => {
    const sources = await evaluations.sources(reader, 'HAIC-DEMO', null);
    const ids = ['imported', 'clinical'].map((kind) => sources.find((one) => one.kind === kind)!.id);
    const found = async () => {
      const [imported = ''] = ids;
      const [model, external, internal, compared] = [
        await clinical.model(reader, 'HAIC-DEMO', null),
        await evaluations.evaluate(reader, 'HAIC-DEMO', { sourceId: imported, set: 'EXTERNAL' }),
        await evaluations.evaluate(reader, 'HAIC-DEMO', { sourceId: imported, set: 'INTERNAL' }),
        await clinical.compare(reader, 'HAIC-DEMO', ids, 'ENTIRE'),
      ];
      return [model, external, internal, compared].map(({ contradictions }) => contradictions);
    };
    const dead = (n: number) => ({
      reason: 'twoDeaths',
      n,
      en: `${n} dead on two different days (the earlier counts)`,
      zh: `${n} 例有两个不同的死亡日期（以较早者计）`,
    });
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`select set_config('app.user_id', 'test', false), set_config('app.user_name', 'test', false)`);
    try {
      expect(await found()).toEqual([[], [], [], []]);
      // Two of the training cases and one of the external: none of the internal.
      await owner.query(`insert into portal.follow_up (centre_id, patient_id, contact_day, vital_status, updated_by)
        select l.centre_id, l.patient_id, death.day, 'dead', 'contradicts'
        from (select *, row_number() over (partition by evaluation_set order by barcode) as nth from portal.slide) l
        cross join (values (36000), (36001)) death(day)
        where (l.evaluation_set = 'training' and l.nth <= 2) or (l.evaluation_set = 'external' and l.nth = 1)`);
      expect(await found()).toEqual([[dead(3)], [dead(1)], [], [dead(1)]]);
    } finally {
      await owner.query(`delete from portal.follow_up where updated_by = 'contradicts'`);
      await owner.end();
    }
  });

  it('is fitted to the one centre that its reader may read', async () => {
    const all = await clinical.model(reader, 'HAIC-DEMO', null);
    const own = await clinical.model(nfh, 'HAIC-DEMO', null);
    expect(own.n).toBeLessThan(all.n);
    expect(own.trainingCsv.split('\n').length).toBe(own.n + own.nDropped + 2);
  });

  it.each([
    [['bestResponse'], 'bestResponse is no covariate'],
    [[], 'at least one covariate'],
    [["'; drop table portal.patient"], 'is no covariate'],
  ])('refuses %j', async (covariates, message) => {
    await expect(clinical.model(reader, 'HAIC-DEMO', covariates)).rejects.toThrow(message);
    await expect(evaluations.sources(reader, 'HAIC-DEMO', covariates)).rejects.toThrow(message);
  });

  it('refuses to compare a single source, the same one twice, or an unknown one', async () => {
    const compare = (ids: string[]) => clinical.compare(reader, 'HAIC-DEMO', ids, 'ENTIRE');
    await expect(compare(['imported:x'])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(compare(['imported:x', 'imported:x'])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(compare(['imported:x', 'imported:y'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('fields that a study adds', () => {
  const declare = (form: string, name: string, kind: string, known: string, given = 'null::text, null::jsonb') =>
    `insert into portal.study_field (study_id, form, name, kind, label_en, label_zh, required, known, counts, codes, position,
       state, updated_by)
     select id, '${form}', '${name}', '${kind}', '${name}', '${name}', false, '${known}', d.counts, coalesce(d.codes, '[]'), 1,
       'published', 'test'
     from portal.study, (select ${given}) d(counts, codes) where code = 'HAIC-DEMO'`;
  const codes = ['small', 'medium', 'large'].map((code) => ({ code, label: { en: code, zh: code } }));
  /** The same values as clinical-model.R makes from the file of the cohort, from the records of its patients. */
  const values = [
    declare('demographics', 'older', 'boolean', 'timeZero'),
    declare('baseline', 'points', 'integer', 'timeZero'),
    declare('baseline', 'burden', 'decimal', 'timeZero'),
    declare('treatment', 'size_class', 'code', 'timeZero', `null::text, '${JSON.stringify(codes)}'::jsonb`),
    declare('adverseEvent', 'pain', 'decimal', 'timeZero', `'highest', null::jsonb`),
    declare('adverseEvent', 'admitted', 'boolean', 'outcome', `'any', null::jsonb`),
    `update portal.demographics set own = jsonb_build_object('own_older', age_years >= 60)`,
    `update portal.baseline set own = jsonb_strip_nulls(jsonb_build_object(
       'own_points', ecog_ps::int + (child_pugh_class = 'B')::int,
       'own_burden', case when lesion_count <> 1 then tumour_size_mm * lesion_count / 100 end))`,
    `update portal.treatment t set own = jsonb_build_object('own_size_class',
       case when b.tumour_size_mm < 80 then 'small' when b.tumour_size_mm < 120 then 'medium' else 'large' end)
     from portal.baseline b where b.patient_id = t.patient_id`,
    // Only what was before time zero counts, and the higher of two.
    ...[-20, -10, 30].map(
      (day) => `insert into portal.adverse_event (patient_id, centre_id, updated_by, term, grade, started_on, own)
        select b.patient_id, b.centre_id, 'test', 'Pain', '1', t.started_on + ${day}, jsonb_build_object('own_pain',
          b.ecog_ps::int + ${day === -10 ? 2 : day === 30 ? 9 : 1}, 'own_admitted', ${day === 30})
        from portal.baseline b join portal.treatment t on t.patient_id = b.patient_id`,
    ),
  ];
  const ownCovariates = ['own_older', 'own_burden', 'own_points', 'own_size_class', 'own_pain'];

  beforeAll(async () => {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    try {
      await owner.query(['begin', `select set_config('app.user_id', 'test', true)`, ...values, 'commit'].join(';'));
    } finally {
      await owner.end();
    }
  });

  it("are covariates with R's coefficients, each of its kind and form", async () => {
    const model = await clinical.model(reader, 'HAIC-DEMO', ['extrahepaticMetastasis', ...ownCovariates]);
    const { n, nDropped, intercept, coefficients } = expected.ofStudy;
    expect(model).toMatchObject({ n, nDropped, covariates: ['extrahepaticMetastasis', ...ownCovariates] });
    expect(model.intercept).toBeCloseTo(intercept, 6);
    expect(model.coefficients.map(({ covariate, level }) => covariate + (level ?? ''))).toEqual(
      Object.keys(coefficients),
    );
    model.coefficients.forEach(({ oddsRatio, lower, upper, pValue }, i) => {
      const { or, lower: low, upper: high, p } = Object.values(coefficients)[i]!;
      [or, low, high, p].forEach((value, k) => expect([oddsRatio, lower, upper, pValue][k]! / value).toBeCloseTo(1, 5));
    });
    expect(model.trainingCsv.split('\n')[0]).toBe(`patient,positive,extrahepaticMetastasis,${ownCovariates.join(',')}`);
    expect(model.rScript).toContain('own_size_class');
    // Named as a source of scores, as any clinical model is.
    const { source } = await evaluations.evaluate(reader, 'HAIC-DEMO', { sourceId: model.sourceId!, set: 'INTERNAL' });
    expect(source.kind).toBe('clinical');
  });

  it('are offered with the others, an outcome is refused with the reason, and a stranger with what there is', async () => {
    const offered = (await clinical.covariates(reader, 'HAIC-DEMO')).map(({ name }) => name);
    expect(offered.filter((name) => name.startsWith('own_'))).toEqual(ownCovariates);
    const refused = (name: string) => clinical.model(reader, 'HAIC-DEMO', [name]);
    await expect(refused('own_admitted')).rejects.toThrow(/no covariate .*guarantee time.*it may use .*own_pain/);
    await expect(refused('own_nothing')).rejects.toThrow(
      /own_nothing is no covariate of the clinical model; it may use/,
    );
  });
});

describe('training cases that cannot be fitted', () => {
  const cases = (values: readonly [size: string | null, thrombus: string | null, positive: boolean][]) =>
    values.map(([tumourSizeMm, portalVeinThrombus, positive], i): ClinicalCase & { positive: boolean } => ({
      patientId: String(i),
      patientCode: `P-${i}`,
      bestResponse: positive ? 'SD' : 'PR',
      contradictions: 0,
      slideId: String(i),
      set: 'training',
      takenOn: null,
      scanner: null,
      values: { tumourSizeMm, portalVeinThrombus },
      positive,
    }));

  it('are fitted with Firth’s penalty, with a warning and finite odds ratios, where they separate the classes', () => {
    const training = cases([
      ['50', '0', false],
      ['60', '0', false],
      ['70', '0', false],
      ['80', '1', true],
      ['90', '1', true],
      ['100', '1', true],
    ]);
    const fit = fitClinicalModel(training, chosenCovariates(['portalVeinThrombus'], []));
    // One binary covariate under Firth's penalty: the log odds ratio of the counts with a half added to each cell.
    expect(fit.coefficients[0]!.oddsRatio).toBeCloseTo((3.5 * 3.5) / (0.5 * 0.5), 4);
    expect(fit.method).toEqual(statement('firthWithProfile'));
    expect(fit.warnings).toEqual([statement('separatedUsesFirth')]);
    expect(fit.rScript).toContain('agree("lower"');
    expect(fit.threshold).toBeCloseTo(0.5, 6);
  });

  it('drop and count incomplete cases; a patient without the value has no score', () => {
    const training = cases([
      ['50', '0', false],
      [null, '0', false],
      ['70', '1', true],
      ['60', '1', false],
      ['65', '0', true],
      ['55', '1', true],
    ]);
    const fit = fitClinicalModel(training, chosenCovariates(['tumourSizeMm'], []));
    expect([fit.n, fit.nDropped, fit.nPositive]).toEqual([5, 1, 3]);
    expect(fit.score(training[1]!)).toBeNull();
    expect(fit.score(training[0]!)).toBeGreaterThan(0);
  });

  it.each([
    [
      'of one class',
      'trainingOfOneClass',
      cases([
        ['50', '0', true],
        ['60', '1', true],
      ]),
    ],
    ['none', 'noCovariateVaries', []],
  ] as const)('%s give no model, and say so', (_, code, training) => {
    const fit = fitClinicalModel(training, chosenCovariates(['tumourSizeMm', 'portalVeinThrombus'], []));
    expect(fit.threshold).toBeNull();
    expect(fit.warnings.at(-1)).toEqual(statement(code));
    expect(fit.score(cases([['50', '0', true]])[0]!)).toBeNull();
  });
});
