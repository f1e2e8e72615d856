import { baselineForm, type Row } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VerificationService } from './verification.service.ts';
import { openReviewedStudy, outcome, type ReviewedStudy } from './reviewed-study.fixture.ts';

const study = 'COMPARED';
let at: ReviewedStudy;
let owner: ReviewedStudy['owner'];
let records: ReviewedStudy['records'];
let patients: ReviewedStudy['patients'];
let verifications: VerificationService;

const members = ['dataManager', 'investigator', 'staff', 'monitor'] as const;
const as = (userId: string) => at.as(userId);

beforeAll(async () => {
  at = await openReviewedStudy(study, members);
  ({ owner, records, patients } = at);
  verifications = new VerificationService(at.db, at.studies);
}, 120_000);

afterAll(() => at?.close());

let made = 0;

/** A patient with a baseline. */
async function patientAt(centre: 'A' | 'B') {
  const head = await as('head');
  const code = `${centre}${(made += 1)}`;
  const id = await patients.create(head, { study, centre, code, demographics: { ageYears: 60, sex: 'male' } });
  const { id: record } = await save('head', id, null, { tumourSizeMm: 80 });
  return { id, record };
}

async function save(
  userId: string,
  patientId: string,
  id: string | null,
  values: Row,
  version = id === null ? null : 1,
) {
  const reason = id === null ? null : 'read again';
  return records.save(await as(userId), baselineForm, { patientId, id, version, values, reason });
}

interface Made {
  readonly id: string;
  readonly record: string;
}

const verify = async (userId: string, { id, record }: Made, version = 1, field: string | null = null) =>
  verifications.verify(await as(userId), id, { form: 'baseline', recordId: record, field, version });

const marks = async ({ id }: Made) =>
  (await verifications.ofPatient(await as('monitor'), id)).map(
    ({ field, verified, verifiedBy, revertedFields, revertedBy }) => [
      field,
      verified,
      verifiedBy,
      revertedFields,
      revertedBy,
    ],
  );

