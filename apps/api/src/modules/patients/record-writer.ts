import { type Form, gatherOwn, isExtensible, isOwnKey, isReasonKey, type Row } from '@haim/schema';
import { columnsOf, type StoredRow, tableOf } from '../../db/entity-from-form.ts';
import { composed } from '../../db/read-in-one-flight.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { selectList } from './record.query.ts';

/*
 * The only writer of clinical rows: of patients and of the records of their forms. One row from a form and five hundred
 * from an import take the same path, in one statement. A correction names the version that it read; if another one is
 * stored by then, it writes nothing. (Responses derived from images are stored by derive-responses.ts, and are not
 * corrections.)
 */

export interface PatientKey {
  readonly centreId: number;
  readonly code: string;
}

export interface PatientPlace {
  readonly id: string;
  readonly centreId: number;
}

export interface NewRecord {
  readonly patient: PatientPlace;
  readonly values: Row;
}

export interface CorrectedRecord extends NewRecord {
  readonly id: string;
  /** The version that was read. */
  readonly version: number;
}

/** A record that was removed: it gets its id back, and the version after its last. */
export interface RestoredRecord extends NewRecord {
  readonly id: string;
  readonly version: number;
}

/** A record as it is stored, with its fields. */
export type StoredRecord = StoredRow & Row;

/** Adds the patients that do not exist yet. @returns the keys of those added. */
export function addPatients(
  tx: StudyTransaction,
  updatedBy: string,
  patients: readonly PatientKey[],
): Promise<(PatientKey & PatientPlace)[]> {
  return tx.rows(
    `insert into portal.patient (centre_id, code, updated_by)
     select w.centre_id, w.code, $3 from unnest($1::int[], $2::text[]) as w(centre_id, code)
     on conflict (centre_id, code) do nothing returning id, centre_id as "centreId", code`,
    [patients.map(({ centreId }) => centreId), patients.map(({ code }) => code), updatedBy],
  );
}

/** Puts a removed patient back. @returns whether the code was free. */
export async function restorePatient(
  tx: StudyTransaction,
  updatedBy: string,
  { id, centreId, code, version }: PatientKey & PatientPlace & { readonly version: number },
): Promise<boolean> {
  const restored = await tx.rows(
    `insert into portal.patient (id, centre_id, code, version, updated_by) values ($1, $2, $3, $4, $5)
     on conflict (centre_id, code) do nothing returning id`,
    [id, centreId, code, version, updatedBy],
  );
  return restored.length > 0;
}

/** Gives a patient another code. @returns false where another version is stored. */
export async function correctCode(
  tx: StudyTransaction,
  updatedBy: string,
  { id, version, code }: { readonly id: string; readonly version: number; readonly code: string },
): Promise<boolean> {
  const corrected = await tx.rows(
    `with was as (select p.id, p.centre_id, p.code from portal.patient p where p.id = $1 and p.version = $2),
     becomes as (
       update portal.patient p set code = $3, version = p.version + 1, updated_at = clock_timestamp(), updated_by = $4
       from was where p.id = was.id and p.centre_id = was.centre_id returning p.id
     ), noted as (
       insert into portal.former_code (centre_id, code, patient_id)
       select was.centre_id, was.code, was.id from was join becomes using (id) on conflict do nothing
     )
     select id from becomes`,
    [id, version, code, updatedBy],
  );
  return corrected.length > 0;
}

/**
 * Finds patients and locks them to the end of the transaction: two concurrent writers could each agree with what is
 * stored, and contradict each other. Every writer of records locks their patients first.
 */
export function lockPatients(
  tx: StudyTransaction,
  patients: readonly PatientKey[],
): Promise<(PatientKey & PatientPlace)[]> {
  return tx.rows(
    `select p.id, p.centre_id as "centreId", p.code from portal.patient p
     join unnest($1::int[], $2::text[]) as w(centre_id, code) on w.centre_id = p.centre_id and w.code = p.code
     order by p.id for no key update of p`,
    [patients.map(({ centreId }) => centreId), patients.map(({ code }) => code)],
  );
}

/** The same for one patient, by id. */
export async function lockPatient(tx: StudyTransaction, id: string): Promise<void> {
  await tx.rows(lockOfPatient, [id]);
}

/**
 * The same for those of a query that returns `centre_id` and `id`; until the end nothing comes to refer to them either, since
 * they may go.
 */
export async function lockPatientsOf(tx: StudyTransaction, which: string, values: readonly unknown[]): Promise<void> {
  await tx.rows(
    `select count(*) from (
       select from portal.patient p where (p.centre_id, p.id) in (${which}) order by p.id for update
     ) locked`,
    values,
  );
}

const lockOfPatient = {
  name: 'lock of a patient',
  text: 'select from portal.patient where id = $1 for no key update',
};

/**
 * Adds records of one form.
 *
 * @returns id and patient of each that was added: none is added for a patient that already has the only record the form
 *   allows.
 */
export function addRecords(
  tx: StudyTransaction,
  updatedBy: string,
  form: Form,
  records: readonly NewRecord[],
): Promise<{ id: string; patientId: string }[]> {
  return tx.rows(insertInto(form, 'r.id, r.patient_id as "patientId"'), [asJson(form, records), updatedBy]);
}

