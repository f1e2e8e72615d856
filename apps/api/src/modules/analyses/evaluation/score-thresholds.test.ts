import { type ScoreOfPatient, statement } from '@haim/schema';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { openDataSource } from '../../../db/data-source.ts';
import { openDatabaseForTests } from '../../../db/database.fixture.ts';
import { StudyDb } from '../../../db/study-db.ts';
import { FieldService } from '../../fields/field.service.ts';
import { fileOf } from '../../../tables/index.ts';
import { ImportService } from '../../imports/import.service.ts';
import { declareStudy } from '../../studies/declare-study.ts';
import { operatorOf } from '../../studies/membership.query.ts';
import { StudyService } from '../../studies/study.service.ts';
import { ClinicalModelService } from './clinical-model.service.ts';
import { EvaluationSources } from './evaluation-sources.ts';
import { EvaluationService } from './evaluation.service.ts';

/** Imported into both studies under one name; what is known of it differs. */
const model = 'HAIM as published';
const declared = { model, threshold: 0.4, provenance: 'Youden point of the tuning part of another centre' };
const note = { en: 'Slides of another scanner.', zh: '来自另一台扫描仪的切片。' };

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let evaluations: EvaluationService;
let clinical: ClinicalModelService;
const contexts: Record<string, PortalContext> = {};

/** Two patients with SD and two with PR; S has two slides of `a`, one of each other patient. */
const patients = [
  ['a', '90', 0.7],
  ['b', '90', 0.3],
  ['c', '40', 0.5],
  ['d', '40', 0.2],
] as const;

const declaration = {
  code: 'S',
  name: 'S',
  synthetic: true,
  monthDays: 30,
  cutoffOn: null,
  timeZero: 'first HAIC',
  arms: [],
  centres: [{ code: 'A', name: 'A' }],
};

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  const db = new StudyDb(pool);
  const studies = new StudyService(db);
  const sources = new EvaluationSources();
  const columns = new SubjectStore(db);
  evaluations = new EvaluationService(columns, studies, sources);
  clinical = new ClinicalModelService(columns, studies, sources, new FieldService(db, studies));
  await declareStudy(database.ownerUrl, {
    ...declaration,
    scores: [declared],
    setNotes: { external: note },
  });
  await declareStudy(database.ownerUrl, { ...declaration, code: 'T', name: 'T' });
  for (const study of ['S', 'T']) {
    const asker = await operatorOf(pool, study, 'test');
    contexts[study] = { asker: asker!, requestId: 'test' };
    const load = async (headings: string, rows: readonly string[]) => {
      const text = [`patient_code,centre,${headings}`, ...rows].join('\n');
      const file = fileOf('x.csv', text);
      const request = { study, file, map: null, dryRun: false };
      expect((await new ImportService(db).run(asker!, request)).problems).toEqual([]);
    };
    await load(
      'assessed_day,visit_number,sum_viable_diameter_mm',
      patients.flatMap(([code, last]) => [`${code},A,0,0,100`, `${code},A,60,1,${last}`]),
    );
    await load(
      'model_name,score',
      patients.map(([code, , score]) => `${code},A,${model},${score}`),
    );
    await load('barcode,evaluation_set,taken_on', [
      ...patients.map(([code]) => `${code},A,${code}1,external,2020-01-01`),
      'a,A,a2,external,2021-01-01',
    ]);
  }
  await addRuns();
}, 120_000);