describe('a record that was compared with its source', () => {
  it('is so until a value changes, which keeps the values and who changed them', async () => {
    const patient = await patientAt('A');
    await verify('monitor', patient);
    await save('staff', patient.id, patient.record, { tumourSizeMm: 81, ecogPs: '1' });
    expect(await marks(patient)).toEqual([[null, false, 'monitor', ['ecog_ps', 'tumour_size_mm'], 'staff']]);
    await save('staff', patient.id, patient.record, { tumourSizeMm: 82, ecogPs: '1', bclcStage: 'C' }, 2);
    expect(await marks(patient)).toEqual([
      [null, false, 'monitor', ['ecog_ps', 'tumour_size_mm', 'bclc_stage'], 'staff'],
    ]);
    // Of the version that is stored, not of one that was read before.
    expect(await outcome(verify('dataManager', patient, 2))).toBe('CONFLICT');
    await verify('dataManager', patient, 3);
    expect(await marks(patient)).toEqual([[null, true, 'dataManager', [], null]]);
    const { rows } = await owner.query<{ by: string; field: string }>(
      `select user_name as by, changes -> 'verified' ->> 1 as field from portal.audit_entry
       where form = 'record_verification' and patient_id = $1 order by id`,
      [patient.id],
    );
    expect(rows.map(({ by, field }) => [by, field])).toEqual([
      ['monitor', 'true'],
      ['staff', 'false'],
      ['staff', null],
      ['dataManager', 'true'],
    ]);
  });

  it('is no longer so after a statement of any other kind', async () => {
    const patient = await patientAt('A');
    await verify('monitor', patient);
    await owner.query(`update portal.baseline set updated_by = 'a script', lesion_count = 3 where id = $1`, [
      patient.record,
    ]);
    expect(await marks(patient)).toEqual([[null, false, 'monitor', ['lesion_count'], 'a script']]);
  });

  it('is compared field by field too: a field loses its mark by its own change and its own reason alone', async () => {
    const patient = await patientAt('A');
    await verify('monitor', patient, 1, 'tumourSizeMm');
    await verify('monitor', patient, 1, 'afpNgMl');
    await save('staff', patient.id, patient.record, { tumourSizeMm: 80, missing_afpNgMl: 'notDone', ecogPs: '1' });
    expect(await marks(patient)).toEqual([
      ['afpNgMl', false, 'monitor', ['missing_afpNgMl'], 'staff'],
      ['tumourSizeMm', true, 'monitor', [], null],
    ]);
    expect(await outcome(verify('monitor', patient, 2, 'no_such_field'))).toBe('BAD_USER_INPUT');
  });

  it('and a save at the same moment: no mark outlives the change, in 20 races', async () => {
    const patient = await patientAt('A');
    for (let version = 1; version <= 20; version += 1) {
      const [marked, saved] = await Promise.all([
        outcome(verify('monitor', patient, version)),
        outcome(save('staff', patient.id, patient.record, { tumourSizeMm: 80 + version }, version)),
      ]);
      expect([marked, saved]).toEqual([expect.stringMatching('done|CONFLICT'), 'done']);
      const verified = (await marks(patient)).filter(([, isVerified]) => isVerified);
      expect(verified).toEqual([]);
    }
  });

  it('counts for its centre and form, for as long as nothing changed', async () => {
    const shares = async () =>
      (await verifications.shares(await as('monitor'), study)).filter(({ form }) => form === 'baseline');
    const [before] = await shares();
    const patient = await patientAt('A');
    const { id } = await verify('monitor', patient);
    await verify('monitor', await patientAt('A'), 1, 'tumourSizeMm');
    const records = before!.records + 2;
    const { verified } = before!;
    expect(await shares()).toEqual([{ centre: 'A', form: 'baseline', records, verified: verified + 1 }]);
    await verifications.takeBack(await as('dataManager'), id);
    expect(await shares()).toEqual([{ centre: 'A', form: 'baseline', records, verified }]);
    expect(await outcome(verifications.takeBack(await as('dataManager'), id))).toBe('NOT_FOUND');
  });

  it('is left to compare until every record of the patient was, and again after a change', async () => {
    const patient = await patientAt('A');
    const other = await patientAt('B');
    const left = async (userId: string) => {
      const ctx = await as(userId);
      const found = await verifications.patientsToCompare(ctx, at.studies.scope(ctx, study));
      return [found.has(patient.id), found.has(other.id)];
    };
    await verify('monitor', patient);
    // Of the two records of the patient one was compared. Staff reads centre A alone.
    expect([await left('head'), await left('staff')]).toEqual([
      [true, true],
      [true, false],
    ]);
    const [demographics] = (
      await owner.query<{ id: string }>('select id from portal.demographics where patient_id = $1', [patient.id])
    ).rows;
    const form = { form: 'demographics', recordId: demographics!.id, field: null, version: 1 };
    await verifications.verify(await as('monitor'), patient.id, form);
    expect(await left('head')).toEqual([false, true]);
    await save('staff', patient.id, patient.record, { tumourSizeMm: 81 });
    expect(await left('head')).toEqual([true, true]);
  });

  it('is marked by who may raise queries there, also where no service is asked', async () => {
    const patient = await patientAt('A');
    const foreign = await patientAt('B');
    for (const userId of ['staff', 'investigator']) expect(await outcome(verify(userId, patient))).toBe('FORBIDDEN');
    expect(await outcome(verify('monitor', foreign))).toBe('NOT_FOUND');
    expect(await outcome(verify('monitor', { ...patient, record: foreign.record }))).toBe('NOT_FOUND');
    const { asker } = await as('staff');
    const insert = `insert into portal.record_verification (centre_id, patient_id, record_id, form, record_version, verified_by, updated_by)
      select centre_id, patient_id, id, 'baseline', 1, 'x', 'x' from portal.baseline where id = $1`;
    expect(await outcome(at.db.write(asker, null, (tx) => tx.rows(insert, [patient.record])))).toMatch(
      'row-level security',
    );
    const mark = await verify('monitor', patient);
    expect(await outcome(as('staff').then((ctx) => verifications.takeBack(ctx, mark.id)))).toBe('FORBIDDEN');
  });
});

it('the counts of a grid state what was asked, compared and held of a form', async () => {
  const patient = await patientAt('A');
  const counts = async () => {
    const all = await patients.recordCounts(await as('monitor'), [patient.id]);
    const one = (name: string) => all.find(({ form }) => form === name);
    const { n, queried, verified, frozen, locked, signed } = one('baseline')!;
    return { baseline: [n, queried, verified, frozen, locked, signed], followUp: one('followUp') };
  };
  const hold = (recordId: string | null, kind: string) =>
    owner.query(
      `insert into portal.record_hold (centre_id, patient_id, record_id, form, kind, reason, set_by, updated_by)
       select centre_id, id, $2, $3, $4, 'x', 'x', 'x' from portal.patient where id = $1`,
      [patient.id, recordId, recordId && 'baseline', kind],
    );
  expect(await counts()).toEqual({ baseline: [1, 0, 0, 0, 0, 0], followUp: undefined });
  await verify('monitor', patient);
  await owner.query(
    `insert into portal.data_query (centre_id, patient_id, form, raised_by, updated_by)
     select centre_id, id, 'followUp', 'x', 'x' from portal.patient where id = $1`,
    [patient.id],
  );
  expect(await counts()).toMatchObject({ baseline: [1, 0, 1, 0, 0, 0], followUp: { n: 0, queried: 1 } });
  await hold(null, 'frozen');
  expect((await counts()).baseline).toEqual([1, 0, 1, 1, 0, 0]);
  await hold(patient.record, 'locked');
  await owner.query(
    `insert into portal.record_signature (centre_id, patient_id, record_id, form, meaning, signed_by, updated_by)
     select centre_id, patient_id, id, 'baseline', 'approved', 'x', 'x' from portal.baseline where id = $1`,
    [patient.record],
  );
  expect((await counts()).baseline).toEqual([1, 0, 1, 1, 1, 1]);
});
