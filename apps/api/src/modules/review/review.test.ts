import { baselineForm, forms, type HoldKind, type Row } from '@haim/schema';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableOf } from '../../db/entity-from-form.ts';
import { RemovalService } from '../patients/removal.service.ts';
import { DataQueryService } from '../queries/index.ts';
import { ReviewService } from './review.service.ts';
import { openReviewedStudy, outcome, type ReviewedStudy } from './reviewed-study.fixture.ts';

const study = 'HELD';
let at: ReviewedStudy;
let owner: ReviewedStudy['owner'];
let records: ReviewedStudy['records'];
let patients: ReviewedStudy['patients'];
let reviews: ReviewService;
let queries: DataQueryService;

const members = ['administrator', 'dataManager', 'investigator', 'staff', 'monitor'] as const;
const as = (userId: string) => at.as(userId);

beforeAll(async () => {
  at = await openReviewedStudy(study, members);
  ({ owner, records, patients } = at);
  reviews = new ReviewService(at.db, at.studies);
  queries = new DataQueryService(at.db, at.studies);
}, 120_000);

afterAll(() => at?.close());

let made = 0;

/** A patient with a baseline. */
async function patientAt(centre: 'A' | 'B') {
  const head = await as('head');
  const code = `${centre}${(made += 1)}`;
  const id = await patients.create(head, { study, centre, code, demographics: { ageYears: 60, sex: 'male' } });
  const { id: record } = await save('head', id, null, { tumourSizeMm: 80 });
  return { id, code, record, target: { patientId: id, form: 'baseline', recordId: record } };
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

async function hold(userId: string, target: Parameters<ReviewService['hold']>[1], kind: HoldKind = 'locked') {
  const [one] = await reviews.hold(await as(userId), target, kind, 'data cut of June');
  return one!.id;
}

describe('a locked record', () => {
  it('refuses a correction and says which form of which patient it is', async () => {
    const { id, code, record, target } = await patientAt('A');
    await hold('dataManager', target);
    const error = await save('staff', id, record, { tumourSizeMm: 81 }).catch((cause: unknown) => cause);
    expect((error as { extensions: object }).extensions).toMatchObject({
      code: 'RECORD_LOCKED',
      form: 'baseline',
      patientCode: code,
      hold: 'locked',
      covers: 'record',
    });
    expect((error as Error).message).toBe(`Baseline of patient ${code} is locked: nothing was changed`);
  });

  it('refuses every statement of the application’s role, and of the owner, on every form', async () => {
    const { id, target } = await patientAt('A');
    await reviews.hold(await as('dataManager'), { ...target, form: null, recordId: null }, 'locked', 'data cut');
    const { asker } = await as('administrator');
    const tables = forms.map((form) => tableOf(form));
    for (const table of tables) {
      const insert = `insert into portal.${table} (patient_id, centre_id, updated_by) select id, centre_id, 'x' from portal.patient where id = $1`;
      const answer = await outcome(at.db.write(asker, 'raw', (tx) => tx.rows(insert, [id])));
      // Columns that a form requires are looked at before the trigger; no row is added in either case.
      expect(answer, table).toMatch(/RECORD_LOCKED|violates (not-null|unique)/);
    }
    for (const sql of [
      `update portal.baseline set tumour_size_mm = 1 where patient_id = $1`,
      `update portal.demographics set version = version + 1 where patient_id = $1`,
      `delete from portal.baseline where patient_id = $1`,
      `update portal.patient set code = 'other' where id = $1`,
    ]) {
      expect(await outcome(at.db.write(asker, 'raw', (tx) => tx.rows(sql, [id]))), sql).toBe('RECORD_LOCKED');
      await expect(owner.query(sql, [id]), sql).rejects.toThrow('RECORD_LOCKED');
    }
    const { rows } = await owner.query('select from portal.audit_entry where patient_id = $1 and reason = $2', [
      id,
      'raw',
    ]);
    expect(rows).toEqual([]);
  });

  it('is open again once the lock is lifted, for a reason that the trail keeps', async () => {
    const { id, record, target } = await patientAt('A');
    const lock = await hold('dataManager', target);
    expect(await outcome(reviews.lift(await as('dataManager'), lock, ' '))).toBe('BAD_USER_INPUT');
    await reviews.lift(await as('administrator'), lock, 'the scan was read again');
    expect(await outcome(save('staff', id, record, { tumourSizeMm: 81 }))).toBe('done');
    const { rows } = await owner.query<{ reason: string }>(
      `select reason from portal.audit_entry where record_id = $1 order by id`,
      [lock],
    );
    expect(rows.map(({ reason }) => reason)).toEqual(['data cut of June', 'the scan was read again']);
    expect(await outcome(reviews.lift(await as('administrator'), lock, 'again'))).toBe('NOT_FOUND');
  });

  it('lets derived responses follow what is open', async () => {
    const { id } = await patientAt('A');
    const head = await as('head');
    const assessment = forms.find(({ name }) => name === 'tumourAssessment')!;
    const treatment = forms.find(({ name }) => name === 'treatment')!;
    const image = (values: Row) =>
      records.save(head, assessment, { patientId: id, id: null, version: null, values, reason: null });
    await image({ visitNumber: 0, assessedOn: '2024-01-01', sumViableDiameterMm: 100 });
    const { id: second } = await image({ visitNumber: 1, assessedOn: '2024-03-01', sumViableDiameterMm: 40 });
    await hold('dataManager', { patientId: id, form: 'tumourAssessment', recordId: second });
    const first = { arm: 'HTI', startedOn: '2024-01-05' };
    expect(
      await outcome(
        records.save(head, treatment, { patientId: id, id: null, version: null, values: first, reason: null }),
      ),
    ).toBe('done');
    expect(await outcome(image({ visitNumber: 2, assessedOn: '2024-05-01', sumViableDiameterMm: 90 }))).toBe('done');
  });
});

describe('a hold', () => {
  it('on a centre covers new patients and everything there, and no other centre', async () => {
    const { id, record } = await patientAt('B');
    const elsewhere = await patientAt('A');
    const [lock] = await reviews.holdCentres(await as('head'), study, ['B'], 'frozen', 'data cut');
    expect(await outcome(patientAt('B'))).toBe('RECORD_LOCKED');
    expect(await outcome(save('head', id, record, { tumourSizeMm: 81 }))).toBe('RECORD_LOCKED');
    expect(await outcome(save('head', elsewhere.id, elsewhere.record, { tumourSizeMm: 81 }))).toBe('done');
    await reviews.lift(await as('head'), lock!.id, 'for the next test');
    // Absent and foreign centres are answered alike.
    for (const centres of [['B'], ['none'], ['A', 'B'], []]) {
      expect(await outcome(reviews.holdCentres(await as('dataManager'), study, centres, 'frozen', 'x'))).toBe(
        'NOT_FOUND',
      );
    }
  });

  it('on several centres is set and ended in one step, all or none; what stands in the way is counted', async () => {
    const head = await as('head');
    const before = (await reviews.ofCentres(head, study)).find(({ centre }) => centre === 'B')!;
    const { id, record } = await patientAt('B');
    await owner.query(
      `insert into portal.data_query (centre_id, patient_id, form, raised_by, updated_by)
       select centre_id, id, 'baseline', 'x', 'x' from portal.patient where id = $1`,
      [id],
    );
    const [, b] = await reviews.ofCentres(head, study);
    // Demographics and a baseline, neither eligibility nor treatment.
    expect(b).toMatchObject({ centre: 'B', queries: before.queries + 1, incomplete: before.incomplete + 1, holds: [] });
    expect([b!.patients - before.patients, b!.records - before.records]).toEqual([1, 2]);
    expect(await outcome(reviews.holdCentres(head, study, ['A', 'B'], 'locked', 'data cut'))).toBe('CONFLICT');
    expect(b!.differences).toBe(0);
    expect(await outcome(reviews.holdCentres(head, study, ['B'], 'frozen', 'data cut'))).toBe('done');
    expect(await outcome(reviews.holdCentres(head, study, ['A', 'B'], 'frozen', 'data cut'))).toBe('CONFLICT');
    expect(await outcome(reviews.liftCentres(head, study, ['A', 'B'], 'frozen', 'over'))).toBe('CONFLICT');
    expect((await reviews.ofCentres(head, study)).map(({ holds }) => holds.length)).toEqual([0, 1]);
    expect(await outcome(reviews.liftCentres(await as('dataManager'), study, ['B'], 'frozen', 'over'))).toBe(
      'NOT_FOUND',
    );
    expect(await reviews.liftCentres(head, study, ['B'], 'frozen', 'over')).toBe(1);
    expect(await outcome(save('head', id, record, { tumourSizeMm: 81 }))).toBe('done');
    await owner.query(`update portal.data_query set state = 'closed' where patient_id = $1`, [id]);
  });

  it('locks nothing of which two entries differ, and is not kept up by a patient or record that is removed', async () => {
    const head = await as('head');
    const { id, record, target } = await patientAt('B');
    const counted = async () => {
      const [, b] = await reviews.ofCentres(head, study);
      return [b!.queries, b!.differences];
    };
    expect(await counted()).toEqual([0, 0]);
    await owner.query(
      `insert into portal.entry_comparison (centre_id, patient_id, record_id, form, first_values, first_version, first_by,
         second_values, second_by, differing, state, updated_by)
       select centre_id, id, $2, 'baseline', '{"tumour_size_mm": 80}', 1, 'x', '{"tumour_size_mm": 60}', 'y', '{tumour_size_mm}',
         'differs', 'y' from portal.patient where id = $1`,
      [id, record],
    );
    expect(await counted()).toEqual([0, 1]);
    const ofPatient = { ...target, form: null, recordId: null };
    for (const lock of [
      () => reviews.hold(head, target, 'locked', 'data cut'),
      () => reviews.hold(head, ofPatient, 'locked', 'data cut'),
      () => reviews.holdCentres(head, study, ['B'], 'locked', 'data cut'),
    ]) {
      const error = await lock().catch((cause: unknown) => cause);
      expect((error as { extensions: object }).extensions).toMatchObject({ code: 'CONFLICT', openDifferences: true });
    }
    expect(await outcome(reviews.holdCentres(head, study, ['B'], 'frozen', 'data cut'))).toBe('done');
    await reviews.liftCentres(head, study, ['B'], 'frozen', 'over');

    const removals = new RemovalService(at.db, at.studies, records);
    const ofRecord = { patientId: id, form: 'baseline', id: record, version: 1, reason: 'of another patient' };
    await removals.removeRecord(head, ofRecord);
    expect(await counted()).toEqual([0, 0]);
    await queries.raise(head, study, {
      subjects: [{ patientId: id, recordId: null }],
      ...{ form: 'baseline', field: null, text: 'Where is the baseline?' },
    });
    expect(await counted()).toEqual([1, 0]);
    await removals.removePatient(head, { id, version: 1, reason: 'entered by mistake' });
    expect(await counted()).toEqual([0, 0]);
    expect(await outcome(reviews.holdCentres(head, study, ['B'], 'locked', 'data cut'))).toBe('done');
    await reviews.liftCentres(head, study, ['B'], 'locked', 'over');
  });

  it('is set by one of two: the other is told', async () => {
    const { target } = await patientAt('A');
    const both = await Promise.all([outcome(hold('dataManager', target)), outcome(hold('administrator', target))]);
    expect(both.toSorted()).toEqual(['CONFLICT', 'done']);
  });

  it('and a save at the same moment: nothing is saved after the lock, in 20 races', async () => {
    for (let race = 0; race < 20; race += 1) {
      const { id, record, target } = await patientAt('A');
      const [locked, saved] = await Promise.all([
        outcome(hold('dataManager', target)),
        outcome(save('staff', id, record, { tumourSizeMm: 81 })),
      ]);
      expect(locked).toBe('done');
      expect(['done', 'RECORD_LOCKED']).toContain(saved);
      const { rows } = await owner.query<{ size: number }>(
        'select tumour_size_mm as size from portal.baseline where id = $1',
        [record],
      );
      expect(rows[0]?.size).toBe(saved === 'done' ? 81 : 80);
      expect(await outcome(save('staff', id, record, { tumourSizeMm: 82 }, saved === 'done' ? 2 : 1))).toBe(
        'RECORD_LOCKED',
      );
    }
  });

  it('frozen is asked about; a query that is not closed is in the way of a lock, and of a locked record nothing is asked', async () => {
    const { id, record, target } = await patientAt('A');
    await hold('dataManager', target, 'frozen');
    const about = { form: 'baseline', field: null, text: 'Is this the first scan?' };
    const ask = async () =>
      queries.raise(await as('monitor'), study, { subjects: [{ patientId: id, recordId: record }], ...about });
    const [query] = await ask();
    expect(await outcome(hold('dataManager', target))).toBe('CONFLICT');
    await queries.move(await as('monitor'), {
      queries: [{ id: query!.id, version: 1 }],
      move: 'closed',
      text: '',
    });
    await hold('dataManager', target);
    expect(await outcome(ask())).toBe('RECORD_LOCKED');
    expect(
      await outcome(
        queries.move(await as('monitor'), {
          queries: [{ id: query!.id, version: 2 }],
          move: 'reopened',
          text: 'x',
        }),
      ),
    ).toBe('RECORD_LOCKED');
  });

  it('is for who may lock there, and answers alike for foreign and missing rows', async () => {
    const { target } = await patientAt('A');
    const foreign = await patientAt('B');
    for (const userId of ['staff', 'monitor', 'investigator']) {
      expect(await outcome(hold(userId, target)), userId).toBe('FORBIDDEN');
      const { asker } = await as(userId);
      const insert = `insert into portal.record_hold (centre_id, patient_id, kind, reason, set_by, updated_by)
        select centre_id, id, 'locked', 'x', 'x', 'x' from portal.patient where id = $1`;
      expect(await outcome(at.db.write(asker, null, (tx) => tx.rows(insert, [target.patientId])))).toMatch(
        'row-level security',
      );
    }
    expect(await outcome(hold('dataManager', foreign.target))).toBe('NOT_FOUND');
    const missing = { ...target, recordId: '00000000-0000-4000-8000-000000000000' };
    expect(await outcome(hold('dataManager', missing))).toBe('NOT_FOUND');
    expect(await outcome(hold('dataManager', { ...target, recordId: null }))).toBe('BAD_USER_INPUT');
  });
});

describe('a signature', () => {
  const approve = async (userId: string, { id, record }: { id: string; record: string }) =>
    reviews.sign((await as(userId)).asker, { patientId: id, form: 'baseline', recordId: record, meaning: 'approved' });

  it('states who, in which sense, and the hash of the values, and is void once the record is unlocked', async () => {
    const patient = await patientAt('A');
    expect(await outcome(approve('investigator', patient))).toBe('CONFLICT');
    const lock = await hold('dataManager', patient.target);
    const signature = await approve('investigator', patient);
    // The values as PostgreSQL writes them, hashed here.
    const { rows } = await owner.query<{ said: string }>(
      `select ((to_jsonb(r) - array['own', 'missing'] || r.own) - array['id', 'patient_id', 'centre_id', 'version', 'updated_at', 'updated_by'])::text as said
       from portal.baseline r where id = $1`,
      [patient.record],
    );
    expect(signature.sha256).toBe(createHash('sha256').update(rows[0]!.said).digest('hex'));
    expect(signature).toMatchObject({
      signedBy: 'investigator',
      meaning: 'approved',
      recordVersion: 1,
      voidedAt: null,
    });
    expect(await outcome(approve('investigator', patient))).toBe('CONFLICT');
    await reviews.lift(await as('dataManager'), lock, 'one value is wrong');
    const { signatures } = await reviews.ofPatient(await as('monitor'), patient.id);
    expect(signatures).toMatchObject([{ voidedBy: 'dataManager', voidReason: 'one value is wrong' }]);
  });

  it('holds as long as another lock covers the record', async () => {
    const patient = await patientAt('A');
    const ofRecord = await hold('dataManager', patient.target);
    const ofPatient = await hold('dataManager', { ...patient.target, form: null, recordId: null });
    await approve('administrator', patient);
    await reviews.lift(await as('dataManager'), ofRecord, 'once');
    const holds = async () =>
      (await reviews.ofPatient(await as('monitor'), patient.id)).signatures[0]!.voidedAt === null;
    expect(await holds()).toBe(true);
    await reviews.lift(await as('dataManager'), ofPatient, 'twice');
    expect(await holds()).toBe(false);
  });

  it('is given by who may sign there, and is neither made nor changed otherwise', async () => {
    const patient = await patientAt('A');
    await hold('dataManager', patient.target);
    expect(await outcome(approve('staff', patient))).toBe('FORBIDDEN');
    await approve('investigator', patient);
    const { asker } = await as('investigator');
    for (const sql of [
      `update portal.record_signature set meaning = 'reviewed' where patient_id = $1`,
      'delete from portal.record_signature where patient_id = $1',
      `insert into portal.record_signature (centre_id, patient_id, record_id, form, meaning, sha256, signed_by, updated_by)
       select centre_id, patient_id, record_id, form, 'reviewed', repeat('0', 64), 'x', 'x' from portal.record_signature where patient_id = $1`,
    ]) {
      expect(await outcome(at.db.write(asker, null, (tx) => tx.rows(sql, [patient.id])))).toMatch('permission denied');
    }
  });
});
