import { ctcaeTerms, forms, gradesOf, laterTreatmentForm, organClassOf } from '@haim/schema';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClient } from '../../db/connections.ts';
import { openCountedLine } from '../../db/counted-line.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { CtcaeService } from '../ctcae/index.ts';
import { importCtcae } from '../ctcae/import-ctcae.ts';
import { ctcaeRows, type TermRow, workbookOf } from '../ctcae/workbook.fixture.ts';
import { StudyService } from '../studies/study.service.ts';
import { recordsOf } from './record.query.ts';
import { RecordService, type SaveRecord } from './record.service.ts';
import { openStudyOfRecords } from './study-of-records.fixture.ts';
import { StagingService } from './staging.service.ts';
import { TreatmentGivenService } from './treatment-given.service.ts';

let study: Awaited<ReturnType<typeof openStudyOfRecords>>;
let line: Awaited<ReturnType<typeof openCountedLine>>;
let pool: DataSource;
let service: RecordService;

beforeAll(async () => {
  study = await openStudyOfRecords('TRIPS');
  line = await openCountedLine(study.database.appUrl);
  pool = openDataSource(line.url, 1);
  await pool.initialize();
  service = new RecordService(new StudyDb(pool));
});
afterAll(async () => {
  await pool?.destroy();
  line?.close();
  await study?.close();
});

type Given = Pick<SaveRecord, 'patientId' | 'values'> & Partial<SaveRecord>;

const save = (name: string, given: Given) =>
  service.save(
    study.ctx(),
    forms.find((form) => form.name === name)!,
    { id: null, version: null, reason: null, ...given },
  );

