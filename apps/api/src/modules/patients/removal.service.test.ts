import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyService } from '../studies/study.service.ts';
import { RecordService } from './record.service.ts';
import { RemovalService } from './removal.service.ts';
import { openStudyOfRecords } from './study-of-records.fixture.ts';

let study: Awaited<ReturnType<typeof openStudyOfRecords>>;
let removals: RemovalService;

beforeAll(async () => {
  study = await openStudyOfRecords('REMOVALS');
  removals = new RemovalService(study.db, new StudyService(study.db), new RecordService(study.db));
});
afterAll(() => study?.close());

const rows = <T>(sql: string, values: readonly unknown[]) =>
  study.db.read(study.operator, (tx) => tx.rows<T>(sql, values));
const subjectOf = (id: string) =>
  rows(`select code, os_days as "osDays", os_event as "osEvent" from portal.subject where id = $1`, [id]);
const trailOf = (id: string, form: string) =>
  rows(`select action, reason, changes from portal.audit_entry where patient_id = $1 and form = $2 order by id`, [
    id,
    form,
  ]);
const reason = 'entered for somebody else';

describe('a removed record', () => {
  it('is gone from everything that counts, and comes back as it was with the next version', async () => {
    const patient = await study.aPatient();
    await patient.contact('2022-03-12', 'alive');
    const death = await patient.contact('2022-05-11', 'dead');
    expect(await subjectOf(patient.id)).toEqual([{ code: patient.code, osDays: 120, osEvent: true }]);
    const given = { patientId: patient.id, form: 'followUp', id: death.id, version: 1, reason: ` ${reason} ` };
    await removals.removeRecord(study.ctx(), given);
    expect(await subjectOf(patient.id)).toEqual([{ code: patient.code, osDays: 60, osEvent: false }]);
    const [removed, ...others] = await removals.removedRecords(study.ctx(), patient.id);
    expect(others).toEqual([]);
    expect(removed).toMatchObject({
      ...{ id: death.id, table: 'follow_up', version: 1, reason, removedBy: 'portal test' },
      values: { contactOn: '2022-05-11', vitalStatus: 'dead' },
    });
    await expect(removals.removeRecord(study.ctx(), given)).rejects.toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });

    await removals.restoreRecord(study.ctx(), { patientId: patient.id, id: death.id, reason: 'it was theirs' });
    expect(await subjectOf(patient.id)).toEqual([{ code: patient.code, osDays: 120, osEvent: true }]);
    expect(
      await rows('select id, version from portal.follow_up where patient_id = $1 and contact_on = $2', [
        patient.id,
        '2022-05-11',
      ]),
    ).toEqual([{ id: death.id, version: 2 }]);
    expect(await removals.removedRecords(study.ctx(), patient.id)).toEqual([]);
    expect(await trailOf(patient.id, 'follow_up')).toMatchObject([
      { action: 'create' },
      { action: 'create', reason: null },
      { action: 'delete', reason, changes: { contact_on: ['2022-05-11', null] } },
      { action: 'restore', reason: 'it was theirs', changes: { contact_on: [null, '2022-05-11'] } },
    ]);
  });

  it('is removed in the version that was read, and for a reason', async () => {
    const patient = await study.aPatient();
    const { id } = await patient.contact('2022-03-12', 'alive');
    await patient.save('followUp', { contactOn: '2022-03-13', vitalStatus: 'alive' }, { id, version: 1 });
    const given = { patientId: patient.id, form: 'followUp', id, version: 1, reason };
    await expect(removals.removeRecord(study.ctx(), given)).rejects.toMatchObject({
      extensions: { code: 'CONFLICT', current: { version: 2, values: { contactOn: '2022-03-13' } } },
    });
    const without = removals.removeRecord(study.ctx(), { ...given, version: 2, reason: '  ' });
    await expect(without).rejects.toThrow('a reason is needed');
    expect(await removals.removedRecords(study.ctx(), patient.id)).toEqual([]);
  });

  it('stays away where it no longer passes the checks, each fault at its field', async () => {
    const patient = await study.aPatient();
    const late = await patient.save('adverseEvent', { term: 'Rash', grade: '1', startedOn: '2022-07-01' });
    const first = await patient.contact('2022-03-12', 'alive');
    const remove = (form: string, id: string) =>
      removals.removeRecord(study.ctx(), { patientId: patient.id, form, id, version: 1, reason });
    await remove('adverseEvent', late.id);
    await remove('followUp', first.id);
    await patient.contact('2022-06-01', 'dead');
    await patient.contact('2022-03-12', 'alive');
    const restore = (id: string) => removals.restoreRecord(study.ctx(), { patientId: patient.id, id, reason: 'back' });
    await expect(restore(late.id)).rejects.toMatchObject({
      extensions: { issues: [{ field: 'startedOn', problem: 'rule' }] },
    });
    await expect(restore(first.id)).rejects.toMatchObject({
      extensions: { issues: [{ field: 'contactOn', problem: 'rule' }] },
    });

    const [treatment] = await rows<{ id: string }>('select id from portal.treatment where patient_id = $1', [
      patient.id,
    ]);
    await remove('treatment', treatment!.id);
    await patient.save('treatment', { arm: 'HTI', startedOn: '2022-01-12' });
    await expect(restore(treatment!.id)).rejects.toThrow(/Treatment: there must be no treatment on record/);
    expect(await removals.removedRecords(study.ctx(), patient.id)).toHaveLength(3);
  });
});

