import iconv from 'iconv-lite';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyAnswers, SubjectStore } from '../../columns/index.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemoCourses, loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { SurvivalService } from '../analyses/survival/survival.service.ts';
import { addMembership, declareStudy, studyDeclaration } from '../studies/declare-study.ts';
import { operatorOf, readAccess } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { readImportMap } from './import-map.ts';
import { ImportService } from './import.service.ts';

const repository = join(import.meta.dirname, '../../../../..');
const demo = (name: string) => readFileSync(join(repository, 'data/demo-cohort', name), 'utf8');

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let imports: ImportService;
let db: StudyDb;
let operator: Asker;

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  db = new StudyDb(pool);
  imports = new ImportService(db);
  operator = (await operatorOf(pool, 'HAIC-DEMO', 'test'))!;
});

afterAll(async () => {
  await pool?.destroy();
  await database?.close();
});

const run = (
  file: string | Buffer,
  { map = null as string | null, dryRun = false, asker = operator, study = 'HAIC-DEMO' } = {},
) =>
  imports.run(asker, {
    study,
    fileName: 'test.csv',
    file: () => Readable.from([Buffer.from(file)]),
    map: map === null ? null : readImportMap(map),
    dryRun,
  });

const patients = () =>
  db
    .read(operator, (tx) => tx.rows<{ n: number }>('select count(*)::int as n from portal.patient'))
    .then(([row]) => row!.n);

const demographics = (...rows: string[]) => ['patient_code,centre,age_years,sex', ...rows].join('\n');

describe('the demonstration, loaded by import', () => {
  beforeAll(async () => {
    expect(await loadDemoCourses(database)).toEqual(['cycles', 'courses', 'labs', 'later', 'eligibility', 'screening']);
  });

  it('gives the times, events and responses that its source lists and the mapping leaves out', async () => {
    const listed = parse(demo('patients.csv'), { columns: true }) as Record<string, string>[];
    const derived = await db.read(operator, (tx) =>
      tx.rows<Record<string, unknown>>('select * from portal.subject where recipe_id = 1 order by code'),
    );
    expect(derived.length).toBe(378);
    const wrong = listed.filter((row, i) => {
      const { code, os_days, os_event, pfs_days, pfs_event, best_response } = derived[i]!;
      return !(
        code === row['patient_id'] &&
        os_days === Number(row['os_days']) &&
        os_event === (row['death'] === '1') &&
        pfs_days === Number(row['pfs_days']) &&
        pfs_event === (row['pfs_event'] === '1') &&
        best_response === row['best_response_mrecist']
      );
    });
    expect(wrong).toEqual([]);
  });

  it('has cycles, courses, results and later treatments that agree with everything else on record', async () => {
    const [counts] = await db.read(operator, (tx) =>
      tx.rows<Record<string, number>>(
        `select (select count(*)::int from portal.haic_cycle) as cycles,
           (select count(*)::int from portal.contradiction) as contradictions,
           (select count(*)::int from portal.treatment_difference) as differences,
           (select count(*)::int from portal.treatment_given g
              join portal.treatment t using (centre_id, patient_id) where g.arm is distinct from t.arm) as "otherArms",
           (select count(*)::int from portal.haic_cycle h join portal.subject s on s.id = h.patient_id and s.recipe_id = 1
              where s.pfs_event and h.given_on > s.started_on + s.pfs_days) as "afterProgression",
           (select count(*)::int from portal.later_treatment l join portal.subject s on s.id = l.patient_id and s.recipe_id = 1
              where l.therapy_on::date <= s.started_on + s.pfs_days or not s.pfs_event) as "beforeProgression"`,
      ),
    );
    expect(counts).toEqual({
      cycles: demo('cycles.csv').trim().split('\n').length - 1,
      contradictions: 0,
      differences: 0,
      otherArms: 0,
      afterProgression: 0,
      beforeProgression: 0,
    });
  });

  it('has nobody who is not eligible, and judges all but those whose answers are still to come', async () => {
    const answered = demo('eligibility.csv').trim().split('\n').length - 1;
    const states = await db.read(operator, (tx) =>
      tx.rows('select eligibility, count(*)::int as n from portal.subject where recipe_id = 1 group by 1 order by 1'),
    );
    expect(states).toEqual([
      { eligibility: 'eligible', n: answered },
      { eligibility: 'unknown', n: 378 - answered },
    ]);
  });

  it('has a screening log of everybody enrolled, and of others with a criterion or another reason', async () => {
    const counts = await db.read(operator, (tx) =>
      tx.rows(
        `select g.outcome, count(*)::int as n, count(*) filter (where g.screened_on <= d.enrolled_on)::int as "beforeEnrolment"
         from portal.screening g left join portal.demographics d on d.patient_id = g.patient_id group by 1 order by 1`,
      ),
    );
    // 31 + 14 + 5 + 7 + 12 + 6 + 9 + 4 + 5 by the criteria, as the script lists them.
    expect(counts).toEqual([
      { outcome: 'declined', n: 5, beforeEnrolment: 0 },
      { outcome: 'enrolled', n: 378, beforeEnrolment: 378 },
      { outcome: 'notEligible', n: 93, beforeEnrolment: 0 },
      { outcome: 'other', n: 3, beforeEnrolment: 0 },
    ]);
    // A second load finds the log.
    expect(await loadDemoCourses(database)).toEqual([]);
  });

  it('has no file of courses that its script would write otherwise', () => {
    const folder = mkdtempSync(join(tmpdir(), 'courses-'));
    execFileSync(process.execPath, [join(repository, 'data/demo-cohort/make-courses.mjs'), '2', folder]);
    for (const name of ['cycles.csv', 'courses.csv', 'labs.csv', 'later.csv', 'eligibility.csv', 'screening.csv']) {
      expect(readFileSync(join(folder, name), 'utf8') === demo(name), name).toBe(true);
    }
    rmSync(folder, { recursive: true });
  });

  it('changes nothing when it is imported again', async () => {
    const report = await run(demo('patients.csv'), { map: demo('patients.map.json') });
    expect(report).toMatchObject({ committed: true, rows: { read: 378, new: 0, changed: 0, same: 378, refused: 0 } });
  });
});

