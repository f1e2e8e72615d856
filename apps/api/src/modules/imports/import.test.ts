import iconv from 'iconv-lite';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyAnswers, SubjectStore } from '../../columns/index.ts';
import { StudyDb } from '../../db/study-db.ts';
import { fileAt, fileOf } from '../../tables/index.ts';
import { loadDemoCourses, loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { SurvivalService } from '../analyses/survival/survival.service.ts';
import { addMembership, declareStudy, studyDeclaration } from '../studies/declare-study.ts';
import { operatorOf, readAccess } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { readImportMap } from './import-map.ts';
import { ImportLookService } from './import-look.service.ts';
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
    file: fileOf('test.csv', file),
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
    ['an Excel file', Buffer.from('PK\u0003\u0004rest of a zip', 'latin1'), /the file is cut off/],
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

it('makes a record of each visit of a row that has something of it', async () => {
  const visit = (n: number) => ({
    form: 'tumourAssessment',
    unless: { column: [`date${n}`, `size${n}`], in: [''] },
    fields: {
      visitNumber: { constant: n },
      assessedOn: { column: `date${n}` },
      sumViableDiameterMm: { column: `size${n}` },
    },
  });
  const map = JSON.stringify({
    patient: { code: { column: 'id' }, centre: { constant: 'NFH' } },
    records: [visit(1), visit(2), visit(3)],
  });
  const rows = ['id,date1,size1,date2,size2,date3,size3', 'WIDE-1,2024-01-05,45,2024-04-05,,,', 'WIDE-2,,,2024-04-06,30,2024-07-06,12']; // prettier-ignore
  expect(await run(rows.join('\n'), { map })).toMatchObject({
    committed: true,
    forms: [{ form: 'tumourAssessment', new: 4, changed: 0, same: 0 }],
  });
});

it('writes an export of REDCap with its dictionary, ids as they are and one record for each visit', async () => {
  const folder = join(repository, 'apps/api/src/tables/reference/files/redcap');
  const file = await Promise.all(['dictionary.csv', 'raw.csv'].map((name) => fileAt(join(folder, name))));
  const looked = await new ImportLookService(db).look(operator, { study: 'HAIC-DEMO', file, encoding: null });
  const [once, visits] = looked.tables;
  const { patient } = once!.map;
  expect(patient).toEqual({
    code: { column: 'record_id' },
    centre: { column: 'redcap_data_access_group', values: { nfh: 'NFH', fahsyu: 'FAHSYU' } },
  });
  const fields = Object.assign({}, ...once!.map.records.map((record) => record.fields)) as Record<string, unknown>;
  expect(fields).toMatchObject({
    ageYears: { column: 'age' },
    sex: { column: 'sex', values: { '1': 'male', '2': 'female' } },
    afpNgMl: { column: 'afp' },
    cirrhosis: { column: 'cirrhosis' },
  });
  const visitFields = {
    visitNumber: { column: 'redcap_repeat_instance' },
    assessedOn: { column: 'visit_date' },
    sumViableDiameterMm: { column: 'size' },
  };
  const map = {
    tables: {
      [once!.name]: once!.map,
      visit: {
        patient,
        records: [{ form: 'tumourAssessment', fields: visitFields }],
        ignore: ['note', 'visit_complete'],
      },
    },
  };
  expect(visits!.name).toBe('visit');
  const report = await imports.run(operator, { study: 'HAIC-DEMO', file, map: readImportMap(JSON.stringify(map)), dryRun: false }); // prettier-ignore
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ committed: true, format: 'redcap', tables: ['enrolment+treatment', 'visit'] });
  const stored = await db.read(operator, (tx) =>
    tx.rows<{ code: string; afp: string; sizes: string }>(
      `select p.code, b.afp_ng_ml::text as afp, (select string_agg(t.sum_viable_diameter_mm::text, ' ' order by t.visit_number)
         from portal.tumour_assessment t where t.patient_id = p.id) as sizes
       from portal.patient p join portal.baseline b on b.patient_id = p.id where p.code in ('0012', '1E2') order by 1`,
    ),
  );
  expect(stored).toEqual([
    { code: '0012', afp: '1200.5', sizes: '45 38.5' },
    { code: '1E2', afp: '12', sizes: null },
  ]);
});

describe('a dry run over new patients', () => {
  const about = (report: Awaited<ReturnType<typeof run>>) => {
    const { rows, forms, problems, problemsTotal, warnings, warningsTotal, changes, leftAsStored, notAvailable } =
      report;
    return { rows, forms, problems, problemsTotal, warnings, warningsTotal, changes, leftAsStored, notAvailable };
  };
  const map = JSON.stringify({
    patient: { code: { column: 'code' }, centre: { column: 'centre' } },
    records: [
      { form: 'baseline', fields: { afpNgMl: { column: 'afp' } } },
      { form: 'treatment', unless: { column: 'arm', in: [''] }, fields: { arm: { column: 'arm' }, startedOn: { column: 'start' } } },
      { form: 'haicCycle', unless: { column: 'cycle', in: [''] }, fields: { cycleNumber: { constant: 1 }, givenOn: { column: 'cycle' } } },
      { form: 'followUp', fields: { contactOn: { column: 'seen' }, vitalStatus: { column: 'status' } } },
    ],
  }); // prettier-ignore
  const file = [
    'code,centre,afp,arm,start,cycle,seen,status',
    ...Array.from(
      { length: 1200 },
      (_, i) => `DRY-${i},${i % 2 ? 'NFH' : 'FAHSYU'},${i},HAIC,2022-01-01,,2022-05-01,alive`,
    ),
    // Treated after death; dead twice; sound.
    'DRY-X1,NFH,1,HAIC,2022-01-01,2022-06-01,2022-05-01,dead',
    'DRY-X2,NFH,1,,,,2022-05-01,dead',
    'DRY-X2,NFH,,,,,2022-07-01,dead',
    'DRY-X3,NFH,1,HAIC,2022-01-01,2022-02-01,2022-05-01,dead',
    'SYN-0001,NFH,NA,,,,2022-05-01,alive',
  ].join('\n');

  it('reports what the import then does, contradictions of new patients among it', async () => {
    const before = await patients();
    const trial = await run(file, { map, dryRun: true });
    expect([trial.warningsTotal > 0, await patients()]).toEqual([true, before]);
    const real = await run(file, { map });
    expect(about(trial)).toEqual(about(real));
  });

  it.each([
    ['a centre that is not there', 'DRY-Z,NONE,1,HAIC,2022-01-01,,2022-05-01,alive'],
    ['a value out of range', 'DRY-Z,NFH,-1,HAIC,2022-01-01,,2022-05-01,alive'],
    [
      'the same patient twice',
      'DRY-0,FAHSYU,1,HAIC,2022-01-01,,2022-05-02,alive\nDRY-0,FAHSYU,1,HAIC,2022-01-01,,2022-05-02,alive',
    ],
  ])('refuses %s as the import does', async (_, row) => {
    const bad = `${file.replaceAll('DRY-', 'BAD-')}\n${row}`;
    const trial = await run(bad, { map, dryRun: true });
    expect(trial.problemsTotal).toBeGreaterThan(0);
    expect(about(trial)).toEqual(about(await run(bad, { map })));
  });
});
