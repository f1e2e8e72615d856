import { adverseEventForm, asksOf, columnOf, filledOf, followUpForm, type Row } from '@haim/schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StudyService } from '../studies/study.service.ts';
import { RecordService } from './record.service.ts';
import { RemovalService } from './removal.service.ts';
import { openStudyOfRecords } from './study-of-records.fixture.ts';

let study: Awaited<ReturnType<typeof openStudyOfRecords>>;

beforeAll(async () => {
  study = await openStudyOfRecords('REASONS');
});
afterAll(() => study?.close());

const rows = <T>(sql: string, values: readonly unknown[]) =>
  study.db.read(study.operator, (tx) => tx.rows<T>(sql, values));
const storedOf = (patientId: string) =>
  rows<object>(`select afp_ng_ml as "afpNgMl", missing from portal.baseline where patient_id = $1`, [patientId]);
const countOf = async (id: string) =>
  (await study.patientsOf().recordCounts(study.ctx(), [id])).find(({ form }) => form === 'baseline');

it('a reason is stored beside the values, changed in the trail under its name, and counts as an answer', async () => {
  const patient = await study.aPatient();
  const { id } = await patient.save('baseline', {
    cirrhosis: true,
    missing_afpNgMl: 'notDone',
    missing_ecogPs: 'pending',
  });
  expect(await storedOf(patient.id)).toEqual([{ afpNgMl: null, missing: { afpNgMl: 'notDone', ecogPs: 'pending' } }]);
  expect(await countOf(patient.id)).toMatchObject({ n: 1, filled: 2 });
  await patient.save('baseline', { cirrhosis: true, afpNgMl: 12 }, { id, version: 1 });
  expect(await storedOf(patient.id)).toEqual([{ afpNgMl: 12, missing: {} }]);
  const trail = await rows<{ changes: object }>(
    `select changes from portal.audit_entry where record_id = $1 order by id`,
    [id],
  );
  expect(trail.map(({ changes }) => changes)).toEqual([
    { cirrhosis: [null, true], missing_afpNgMl: [null, 'notDone'], missing_ecogPs: [null, 'pending'] },
    { afp_ng_ml: [null, 12], missing_afpNgMl: ['notDone', null], missing_ecogPs: ['pending', null] },
  ]);
  const both = patient.save('baseline', { afpNgMl: 12, missing_afpNgMl: 'notDone' }, { id, version: 2 });
  await expect(both).rejects.toMatchObject({ extensions: { issues: [{ field: 'afpNgMl', problem: 'rule' }] } });
});

it('a reason goes with a removed record and comes back with it', async () => {
  const patient = await study.aPatient();
  const { id } = await patient.save('baseline', { missing_afpNgMl: 'refused' });
  const removals = new RemovalService(study.db, new StudyService(study.db), new RecordService(study.db));
  const given = { patientId: patient.id, form: 'baseline', id, version: 1, reason: 'twice' };
  await removals.removeRecord(study.ctx(), given);
  expect((await removals.removedRecords(study.ctx(), patient.id))[0]?.values).toEqual({ missing_afpNgMl: 'refused' });
  await removals.restoreRecord(study.ctx(), { patientId: patient.id, id, reason: 'not twice' });
  expect(await storedOf(patient.id)).toEqual([{ afpNgMl: null, missing: { afpNgMl: 'refused' } }]);
});