/** The same for one record, new or restored. @returns it as stored; undefined if the patient already has the only one. */
export async function addRecord(
  tx: StudyTransaction,
  updatedBy: string,
  form: Form,
  record: NewRecord | RestoredRecord,
): Promise<StoredRecord | undefined> {
  const [added] = await tx.rows<StoredRecord>(composed(insertInto(form, selectList(form))), [
    asJson(form, [record]),
    updatedBy,
  ]);
  return added;
}

/**
 * Corrects records of one form: every field is set from `values`, and a field that it leaves out becomes empty.
 *
 * @returns the ids of the records that were written. Any other was removed or changed since its version was read.
 */
export async function correctRecords(
  tx: StudyTransaction,
  updatedBy: string,
  form: Form,
  records: readonly CorrectedRecord[],
): Promise<ReadonlySet<string>> {
  const written = await tx.rows<{ id: string }>(updateOf(form, 'r.id'), [asJson(form, records), updatedBy]);
  return new Set(written.map(({ id }) => id));
}

/** The same for one record. @returns it as stored; undefined if it was removed or changed since its version was read. */
export async function correctRecord(
  tx: StudyTransaction,
  updatedBy: string,
  form: Form,
  record: CorrectedRecord,
): Promise<StoredRecord | undefined> {
  const [corrected] = await tx.rows<StoredRecord>(composed(updateOf(form, selectList(form))), [
    asJson(form, [record]),
    updatedBy,
  ]);
  return corrected;
}

/**
 * Makes records of one patient those of another of the same centre. Their values stay, and with them their versions; the
 * trail has an entry of each with both patients.
 */
export async function moveRecords(
  tx: StudyTransaction,
  form: Form,
  { ids, from, to, centreId }: { ids: readonly string[]; from: string; to: string; centreId: number },
): Promise<void> {
  await tx.rows(
    `update portal."${tableOf(form)}" r set patient_id = $2
     where r.centre_id = $3 and r.patient_id = $1 and r.id = any ($4::uuid[])`,
    [from, to, centreId, ids],
  );
}

/** The codes of a patient whose records another has now lead to that one. */
export async function leadCodesTo(
  tx: StudyTransaction,
  { from, to }: { readonly from: PatientPlace & { readonly code: string }; readonly to: PatientPlace },
): Promise<void> {
  await tx.rows(
    `insert into portal.former_code (centre_id, code, patient_id)
     select $1, $2, $3::uuid union
     select f.centre_id, f.code, $3::uuid from portal.former_code f where f.centre_id = $1 and f.patient_id = $4
     on conflict do nothing`,
    [from.centreId, from.code, to.id, from.id],
  );
}

function insertInto(form: Form, returned: string): string {
  const columns = columnsOf(form).map(({ column }) => `"${column}"`);
  const own = isExtensible(form.name)
    ? [', own, missing', ', jsonb_strip_nulls(g.own), jsonb_strip_nulls(g.missing)']
    : ['', ''];
  return `insert into portal."${tableOf(form)}" as r (id, version, patient_id, centre_id, updated_at, updated_by, ${columns.join(', ')}${own[0]})
     select coalesce(g.id, gen_random_uuid()), coalesce(g.version, 1), g.patient_id, g.centre_id, clock_timestamp(), $2, ${columns.map((column) => `g.${column}`).join(', ')}${own[1]}
     from ${recordset(form)} ${form.repeats ? '' : 'on conflict (centre_id, patient_id) do nothing'}
     returning ${returned}`;
}

function updateOf(form: Form, returned: string): string {
  const assignments = columnsOf(form).map(({ column }) => `"${column}" = g."${column}"`);
  // What was entered into a field that is retired since stays.
  if (isExtensible(form.name)) {
    assignments.push('own = jsonb_strip_nulls(r.own || g.own)', 'missing = jsonb_strip_nulls(r.missing || g.missing)');
  }
  return `update portal."${tableOf(form)}" r
     set ${assignments.join(', ')}, version = r.version + 1, updated_at = clock_timestamp(), updated_by = $2
     from ${recordset(form)}
     where r.id = g.id and r.patient_id = g.patient_id and r.centre_id = g.centre_id and r.version = g.version
     returning ${returned}`;
}

/** Rows as one JSON parameter: a statement takes 65,535 parameters at most, and its text stays the same for any number. */
function recordset(form: Form): string {
  const columns = columnsOf(form).map(({ column, type }) => `"${column}" ${type}`);
  if (isExtensible(form.name)) columns.push('own jsonb', 'missing jsonb');
  return `json_to_recordset($1::json) as g(id uuid, patient_id uuid, centre_id int, version int, ${columns.join(', ')})`;
}

function asJson(form: Form, records: readonly (NewRecord | CorrectedRecord)[]): string {
  const columns = columnsOf(form);
  const gathered = Object.keys(form.fields).filter((field) => isOwnKey(field) || isReasonKey(field));
  return JSON.stringify(
    records.map(({ patient, values, ...read }) => ({
      ...read,
      patient_id: patient.id,
      centre_id: patient.centreId,
      ...Object.fromEntries(columns.map(({ field, column }) => [column, values[field] ?? null])),
      missing: {},
      ...gatherOwn(Object.fromEntries(gathered.map((field) => [field, values[field] ?? null]))),
    })),
  );
}