/** What the portal computed in S: the second slide of `a` would be called negative. */
async function addRuns(): Promise<void> {
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('begin');
  await owner.query(`select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true)`);
  for (const [barcode, prps] of Object.entries({ a2: 0.1, a1: 0.8, b1: 0.6, c1: 0.3, d1: 0.2 })) {
    await owner.query(
      `insert into portal.inference (slide_id, centre_id, patient_id, model_id, model_sha256, provider_asked, provider_ran,
         status, prps, threshold, weights, requested_by, updated_by, finished_at)
       select l.id, l.centre_id, l.patient_id, 'haim', repeat('a', 64), 'cpu', 'cpu', 'done', $2, 0.5, 'trained', 'test', 'test', now()
       from portal.slide l join portal.centre c on c.id = l.centre_id join portal.study s on s.id = c.study_id
       where s.code = 'S' and l.barcode = $1`,
      [barcode, prps],
    );
  }
  // A model of another question.
  await owner.query(
    `insert into portal.inference (slide_id, centre_id, patient_id, model_id, model_sha256, provider_asked, provider_ran,
       status, prps, threshold, weights, result, requested_by, updated_by, finished_at)
     select l.id, l.centre_id, l.patient_id, 'progress', repeat('b', 64), 'cpu', 'cpu', 'done', 0.9, 0.5, 'trained',
       '{"positiveClass": "PD", "classes": ["CR", "PR", "SD", "PD"]}', 'test', 'test', now()
     from portal.slide l join portal.centre c on c.id = l.centre_id join portal.study s on s.id = c.study_id
     where s.code = 'S' and l.barcode = 'b1'`,
  );
  await owner.query('commit');
  await owner.end();
}

afterAll(async () => {
  await pool?.destroy();
  await database?.close();
});

const imported = `imported:${model}`;
const evaluate = (study: string, source: string, threshold: number | null = null) =>
  evaluations.evaluate(contexts[study]!, study, { sourceId: source, set: 'EXTERNAL', threshold });

describe('a threshold of imported scores', () => {
  it('is the one that this study declared for this model, with its provenance', async () => {
    const { source, threshold, confusion, setNote } = await evaluate('S', imported);
    expect(source).toMatchObject({
      threshold: 0.4,
      thresholdProvenance: statement('asRecorded', { text: declared.provenance }),
      n: 4,
    });
    expect(threshold).toBe(0.4);
    // By hand at 0.4: a (0.7, SD) right, b (0.3, SD) missed, c (0.5, PR) wrongly called, d (0.2, PR) right.
    expect(confusion).toMatchObject({ truePositive: 1, falseNegative: 1, falsePositive: 1, trueNegative: 1 });
    expect(setNote).toEqual(note);
  });

  it('is unknown in a study that declares none, under whatever name: no matrix, but still a curve', async () => {
    const found = await evaluate('T', imported);
    expect(found.source).toMatchObject({ threshold: null, thresholdProvenance: null });
    expect(found).toMatchObject({ threshold: null, confusion: null, setNote: null });
    // Of the four pairs of SD and PR three are in order: 0.7 > 0.5, 0.7 > 0.2, 0.3 > 0.2.
    expect(found).toMatchObject({ n: 4, nPositive: 2, auc: 0.75 });
    expect(JSON.stringify(found)).not.toMatch(/0\.532|published with the model/);
  });

  it('may be chosen by the viewer', async () => {
    const { threshold, confusion } = await evaluate('T', imported, 0.6);
    expect(threshold).toBe(0.6);
    expect(confusion).toMatchObject({ truePositive: 1, falseNegative: 1, falsePositive: 0, trueNegative: 2 });
  });

  it('is brought up to date by declaring the study again', async () => {
    const centres = [{ code: 'A', name: 'A' }];
    const study = {
      code: 'S',
      name: 'S',
      synthetic: true,
      monthDays: 30,
      cutoffOn: null,
      timeZero: 'first HAIC',
      arms: [],
    };
    await declareStudy(database.ownerUrl, { ...study, centres, scores: [{ ...declared, threshold: 0.6 }] });
    expect((await evaluate('S', imported)).threshold).toBe(0.6);
    await declareStudy(database.ownerUrl, { ...study, centres });
    expect((await evaluate('S', imported)).threshold).toBe(0.6);
  });
});