it('a cell states a reason, which gives way to a value and takes its place', async () => {
  const patient = await study.aPatient();
  const file = (cell: string) => study.run('afp_ng_ml,cirrhosis', [`${patient.code},C1,${cell},yes`]);
  expect(await file('missing:notDone')).toMatchObject({ committed: true, problems: [] });
  expect(await storedOf(patient.id)).toEqual([{ afpNgMl: null, missing: { afpNgMl: 'notDone' } }]);
  expect(await file('missing:Not done')).toMatchObject({ rows: { same: 1 } });
  expect(await file('15')).toMatchObject({ committed: true, rows: { changed: 1 } });
  expect(await storedOf(patient.id)).toEqual([{ afpNgMl: 15, missing: {} }]);
  expect(await file('missing:unknown')).toMatchObject({ committed: true, rows: { changed: 1 } });
  expect(await storedOf(patient.id)).toEqual([{ afpNgMl: null, missing: { afpNgMl: 'unknown' } }]);
  expect((await file('missing:lost')).problems).toMatchObject([{ column: 'afp_ng_ml', rule: 'notInList' }]);
  const required = await study.run('age_years,sex', [`${patient.code},C1,missing:unknown,male`]);
  expect(required.problems).toMatchObject([{ column: 'age_years', rule: 'required' }]);
});

it('forms of laboratory, cycles, courses and later treatment state reasons too', async () => {
  const patient = await study.aPatient();
  await patient.save('haicCycle', {
    ...{ cycleNumber: 1, givenOn: '2022-01-11', doseChange: 'reduced' },
    missing_doseChangeReason: 'unknown',
  });
  await patient.save('labResult', {
    ...{ test: 'ALB', takenOn: '2022-01-10', value: 40, unit: 'g/L', missing_lowerNormal: 'notDone' },
  });
  await patient.save('systemicCourse', {
    ...{ drugClass: 'tki', drug: 'lenvatinib', courseStartedOn: '2022-01-12' },
    missing_stoppedOn: 'notApplicable',
  });
  await patient.save('laterTreatment', { therapy: 'tace', therapyOn: '2023-01-11', missing_therapyNote: 'pending' });
  const counted = await study.patientsOf().recordCounts(study.ctx(), [patient.id]);
  const filledOf = (form: string) => counted.find((one) => one.form === form)?.filled;
  // By hand: values, and of the reasons those that are final.
  const fours = ['haicCycle', 'labResult', 'systemicCourse', 'laterTreatment'];
  expect(fours.map(filledOf)).toEqual([4, 5, 4, 2]);
  const values = 'test,taken_on,value,unit,upper_normal';
  const imported = await study.run(values, [`${patient.code},C1,AST,2022-01-10,40,U/L,missing:unknown`]);
  expect(imported).toMatchObject({ committed: true, problems: [] });
  const stored = await rows(`select missing from portal.lab_result where patient_id = $1 and test = 'AST'`, [
    patient.id,
  ]);
  expect(stored).toEqual([{ missing: { upperNormal: 'unknown' } }]);
});

it('fields that do not apply are not asked, as the contract counts them', async () => {
  const patient = await study.aPatient();
  await patient.save('adverseEvent', { term: 'Nausea', grade: '1', serious: false, relatedToSystemic: 'possible' });
  await patient.save('adverseEvent', {
    term: 'Nausea',
    grade: '3',
    serious: true,
    seriousCriterion: 'hospital',
  });
  await patient.contact('2022-03-12', 'alive');
  await patient.contact('2022-05-11', 'dead');
  const counted = await study.patientsOf().recordCounts(study.ctx(), [patient.id]);
  for (const form of [adverseEventForm, followUpForm]) {
    const stored = await rows<Row>(
      `select ${Object.keys(form.fields)
        .map((field) => `${columnOf(field)} as "${field}"`)
        .join()} from portal.${columnOf(form.name)} where patient_id = $1`,
      [patient.id],
    );
    const sum = (of: (row: Row) => number) => stored.reduce((all, row) => all + of(row), 0);
    expect(counted.find((one) => one.form === form.name)).toMatchObject({
      n: 2,
      filled: sum((row) => filledOf(form, row)),
      asked: sum((row) => asksOf(form, row).length),
    });
  }
  // By hand: date or day, status of both, cause of the dead one alone.
  expect(counted.find(({ form }) => form === 'followUp')).toMatchObject({ filled: 4, asked: 5 });
});