describe('an import', () => {
  it('reports in a dry run what it would do, and keeps nothing', async () => {
    const before = await patients();
    const report = await run(demographics('T-1,NFH,60,male'), { dryRun: true });
    expect(report).toMatchObject({ dryRun: true, committed: false, rows: { new: 1 } });
    expect(await patients()).toBe(before);
  });

  it('adds records, then corrects those that differ, then finds all unchanged', async () => {
    expect((await run(demographics('T-2,NFH,60,male'))).rows.new).toBe(1);
    expect((await run(demographics('T-2,NFH,61,male'))).rows.changed).toBe(1);
    expect((await run(demographics('T-2,NFH,61,male'))).rows.same).toBe(1);
    const trail = await db.read(operator, (tx) =>
      tx.rows<{ changes: object; reason: string }>(
        `select a.changes, a.reason from portal.audit_entry a join portal.patient p on p.id = a.patient_id
         where p.code = 'T-2' and a.action = 'correct'`,
      ),
    );
    expect(trail).toEqual([{ changes: { age_years: [60, 61] }, reason: 'import of test.csv' }]);
  });

  it('names every refused cell by row, column, value and rule, and stores nothing', async () => {
    const before = await patients();
    const report = await run(
      [
        'patient_code,centre,enrolled_on,age_years,sex',
        'T-3,NFH,2021-02-03,60,male',
        'T-4,NFH,2023-02-29,60,male',
        'T-5,NFH,2021-02-03,sixty,male',
        'T-6,NFH,2021-02-03,160,Mann',
        'T-7,XYZ,2021-02-03,60,male',
        'T-3,NFH,2021-02-03,60,male',
        'T 8,NFH,2021-02-03,60,male',
        'T-9,NFH,2021-02-03,60',
      ].join('\n'),
    );
    expect(report.committed).toBe(false);
    expect(report.rows).toMatchObject({ read: 8, refused: 7 });
    expect(
      report.problems
        .map(({ row, column, value, rule }) => [row, column, value, rule])
        .toSorted((a, b) => Number(a[0]) - Number(b[0])),
    ).toEqual([
      [3, 'enrolled_on', '2023-02-29', 'notADate'],
      [4, 'age_years', 'sixty', 'wrongType'],
      [5, 'age_years', '160', 'outOfRange'],
      [5, 'sex', 'Mann', 'notInList'],
      [6, 'centre', 'XYZ', 'notInList'],
      [7, 'patient_code', 'T-3', 'duplicate'],
      [8, 'patient_code', 'T 8', 'patientCode'],
      [9, '', '4', 'cellCount'],
    ]);
    expect(await patients()).toBe(before);
  });

  it('refuses an arm that the study does not have', async () => {
    const report = await run('patient_code,centre,arm\nSYN-0001,NFH,TACE');
    expect(report.problems).toMatchObject([
      { row: 2, column: 'arm', value: 'TACE', rule: 'notInList', expected: { en: 'one of HAIC, HTI' } },
    ]);
  });

  it('refuses rows of a centre for which the asker may not write', async () => {
    await addMembership(database.ownerUrl, { userId: 'nfh', study: 'HAIC-DEMO', role: 'staff', centre: 'NFH' });
    const nfh: Asker = { userId: 'nfh', name: 'nfh', email: '', studies: await readAccess(pool, 'nfh') };
    const report = await run(demographics('T-10,FAHSYU,60,male'), { asker: nfh });
    expect(report.problems).toMatchObject([{ row: 2, rule: 'centreNotYours' }]);
    expect((await run(demographics('T-10,NFH,60,male'), { asker: nfh, dryRun: true })).rows.new).toBe(1);
  });

  it.each([
    ['unknown columns', 'patient_code,centre,age_years,sex,height\nT,NFH,60,male,170', /unknown column "height"/],
    ['missing columns', 'centre,age_years\nNFH,60', /lacks the column patient_code/],
    ['repeated columns', 'patient_code,centre,age_years,age_years\nT,NFH,60,61', /"age_years" more than once/],
    ['no form at all', 'patient_code,centre,height\nT,NFH,170', /no column of the file is a column of a form/],
    ['nothing', '', /empty/],
    ['an open quote', 'patient_code,centre,age_years,sex\n"T,NFH,60,male', /not well-formed CSV/],
    ['an Excel file', Buffer.from('PK\u0003\u0004rest of a zip', 'latin1'), /Excel or zip/],
    ['a PDF', '%PDF-1.7 …', /PDF/],
    ['binary data', Buffer.from([1, 0, 2, 0, 3]), /binary/],
  ])('refuses %s in one sentence', async (_, file, message) => {
    await expect(run(file)).rejects.toThrow(message);
  });

  it.each([
    ['{', /not a JSON/],
    ['{"patient":{}}', /wrong at patient/],
    [
      '{"patient":{"code":{"column":"a"},"centre":{"column":"b"}},"records":[{"form":"labs","fields":{}}]}',
      /names no form/,
    ],
    [
      '{"patient":{"code":{"column":"a"},"centre":{"column":"b"}},"records":[{"form":"baseline","fields":{"afp":{"column":"c"}}}]}',
      /no field afp/,
    ],
  ])('refuses the mapping %s', (map, message) => expect(() => readImportMap(map)).toThrow(message));

  it.each(['gb18030', 'utf-16le', 'utf-16be', 'utf8'])('reads %s', async (encoding) => {
    const text = ['patient_code,centre,term,grade', 'SYN-0002,FAHSYU,肝功能异常,2'].join('\r\n');
    const file = iconv.encode(text, encoding, { addBOM: encoding !== 'gb18030' });
    await run(file);
    const [row] = await db.read(operator, (tx) =>
      tx.rows<{ n: number }>(`select count(*)::int as n from portal.adverse_event where term = '肝功能异常'`),
    );
    expect(row!.n).toBe(1);
  });

  it('reads adverse events by the names of CTCAE, and refuses a grade that the term does not have', async () => {
    const file = (grade: string) =>
      ['patient_code,centre,term,grade,started_on', `SYN-0002,FAHSYU,恶心,${grade},2021-01-05`].join('\n');
    const { problems } = await run(file('4'), { dryRun: true });
    expect(problems).toMatchObject([
      { row: 2, column: 'grade', expected: { en: 'one of 1, 2, 3: the grades that CTCAE gives Nausea' } },
    ]);
    await run(file('2'));
    const rows = await db.read(operator, (tx) =>
      tx.rows(`select grade from portal.adverse_event where term = 'Nausea' and started_on = '2021-01-05'`),
    );
    expect(rows).toEqual([{ grade: '2' }]);
  });

  it('moves the derived responses when a visit is corrected', async () => {
    const code = 'T-11';
    const visits = (last: number) =>
      [
        'patient_code,centre,assessed_day,visit_number,sum_viable_diameter_mm,new_lesion',
        `${code},NFH,0,0,100,0`,
        `${code},NFH,60,1,60,0`,
        `${code},NFH,120,2,${last},0`,
      ].join('\n');
    const responses = () =>
      db.read(operator, (tx) =>
        tx.rows<{ r: string | null }>(
          `select a.derived_response as r from portal.tumour_assessment a join portal.patient p on p.id = a.patient_id
           where p.code = $1 order by a.visit_number`,
          [code],
        ),
      );
    await run(visits(71));
    expect((await responses()).map(({ r }) => r)).toEqual([null, 'PR', 'SD']);
    // 72 is exactly 20 % above the nadir of 60: progression.
    await run(visits(72));
    expect((await responses()).map(({ r }) => r)).toEqual([null, 'PR', 'PD']);
  });
});