describe('saving a record', () => {
  it('is stored once where it is sent again by its key, also at the same time, for no further trip', async () => {
    const { id: patientId } = await study.aPatient();
    const stored = async () => {
      const form = forms.find(({ name }) => name === 'adverseEvent')!;
      return (await study.db.read(study.operator, (tx) => recordsOf(tx, form, patientId))).length;
    };
    const given = { patientId, values: { term: 'Fatigue', grade: '1' }, saveKey: randomUUID() };
    line.startCounting();
    const { id } = await save('adverseEvent', given);
    expect(line.packets()).toBe(3);
    expect(await save('adverseEvent', given)).toMatchObject({ id, version: 1 });
    const elsewhere = new RecordService(study.db);
    const form = forms.find(({ name }) => name === 'adverseEvent')!;
    const twice = { ...given, id: null, version: null, reason: null, saveKey: randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => elsewhere.save(study.ctx(), form, twice)));
    expect(new Set(answers.map((one) => one.id)).size).toBe(1);
    expect(await stored()).toBe(2);
    // A correction that was answered and lost is not a conflict with itself; a refused one keeps no key.
    const read = { ...given, id, version: 1, reason: 'read again', saveKey: randomUUID() };
    expect(await save('adverseEvent', { ...read, values: { term: 'Fatigue', grade: '2' } })).toMatchObject({
      version: 2,
    });
    expect(await save('adverseEvent', { ...read, values: { term: 'Fatigue', grade: '2' } })).toMatchObject({
      version: 2,
    });
    const stale = { ...read, saveKey: randomUUID() };
    const conflict = { extensions: { code: 'CONFLICT' } };
    await expect(save('adverseEvent', stale)).rejects.toMatchObject(conflict);
    await expect(save('adverseEvent', stale)).rejects.toMatchObject(conflict);
    await expect(save('adverseEvent', { ...given, saveKey: 'none' })).rejects.toThrow('saveKey must be a UUID');
  });

  it('takes three trips to the database: to the patient, to write, to commit', async () => {
    const { id: patientId } = await study.aPatient();
    const values = { term: 'Fatigue', grade: '1', startedOn: '2022-02-01' };
    await save('adverseEvent', { patientId, values });
    line.startCounting();
    const added = await save('adverseEvent', { patientId, values: { ...values, startedOn: '2022-03-01' } });
    expect(line.packets()).toBe(3);
    expect(added).toMatchObject({ patientId, version: 1, term: 'Fatigue', grade: '1', startedOn: '2022-03-01' });
    const read = {
      patientId,
      id: added.id,
      version: 1,
      reason: 'read again',
      values: { ...values, grade: '3', startedOn: null },
    };
    line.startCounting();
    const corrected = await save('adverseEvent', read);
    expect(line.packets()).toBe(3);
    expect(corrected).toMatchObject({ id: added.id, version: 2, grade: '3', startedOn: null, serious: null });
    await expect(save('adverseEvent', read)).rejects.toMatchObject({
      extensions: { code: 'CONFLICT', current: { id: added.id, version: 2, values: { grade: '3' } } },
    });
  });

  it('stores the name that CTCAE gives an event, and refuses a grade that the term does not have', async () => {
    const { id: patientId } = await study.aPatient();
    const event = (values: Record<string, string>) => save('adverseEvent', { patientId, values });
    expect(await event({ term: ' 发热', grade: '2', ctcaeVersion: '5.0' })).toMatchObject({
      term: 'Fever',
      grade: '2',
    });
    expect(await event({ term: 'Felt odd', grade: '5' })).toMatchObject({ term: 'Felt odd', grade: '5' });
    await expect(event({ term: 'nausea', grade: '4' })).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
      message: expect.stringContaining('one of 1, 2, 3: the grades that CTCAE gives Nausea') as string,
    });
  });

  it('computes the standard value of a laboratory result, and refuses a unit that does not fit its test', async () => {
    const { id: patientId } = await study.aPatient();
    const values = { test: 'BILI', takenOn: '2022-02-01', value: 2, unit: 'mg/dL' };
    // 1 mg/dL of bilirubin is 17.1 umol/L.
    const stored = await save('labResult', { patientId, values });
    expect(stored).toMatchObject({ value: 2, unit: 'mg/dL', standardUnit: 'umol/L' });
    expect((stored as unknown as { standardValue: number }).standardValue).toBeCloseTo(34.2, 9);
    await expect(save('labResult', { patientId, values: { ...values, unit: 'g/L' } })).rejects.toThrow(
      /one of umol\/L, mg\/dL: the units of Total bilirubin/,
    );
  });

  it('names where the treatment record differs from the cycles and courses on record', async () => {
    const { id: patientId } = await study.aPatient();
    const given = new TreatmentGivenService(study.db, new StudyService(study.db));
    const differences = async () => {
      const { compared, patients, rows } = await given.differences(study.ctx(), 'TRIPS', patientId);
      return { compared, patients, rows: rows.map(({ field, recorded, given }) => [field, recorded, given]) };
    };
    expect(await differences()).toEqual({ compared: 0, patients: 0, rows: [] });
    const [treatment] = await study.db.read(study.operator, ({ rows }) =>
      rows<{ id: string; version: number; arm: string | null; startedOn: string }>(
        `select id, version, arm, started_on::text as "startedOn" from portal.treatment where patient_id = $1`,
        [patientId],
      ),
    );
    const first = treatment!.startedOn;
    const values = { arm: 'HTI', startedOn: first, haicCycles: 2, tkiStartedOn: '2022-02-20' };
    await save('treatment', { patientId, id: treatment!.id, version: treatment!.version, reason: 'known now', values });
    await save('haicCycle', { patientId, values: { cycleNumber: 1, givenOn: first } });
    await save('haicCycle', { patientId, values: { cycleNumber: 2, givenOn: '2022-02-14' } });
    // Two cycles from the first day on, as recorded; HTI is HAIC with a TKI or ICI, and none is on record.
    expect(await differences()).toEqual({ compared: 1, patients: 1, rows: [['arm', 'HTI', 'HAIC']] });
    const course = { drugClass: 'tki', drug: 'lenvatinib', courseStartedOn: '2022-02-18' };
    await save('systemicCourse', { patientId, values: course });
    await save('haicCycle', { patientId, values: { cycleNumber: 3, givenOn: '2022-03-07' } });
    expect(await differences()).toEqual({
      compared: 1,
      patients: 1,
      rows: [
        ['haicCycles', '2', '3'],
        ['tkiStartedOn', '2022-02-20', '2022-02-18'],
      ],
    });
  });

  it('tells a recorded first TKI from a course of a month only where it was in none of its days', async () => {
    const { id: patientId } = await study.aPatient();
    const given = new TreatmentGivenService(study.db, new StudyService(study.db));
    const firstTki = async () => {
      const { rows } = await given.differences(study.ctx(), 'TRIPS', patientId);
      return rows.filter(({ field }) => field === 'tkiStartedOn').map((row) => [row.recorded, row.given]);
    };
    const [treatment] = await study.db.read(study.operator, ({ rows }) =>
      rows<{ id: string }>('select id from portal.treatment where patient_id = $1', [patientId]),
    );
    const ofTreatment = (version: number, tkiStartedOn: string) =>
      save('treatment', { patientId, id: treatment!.id, version, reason: 'known now', values: { tkiStartedOn } });
    await ofTreatment(1, '2022-02-20');
    const course = { drugClass: 'tki', drug: 'lenvatinib' };
    await save('systemicCourse', { patientId, values: { ...course, courseStartedOn: '2022-02' } });
    await save('systemicCourse', { patientId, values: { ...course, courseStartedOn: '2022-05-01' } });
    expect(await firstTki()).toEqual([]);
    await ofTreatment(2, '2022-03-01');
    expect(await firstTki()).toEqual([['2022-03-01', '2022-02']]);
  });

  it('keeps a date as far as it is known, in the record, its history and its order', async () => {
    const { id: patientId } = await study.aPatient();
    const rowsOf = <T>(sql: string) => study.db.read(study.operator, ({ rows }) => rows<T>(sql, [patientId]));
    const event = { term: 'Fever', grade: '1' };
    const { id } = await save('adverseEvent', {
      patientId,
      values: { ...event, startedOn: '2022', resolvedOn: '2022-05' },
    });
    const values = { ...event, startedOn: '2022-04-30' };
    await save('adverseEvent', { patientId, id, version: 1, reason: 'read again', values });
    const dates = 'started_on, resolved_on, started_day::text, resolved_day';
    expect(await rowsOf(`select ${dates} from portal.adverse_event where patient_id = $1`)).toEqual([
      { started_on: '2022-04-30', resolved_on: null, started_day: '2022-04-30', resolved_day: null },
    ]);
    const trail = await rowsOf<{ changes: object }>(
      `select changes from portal.audit_entry where patient_id = $1 and form = 'adverse_event' order by id`,
    );
    expect(trail[0]!.changes).toMatchObject({ started_on: [null, '2022'], resolved_on: [null, '2022-05'] });
    expect(trail[1]!.changes).toEqual({ started_on: ['2022', '2022-04-30'], resolved_on: ['2022-05', null] });
    for (const therapyOn of ['2023-05', '2023', '2023-04-30', '2023'])
      await save('laterTreatment', { patientId, values: { therapy: 'tace', therapyOn } });
    const later = await study.db.read(study.operator, (tx) => recordsOf(tx, laterTreatmentForm, patientId));
    const order = ['2023', '2023', '2023-04-30', '2023-05'];
    expect((later as unknown as { therapyOn: string }[]).map(({ therapyOn }) => therapyOn)).toEqual(order);
    const wrong = save('laterTreatment', { patientId, values: { therapy: 'tace', therapyOn: '2023-02-30' } });
    await expect(wrong).rejects.toThrow(/YYYY-MM or YYYY/);
  });

  it('takes terms of CTCAE that are imported while it runs, with their grades', async () => {
    const { id: patientId, code } = await study.aPatient();
    const event = (grade: string) => save('adverseEvent', { patientId, values: { term: 'hypoxia', grade } });
    const known = ctcaeTerms.map((term): TermRow => {
      const texts = ['1', '2', '3', '4', '5'].map((grade) =>
        gradesOf(term).some((one) => one.grade === grade) ? 'x' : '',
      );
      return [organClassOf(term).en, term.name.en, texts, 'A disorder.'];
    });
    const file = join(study.database.home, 'ctcae.xlsx');
    const respiratory = 'Respiratory, thoracic and mediastinal disorders';
    const rows = ctcaeRows([...known, [respiratory, 'Hypoxia', ['', 'a', 'b', 'c', 'd'], 'Too little oxygen.']]);
    writeFileSync(file, workbookOf({ 'CTCAE v5.0': rows }));
    const owner = newClient({ connectionString: study.database.ownerUrl });
    await owner.connect();
    const whole = { terms: known.length + 1, changed: 0, removed: 0 };
    expect(await importCtcae(owner, file)).toEqual({ ...whole, added: known.length + 1 });
    expect(await importCtcae(owner, file)).toEqual({ ...whole, added: 0 });
    const { rows: events } = await owner.query(
      `select user_name, details from portal.audit_entry where action = 'ctcaeImported'`,
    );
    await owner.end();
    expect(events).toEqual([
      { user_name: 'portal ctcae import', details: { file: 'ctcae.xlsx', ...whole, added: known.length + 1 } },
    ]);
    expect(await new CtcaeService(study.db).terms(study.ctx())).toContainEqual({
      ...{ name: 'Hypoxia', organClass: 'respiratory', grades: [null, 'a', 'b', 'c', 'd'] },
      ...{ definition: 'Too little oxygen.', note: null },
    });
    await expect(event('1')).rejects.toThrow(/one of 2, 3, 4, 5: the grades that CTCAE gives Hypoxia/);
    const saved = (await event('2')) as unknown as { term: string };
    expect(saved.term).toBe('Hypoxia');
    const imported = await study.run('term,grade,started_on', [`${code},C1,HYPOXIA,1,2022-03-01`]);
    expect(imported.problems).toMatchObject([{ column: 'grade', rule: 'notInList' }]);
    await expect(
      pool.query(`insert into portal.ctcae_term (name, organ_class, grades, imported_by) values ('x', 'x', '{}', 'x')`),
    ).rejects.toThrow(/permission denied/);
  });

  it('reads a date as far as a file states it, and the same file again as the same', async () => {
    const { code } = await study.aPatient();
    const file = () => study.run('term,grade,started_on', [`${code},C1,Fever,1,2023年5月`]);
    expect(await file()).toMatchObject({ committed: true, problems: [], rows: { new: 1 } });
    expect(await file()).toMatchObject({ committed: true, rows: { same: 1 } });
    const unread = await study.run('term,grade,started_on', [`${code},C1,Fever,1,May 2023`]);
    expect(unread.problems).toMatchObject([{ column: 'started_on', rule: 'notADate' }]);
  });

  it('names where the entered class and stage cannot follow from what is recorded', async () => {
    const { id: patientId } = await study.aPatient();
    const staging = new StagingService(study.db, new StudyService(study.db));
    const differences = async (of: string | null = patientId) => {
      const { compared, patients, rows } = await staging.differences(study.ctx(), 'TRIPS', of);
      return { compared, patients, rows: rows.map(({ field, entered, derived }) => [field, entered, ...derived]) };
    };
    expect(await differences()).toEqual({ compared: 0, patients: 0, rows: [] });
    const [first] = await study.db.read(study.operator, ({ rows }) =>
      rows<{ on: string }>(`select started_on::text as "on" from portal.treatment where patient_id = $1`, [patientId]),
    );
    const values = {
      ...{ ecogPs: '0', childPughClass: 'A', ascites: 'moderate', encephalopathy: 'none', bclcStage: 'A' },
      ...{ tumourSizeMm: 80, lesionCount: 1, portalVeinThrombus: false, extrahepaticMetastasis: true },
    };
    await save('baseline', { patientId, values });
    // Moderate ascites is 3 points and no encephalopathy 1: with the laboratory's three parts 7 to 13, B or C.
    const spread = ['bclcStage', 'A', 'C', 'D'];
    expect(await differences()).toEqual({
      compared: 1,
      patients: 1,
      rows: [['childPughClass', 'A', 'B', 'C'], spread],
    });
    const lab = (test: string, value: number, unit: string) =>
      save('labResult', { patientId, values: { test, takenOn: first!.on, value, unit } });
    await lab('BILI', 1, 'mg/dL');
    await lab('ALB', 4, 'g/dL');
    await lab('INR', 1, 'ratio');
    // 1 + 1 + 1 + 3 + 1 = 7 points.
    const decided = {
      compared: 1,
      patients: 1,
      rows: [
        ['childPughClass', 'A', 'B'],
        ['bclcStage', 'A', 'C'],
      ],
    };
    expect(await differences()).toEqual(decided);
    expect(await differences(null)).toMatchObject({ patients: 1 });
    expect(await differences('of-nobody')).toEqual({ compared: 0, patients: 0, rows: [] });
  });

  it('refuses treatment and results after a death', async () => {
    const { id: patientId, contact } = await study.aPatient();
    await contact('2022-06-01', 'dead');
    const late = {
      haicCycle: { cycleNumber: 4, givenOn: '2022-06-02' },
      laterTreatment: { therapy: 'tace', therapyOn: '2022-06-02' },
    };
    for (const [form, values] of Object.entries(late)) {
      await expect(save(form, { patientId, values }), form).rejects.toThrow(/no later than the death/);
    }
  });

  it('plans none of its statements anew after the first few on a connection', async () => {
    const { id: patientId } = await study.aPatient();
    for (let day = 1; day <= 12; day += 1)
      await save('followUp', { patientId, values: { contactDay: day, vitalStatus: 'alive' } });
    // PostgreSQL compares five plans for given values with one for any, and keeps the latter.
    const planned = await pool.query(
      `select name from pg_prepared_statements where generic_plans = 0 and custom_plans > 5 order by name`,
    );
    expect(planned).toEqual([]);
    const kept = await pool.query(`select count(*)::int as n from pg_prepared_statements where generic_plans > 0`);
    expect(kept[0].n).toBeGreaterThanOrEqual(8);
  });

  it('leaves nothing of a record that is refused after it was written', async () => {
    const { id: patientId, contact } = await study.aPatient();
    await contact('2022-06-01', 'dead');
    const late = save('adverseEvent', { patientId, values: { term: 'Rash', grade: '1', startedOn: '2022-07-01' } });
    await expect(late).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    const again = save('followUp', { patientId, values: { contactOn: '2022-06-01', vitalStatus: 'alive' } });
    await expect(again).rejects.toThrow(/a value that no other record of the patient has/);
    const owned = await study.db.read(study.operator, ({ rows }) =>
      rows(
        `select (select count(*)::int from portal.adverse_event where patient_id = $1) as events,
           (select count(*)::int from portal.follow_up where patient_id = $1) as contacts,
           (select count(*)::int from portal.audit_entry where patient_id = $1 and form in ('adverse_event', 'follow_up')) as noted`,
        [patientId],
      ),
    );
    expect(owned).toEqual([{ events: 0, contacts: 1, noted: 1 }]);
  });
});