it('a model whose positive class is another is not judged by response', async () => {
  const progress = `portal:progress@${'b'.repeat(12)}`;
  await expect(evaluate('S', progress)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('slides of one patient', () => {
  const portal = `portal:haim@${'a'.repeat(12)}`;
  const under = async (scoreOfPatient: ScoreOfPatient) => {
    await declareStudy(database.ownerUrl, { ...declaration, scoreOfPatient });
    return [
      await evaluate('S', portal),
      await clinical.compare(contexts['S']!, 'S', [imported, portal], 'EXTERNAL'),
    ] as const;
  };
  const scoreOfA = ({ cases }: Awaited<ReturnType<typeof evaluate>>) =>
    cases.find(({ patientCode }) => patientCode === 'a')?.score;

  it('are one case, in the evaluation as in the comparison: the first by slide code where nothing is decided', async () => {
    const [found, comparison] = await under('first');
    // a counts with 0.8 of a1; with 0.1 of a2 beside it there would be five cases, and an area below 1.
    expect(found).toMatchObject({ n: 4, nPositive: 2, nNegative: 2, auc: 1 });
    expect(found.source.n).toBe(4);
    expect(found.confusion).toMatchObject({ truePositive: 2, falseNegative: 0, falsePositive: 0, trueNegative: 2 });
    expect(comparison).toMatchObject({ n: 4, nPositive: 2 });
    expect(comparison.sources.map(({ auc }) => auc)).toEqual([0.75, 1]);
    expect(found.warnings).toContainEqual(statement('severalSlides', { n: 1 }));
    expect(comparison.sources.map(({ warnings }) => warnings)).toEqual([[], [statement('severalSlides', { n: 1 })]]);
  });

  it.each([
    // By hand: b 0.6 (SD), c 0.3 and d 0.2 (PR). a2 is the later biopsy.
    ['newest', 0.1, 0.5],
    ['mean', 0.45, 1],
    ['maximum', 0.8, 1],
  ] as const)('count by the rule of the study: %s', async (rule, score, auc) => {
    const [found, comparison] = await under(rule);
    expect(scoreOfA(found)).toBeCloseTo(score, 12);
    expect(found).toMatchObject({ n: 4, auc, patientRule: statement('scoreOfPatient', { rule }) });
    expect(comparison.sources[1]?.auc).toBe(auc);
    expect(comparison.patientRule).toEqual(statement('scoreOfPatient', { rule }));
    expect((await evaluate('S', imported)).patientRule).toEqual(statement('oneScoreOfPatient'));
  });
});

describe('the positive class', () => {
  it('can be the one that low scores predict: the calls stay, and sensitivity and specificity change places', async () => {
    const [high, low] = [
      await evaluate('S', imported, 0.4),
      await evaluations.evaluate(contexts['S']!, 'S', {
        sourceId: imported,
        set: 'EXTERNAL',
        threshold: 0.4,
        positive: 'CR/PR',
      }),
    ];
    expect([low.positiveClass, low.negativeClass, low.auc]).toEqual(['CR/PR', 'SD/PD', high.auc]);
    expect([low.aucLower, low.aucUpper]).toEqual([high.aucLower, high.aucUpper]);
    // By hand at 0.4: of CR/PR d (0.2) is found and c (0.5) is not; a (0.7) is excluded rightly, b (0.3) is not.
    expect(low.confusion).toMatchObject({ truePositive: 1, falseNegative: 1, falsePositive: 1, trueNegative: 1 });
    expect(low.sensitivity.map((value, i) => [1 - low.specificity[i]!, value])).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 0.5],
      [0.5, 1],
      [1, 1],
    ]);
    expect(low.direction).toEqual(statement('lowScorePredicts', { positive: 'CR/PR' }));
    await expect(
      evaluations.evaluate(contexts['S']!, 'S', { sourceId: imported, set: 'EXTERNAL', positive: 'CR' }),
    ).rejects.toMatchObject({ extensions: { issues: [{ field: 'positive' }] } });
  });
});
