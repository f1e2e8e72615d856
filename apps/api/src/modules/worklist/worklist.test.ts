import { type FormName, forms, type Role, type Row } from '@haim/schema';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { PatientService } from '../patients/patient.service.ts';
import { RecordService } from '../patients/record.service.ts';
import { addMembership, declareStudy } from '../studies/declare-study.ts';
import { readAccess } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { WorklistService } from './worklist.service.ts';

const study = 'DESK';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let worklists: WorklistService;
const ids = new Map<string, string>();

const members: Record<string, [role: Role, centre: string | null]> = {
  clerk: ['staff', 'A'],
  manager: ['dataManager', null],
  pathologist: ['pathologist', null],
  developer: ['modelDeveloper', null],
  head: ['administrator', null],
  investigator: ['investigator', 'A'],
  statistician: ['statistician', null],
  reader: ['reader', null],
};

/** What an account may do, read as at each request. */
async function as(userId: string): Promise<PortalContext> {
  const studies = await readAccess(dataSource, userId);
  return { asker: { userId, name: userId, email: '', studies }, requestId: '' };
}

async function workOf<Part extends 'entry' | 'slides' | 'models' | 'people' | 'unsigned' | 'mine' | 'trouble'>(
  userId: string,
  part: Part,
) {
  const ctx = await as(userId);
  return worklists[part](ctx, worklists.scope(ctx, study)) as ReturnType<WorklistService[Part]>;
}

/*
 * Counted by hand. Centre A: A1 has all six forms; A2 has demographics alone, so it lacks five; A3 has all six, but is
 * alive ten days after its death. Centre B: B1 has demographics alone. Slides with an image: S1 (outlined, scored), S2
 * (its outline was removed), both of A1; S3 has no image.
 */
beforeAll(async () => {
  database = await openDatabaseForTests();
  dataSource = openDataSource(database.appUrl, 2);
  await dataSource.initialize();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: study,
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: [
      { code: 'A', name: 'A' },
      { code: 'B', name: 'B' },
    ],
  });
  for (const [userId, [role, centre]] of Object.entries(members))
    await addMembership(database.ownerUrl, { userId, study, role, centre });
  const db = new StudyDb(dataSource);
  const records = new RecordService(db);
  const studies = new StudyService(db);
  const ctx = await as('head');
  const patients = new PatientService(db, studies, records);
  // What the directory answers is shown as it is; the rule itself: second-factor.test.ts.
  worklists = new WorklistService(db, studies, patients, {
    lackSecondFactor: (people) => Promise.resolve(people.filter(({ roles }) => roles.includes('administrator')).length),
  });
  const save = (patientId: string, name: FormName, values: Row) =>
    records.save(ctx, forms.find((form) => form.name === name)!, { patientId, id: null, version: null, values, reason: null }); // prettier-ignore
  for (const [centre, code] of [
    ['A', 'A1'],
    ['A', 'A2'],
    ['A', 'A3'],
    ['B', 'B1'],
  ] as const) {
    // prettier-ignore
    const id = await patients.create(ctx, { study, centre, code, demographics: { ageYears: 60, sex: 'male' } });
    ids.set(code, id);
    if (code !== 'A1' && code !== 'A3') continue;
    await save(id, 'eligibility', {});
    await save(id, 'baseline', {});
    await save(id, 'treatment', { arm: 'HTI', startedOn: '2022-01-11' });
    await save(id, 'tumourAssessment', { assessedOn: '2022-01-01', visitNumber: 0, sumViableDiameterMm: 50 });
    await save(id, 'followUp', { contactOn: '2022-06-11', vitalStatus: 'alive' });
  }
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`select set_config('app.user_id', 'test', false)`);
  await owner.query(
    `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_on, vital_status)
     select id, centre_id, 'test', '2022-06-01', 'dead' from portal.patient where code = 'A3'`,
  );
  await owner.query(
    `with slide as (
       insert into portal.slide (patient_id, centre_id, updated_by, barcode, evaluation_set)
         select p.id, p.centre_id, 'test', b, 'training' from portal.patient p, unnest(array['S1', 'S2', 'S3']) b where p.code = 'A1'
         returning *
     ), file as (
       insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
           microns_per_pixel, vendor, synthetic, updated_by)
         select id, centre_id, patient_id, md5(barcode) || md5(barcode) || '.tiff', md5(barcode) || md5(barcode), 1, 100, 100,
           0.25, 'generic-tiff', true, 'test' from slide where barcode <> 'S3'
     ), roi as (
       insert into portal.roi (slide_id, centre_id, patient_id, name, source, regions_sha256, deleted, created_by, updated_by)
       select id, centre_id, patient_id, 'Tumour', 'drawn', repeat('0', 64), barcode = 'S2', 'x', 'x' from slide where barcode <> 'S3' returning *
     )
     insert into portal.roi_version (roi_id, version, centre_id, name, regions, saved_by)
       select id, version, centre_id, name, '[]', 'x' from roi`,
  );
  await owner.query(
    `insert into portal.slide_upload (id, centre_id, patient_id, barcode, user_id, user_name, bytes, state, expires_at, error_code, error_message)
     select gen_random_uuid(), p.centre_id, p.id, 'U', who, who, 1, state, now() + interval '1 day', fault, fault
     from portal.patient p, (values ('clerk', 'receiving', null), ('clerk', 'refused', 'X'), ('manager', 'checking', null)) u (who, state, fault)
     where p.code = 'A1'`,
  );
  await owner.query(
    `insert into portal.invitation (study_id, role, email, token_sha256, invited_by, expires_at, accepted_at, revoked_at)
     select s.id, 'monitor', email, sha256(email::bytea), 'x', now() + make_interval(days => days), accepted, revoked from portal.study s,
       (values ('open@x.org', 3, null::timestamptz, null::timestamptz), ('late@x.org', -1, null, null), ('old@x.org', -31, null, null),
         ('in@x.org', 3, now(), null), ('back@x.org', 3, null, now())) i (email, days, accepted, revoked)
     where s.code = $1`,
    [study],
  );
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