const real = join(repository, '../shared/data/hepatocellular.csv');
const golden = join(repository, '../shared/goldens/hepatocellular.json');

describe('an import of the published data', () => {
  it.skipIf(!existsSync(real) || !existsSync(golden))(
    'gives the curves and the log-rank test that R gives',
    async () => {
      const folder = join(repository, 'data/hepatocellular');
      await declareStudy(
        database.ownerUrl,
        studyDeclaration.parse(JSON.parse(readFileSync(join(folder, 'study.json'), 'utf8'))),
      );
      const asker = (await operatorOf(pool, 'HCC-227', 'test'))!;
      const report = await run(readFileSync(real), {
        map: readFileSync(join(folder, 'map.json'), 'utf8'),
        asker,
        study: 'HCC-227',
      });
      expect(report).toMatchObject({ committed: true, rows: { read: 227, new: 227 } });
      const found = await new SurvivalService(
        new SubjectStore(db),
        new StudyService(db),
        new StudyAnswers(db, new SubjectStore(db)),
      ).analyse(
        { asker, requestId: '' },
        { study: 'HCC-227', endpoint: 'OS', groupBy: 'sourceStageGroup', cohort: null, confType: 'log' },
      );
      interface Call {
        fn: string;
        args: Record<string, unknown>;
        expect: { chisq: number; p: number; groups: Record<string, number[]>[] };
      }
      const { calls } = JSON.parse(readFileSync(golden, 'utf8')) as { calls: Call[] };
      const km = calls.find(({ fn, args }) => fn === 'km' && args['time'] === 'OS' && args['group'] === 'BCLC')!.expect;
      const test = calls.find(({ fn, args }) => fn === 'logrank' && args['time'] === 'OS')!.expect;
      expect(found.n).toBe(227);
      km.groups.forEach((group, i) => {
        const { label, curve } = found.curves[i]!;
        expect(label).toBe(String(group['group']));
        expect(curve.days).toEqual(group['time']!.map((months) => months * 30));
        expect(curve.atRisk).toEqual(group['nRisk']);
        expect(curve.nEvent).toEqual(group['nEvent']);
        curve.survival.forEach((s, j) => expect(s).toBeCloseTo(group['surv']![j]!, 10));
        curve.lower.forEach((s, j) => s !== null && expect(s).toBeCloseTo(group['lower']![j]!, 10));
      });
      expect(found.logRank!.chiSquare).toBeCloseTo(test.chisq, 8);
      expect(found.logRank!.pValue! / test.p).toBeCloseTo(1, 8);
    },
  );
});