describe('a removed patient', () => {
  it('takes every record along, and brings back those that went together', async () => {
    const patient = await study.aPatient();
    const before = await patient.contact('2022-03-12', 'alive');
    await removals.removeRecord(study.ctx(), {
      patientId: patient.id,
      form: 'followUp',
      id: before.id,
      version: 1,
      reason: 'twice',
    });
    // A pair that contradicts each other, as a file may bring it, is no reason to stay away.
    await patient.save('tumourAssessment', { assessedOn: '2022-02-01', visitNumber: 1 });
    await study.double(patient.id);
    const given = { id: patient.id, version: 1, reason };
    await expect(removals.removePatient(study.ctx(), { ...given, version: 7 })).rejects.toMatchObject({
      extensions: { code: 'CONFLICT' },
    });
    await removals.removePatient(study.ctx(), given);
    expect(await subjectOf(patient.id)).toEqual([]);
    const held = `select (select count(*)::int from portal.patient where id = $1) as patients,
      (select count(*)::int from portal.treatment where patient_id = $1) as treatments,
      (select count(*)::int from portal.tumour_assessment where patient_id = $1) as images`;
    expect(await rows(held, [patient.id])).toEqual([{ patients: 0, treatments: 0, images: 0 }]);
    const listed = (await removals.removedPatients(study.ctx(), 'REMOVALS')).filter(({ id }) => id === patient.id);
    expect(listed).toMatchObject([{ patientCode: patient.code, centre: 'C1', records: 4, reason, mergedInto: null }]);

    await removals.restorePatient(study.ctx(), { id: patient.id, reason: 'a patient after all' });
    expect(await rows(held, [patient.id])).toEqual([{ patients: 1, treatments: 1, images: 2 }]);
    expect(await subjectOf(patient.id)).toMatchObject([{ code: patient.code }]);
    expect(await rows('select version from portal.patient where id = $1', [patient.id])).toEqual([{ version: 2 }]);
    // What was removed before that stays removed.
    expect(await removals.removedRecords(study.ctx(), patient.id)).toMatchObject([{ id: before.id, reason: 'twice' }]);
    expect((await trailOf(patient.id, 'patient')).map((entry) => (entry as { action: string }).action)).toEqual([
      'create',
      'delete',
      'restore',
    ]);
  });

  it('stays where a slide has an image, and does not come back under a code that is in use', async () => {
    const kept = await study.aPatient();
    const slide = await kept.save('slide', { barcode: 'S-1' });
    await study.db.write(study.operator, null, (tx) =>
      tx.rows(
        `insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px, microns_per_pixel,
           vendor, synthetic, updated_by)
         select id, centre_id, patient_id, repeat('0', 64) || '.tiff', repeat('0', 64), 1, 9, 9, null, 'x', true, 'test' from portal.slide where id = $1`,
        [slide.id],
      ),
    );
    const refused = { extensions: { code: 'CONFLICT', issues: [{ field: 'barcode', problem: 'inUse' }] } };
    const whole = removals.removePatient(study.ctx(), { id: kept.id, version: 1, reason });
    await expect(whole).rejects.toMatchObject(refused);
    const one = { patientId: kept.id, form: 'slide', id: slide.id, version: 1, reason };
    await expect(removals.removeRecord(study.ctx(), one)).rejects.toMatchObject(refused);
    expect(await subjectOf(kept.id)).toHaveLength(1);

    const gone = await study.aPatient();
    await removals.removePatient(study.ctx(), { id: gone.id, version: 1, reason });
    const other = await study.aPatient();
    await study.patientsOf().correctCode(study.ctx(), { id: other.id, version: 1, code: gone.code, reason: 'misread' });
    await expect(removals.restorePatient(study.ctx(), { id: gone.id, reason })).rejects.toMatchObject({
      extensions: { issues: [{ field: 'code' }] },
    });
  });
});

describe('a corrected code', () => {
  it('is unique at the centre, counts at once, and leaves the old one in the trail', async () => {
    const [patient, other] = [await study.aPatient(), await study.aPatient()];
    const correct = (code: string, version = 1) =>
      study.patientsOf().correctCode(study.ctx(), { id: patient.id, version, code, reason: 'misread' });
    await expect(correct(other.code)).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', issues: [{ field: 'code' }] },
    });
    await expect(correct('not a code')).rejects.toMatchObject({ extensions: { issues: [{ field: 'code' }] } });
    await correct('CORRECTED-1');
    await expect(correct('CORRECTED-2')).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
    expect(await subjectOf(patient.id)).toMatchObject([{ code: 'CORRECTED-1' }]);
    expect(await trailOf(patient.id, 'patient')).toMatchObject([
      { action: 'create' },
      { action: 'correct', reason: 'misread', changes: { code: [patient.code, 'CORRECTED-1'] } },
    ]);
    expect(await rows('select code from portal.former_code where patient_id = $1', [patient.id])).toEqual([
      { code: patient.code },
    ]);
  });
});