const afterDemographics = ['eligibility', 'baseline', 'treatment', 'tumourAssessment', 'followUp'];

describe('what waits in a study', () => {
  it('for staff is what lacks a form or contradicts itself at their centre, and their own uploads', async () => {
    expect(await workOf('clerk', 'entry')).toEqual({
      patients: 3,
      incomplete: 1,
      contradictory: 1,
      missing: afterDemographics.map((form) => ({ form, patients: 1 })),
      next: [
        { id: ids.get('A3'), code: 'A3', centre: 'A', missing: [], isContradictory: true },
        { id: ids.get('A2'), code: 'A2', centre: 'A', missing: afterDemographics, isContradictory: false },
      ],
      uploads: 1,
    });
  });

  it('for a data manager is that of all centres', async () => {
    const work = (await workOf('manager', 'entry'))!;
    expect(work).toMatchObject({ patients: 4, incomplete: 2, contradictory: 1, uploads: 1 });
    expect(work.next.map(({ code }) => code)).toEqual(['A3', 'A2', 'B1']);
    expect(work.missing).toEqual(afterDemographics.map((form) => ({ form, patients: 2 })));
  });

  it('for a pathologist is the images without an outline; a removed outline is none', async () => {
    expect(await workOf('pathologist', 'slides')).toMatchObject({
      images: 2,
      withoutOutline: 1,
      withoutScore: 2,
      next: [{ barcode: 'S2', patientCode: 'A1' }],
    });
  });

  it('for whoever manages people is who is invited: open ones and those that ran out within a month', async () => {
    expect(await workOf('head', 'people')).toEqual({
      ...{ members: 8, invited: 1, expired: 1 },
      withoutSecondFactor: 1,
    });
  });

  it('for a model developer is the versions without a decision and the trainings', async () => {
    expect(await workOf('developer', 'models')).toEqual({ candidates: 0, trainings: [] });
  });

  it('for whoever signs is what is locked and has no signature that holds', async () => {
    expect(await workOf('investigator', 'unsigned')).toEqual({ toLock: 0, records: 0, patients: 0, next: [] });
    // By hand: A1 is locked as a whole, nine records with its three slides, and its baseline is signed; of A2 one record is.
    const hold = (record: string) =>
      `insert into portal.record_hold (centre_id, patient_id, record_id, form, kind, reason, set_by, updated_by)
       select p.centre_id, p.id, ${record}, 'locked', 'x', 'x', 'x' from portal.patient p`;
    await owner.query(`${hold('null, null')} where p.code = 'A1'`);
    await owner.query(
      `${hold("d.id, 'demographics'")} join portal.demographics d on d.patient_id = p.id where p.code = 'A2'`,
    );
    await owner.query(
      `insert into portal.record_signature (centre_id, patient_id, record_id, form, meaning, signed_by, updated_by)
       select centre_id, patient_id, id, 'baseline', 'approved', 'x', 'x' from portal.baseline where patient_id = $1`,
      [ids.get('A1')],
    );
    const ofA1 = ['demographics', 'eligibility', 'treatment', 'tumourAssessment', 'followUp', 'slide'];
    // By hand: A3's treatment was compared and is not locked; A1's too, and is locked with its patient.
    await owner.query(
      `insert into portal.record_verification (centre_id, patient_id, record_id, form, record_version, verified_by, updated_by)
       select t.centre_id, t.patient_id, t.id, 'treatment', t.version, 'x', 'x' from portal.treatment t`,
    );
    expect(await workOf('investigator', 'unsigned')).toEqual({
      toLock: 1,
      records: 9 - 1 + 1,
      patients: 2,
      next: ofA1.map((form) => ({
        patientId: ids.get('A1'),
        code: 'A1',
        centre: 'A',
        form,
        n: form === 'slide' ? 3 : 1,
      })),
    });
  });

  it('for who began records is what lacks a field or is asked about, of nobody else', async () => {
    // Of 'head', who entered everything: each baseline lacks fields; of the others nothing was begun.
    const work = (await workOf('head', 'mine'))!;
    expect(work.next.map(({ code }) => code)).toHaveLength(6);
    expect(work.asked).toBe(0);
    await owner.query(
      `insert into portal.data_query (centre_id, patient_id, form, record_id, raised_by, user_id, updated_by, state)
       select centre_id, patient_id, 'baseline', id, 'x', who, 'x', state from portal.baseline,
         (values ('monitor', 'open'), ('head', 'answered')) q (who, state) where patient_id = $1`,
      [ids.get('A3')],
    );
    const asked = (await workOf('head', 'mine'))!;
    expect([asked.asked, asked.answered, asked.incomplete]).toEqual([1, 1, work.incomplete]);
    expect(asked.next.find(({ code, form }) => code === 'A3' && form === 'baseline')?.asked).toBe(1);
    expect(await workOf('clerk', 'mine')).toEqual({ incomplete: 0, asked: 0, answered: 0, next: [] });
  });

  it('for who runs the study is what failed within a week', async () => {
    await owner.query(
      `insert into portal.quality_run (study_id, requested_by, updated_by, status, finished_at)
       select id, 'x', 'x', status, now() - make_interval(days => days) from portal.study,
         (values ('failed', 1), ('failed', 8), ('done', 1)) r (status, days) where code = $1`,
      [study],
    );
    expect(await workOf('head', 'trouble')).toEqual({ scores: 0, trainings: 0, rules: 1 });
  });

  it('is null without the right that it concerns', async () => {
    for (const [who, part] of [
      ['statistician', 'entry'],
      ['statistician', 'slides'],
      ['statistician', 'models'],
      ['statistician', 'people'],
      ['clerk', 'people'],
      ['reader', 'entry'],
      ['reader', 'slides'],
      ['reader', 'models'],
      ['clerk', 'unsigned'],
      ['reader', 'unsigned'],
      ['investigator', 'mine'],
      ['manager', 'trouble'],
    ] as const)
      expect(await workOf(who, part), `${part} of ${who}`).toBeNull();
  });

  it('of a study that is not the own one is not found', async () => {
    const ctx = await as('nobody');
    expect(() => worklists.scope(ctx, study)).toThrow('study not found');
  });
});
