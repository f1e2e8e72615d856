import { type Form, isExtensible, type Row } from '@haim/schema';
import { columnsOf, tableOf } from '../../db/entity-from-form.ts';
import { type StudyTransaction } from '../../db/study-db.ts';

/*
 * Takes rows out of the tables of patients and forms, and keeps their last values in `removed_record`, in one statement:
 * there is never a row in both, nor in neither. Whoever removes locks the patient first, as every writer does.
 */

/** One act of removing, by which a patient and their records come back together. */
export interface Removal {
  readonly id: string;
  readonly by: string;
  readonly reason: string;
}

export interface Removed {
  readonly id: string;
  readonly removal: string;
  readonly patientId: string;
  readonly patientCode: string;
  readonly centreId: number;
  /** The table of its form, or `patient`. */
  readonly table: string;
  readonly version: number;
  readonly values: Row;
  readonly removedAt: Date;
  readonly removedBy: string;
  readonly reason: string;
  /** Of a patient, who has the records now; of a record, the one in its place. */
  readonly mergedInto: string | null;
}

/**
 * @param mergedInto - the record of another patient that stands in its place; null where it was removed.
 * @returns whether it was there in this version.
 */
export async function removeRecord(
  tx: StudyTransaction,
  removal: Removal,
  form: Form,
  { id, version, patientId }: { readonly id: string; readonly version: number; readonly patientId: string },
  mergedInto: string | null = null,
): Promise<boolean> {
  const removed = await tx.rows(takenOut(form, 'r.patient_id = $5 and r.id = $6 and r.version = $7'), [
    ...valuesOf(removal),
    ...[mergedInto, patientId, id, version],
  ]);
  return removed.length > 0;
}

/** Every record of one form that a patient has. */
export async function removeRecordsOf(
  tx: StudyTransaction,
  removal: Removal,
  form: Form,
  patientId: string,
): Promise<void> {
  await tx.rows(takenOut(form, 'r.patient_id = $5'), [...valuesOf(removal), null, patientId]);
}

/** Those records of one form and centre, in one statement. @returns how many were there. */
export async function removeRecordsAmong(
  tx: StudyTransaction,
  removal: Removal,
  form: Form,
  { centreId, ids }: { readonly centreId: number; readonly ids: readonly string[] },
): Promise<number> {
  const removed = await tx.rows(takenOut(form, 'r.centre_id = $5 and r.id = any ($6::uuid[])'), [
    ...valuesOf(removal),
    ...[null, centreId, ids],
  ]);
  return removed.length;
}

/** Patients of one centre, all without records, in one statement. @returns how many were there. */
export async function removePatientsAmong(
  tx: StudyTransaction,
  removal: Removal,
  { centreId, ids }: { readonly centreId: number; readonly ids: readonly string[] },
): Promise<number> {
  const removed = await tx.rows(patientTakenOut('p.centre_id = $5 and p.id = any ($6::uuid[])'), [
    ...valuesOf(removal),
    ...[null, centreId, ids],
  ]);
  return removed.length;
}

/**
 * A patient without records.
 *
 * @param mergedInto - the patient who got the records; null where they were removed.
 * @returns whether they were there in this version.
 */
export async function removePatient(
  tx: StudyTransaction,
  removal: Removal,
  { id, version }: { readonly id: string; readonly version: number },
  mergedInto: string | null = null,
): Promise<boolean> {
  const removed = await tx.rows(patientTakenOut('p.id = $5 and p.version = $6'), [
    ...valuesOf(removal),
    ...[mergedInto, id, version],
  ]);
  return removed.length > 0;
}

function patientTakenOut(which: string): string {
  return `with gone as (delete from portal.patient p where ${which} returning p.*)
    insert into portal.removed_record
      (removal, removed_by, reason, id, patient_id, patient_code, centre_id, form, version, "values", merged_into)
    select $1, $2, $3, g.id, g.id, g.code, g.centre_id, 'patient', g.version, '{}', $4::uuid from gone g returning id`;
}

function takenOut(form: Form, which: string): string {
  const fields = columnsOf(form).map(({ field, column }) => `g."${column}" as "${field}"`);
  const own = isExtensible(form.name) ? ' || g.own || portal.missing_reasons(g.missing)' : '';
  return `with gone as (delete from portal."${tableOf(form)}" r where ${which} returning r.*)
    insert into portal.removed_record (removal, removed_by, reason, id, patient_id, patient_code, centre_id, form, version, merged_into, "values")
    select $1, $2, $3, g.id, g.patient_id, p.code, g.centre_id, '${tableOf(form)}', g.version, $4::uuid,
      jsonb_strip_nulls((select to_jsonb(v) from (select ${fields.join(', ')}) v)${own})
    from gone g join portal.patient p on p.centre_id = g.centre_id and p.id = g.patient_id
    returning id`;
}

const valuesOf = ({ id, by, reason }: Removal): readonly unknown[] => [id, by, reason];

const columns = `r.id, r.removal, r.patient_id as "patientId", r.patient_code as "patientCode", r.centre_id as "centreId",
  r.form as "table", r.version, r."values", r.removed_at as "removedAt", r.removed_by as "removedBy", r.reason,
  r.merged_into as "mergedInto"`;

/** What was removed of a patient, newest first. */
export function removedRecordsOf(tx: StudyTransaction, patientId: string): Promise<Removed[]> {
  return tx.rows<Removed>(
    `select ${columns} from portal.removed_record r where r.patient_id = $1 and r.form <> 'patient'
     order by r.removed_at desc, r.id`,
    [patientId],
  );
}

/** Patients of a study who were removed, newest first. */
export function removedPatientsOf(
  tx: StudyTransaction,
  studyId: number,
  most: number,
): Promise<(Removed & { readonly centre: string; readonly records: number })[]> {
  return tx.rows(
    `select ${columns}, c.code as centre, (
       select count(*)::int from portal.removed_record o
       where o.centre_id = r.centre_id and o.patient_id = r.id and o.removal = r.removal and o.form <> 'patient'
     ) as records
     from portal.removed_record r join portal.centre c on c.id = r.centre_id
     where c.study_id = $1 and r.form = 'patient' order by r.removed_at desc, r.id limit $2`,
    [studyId, most],
  );
}

/** Takes one removed record of a patient back out; undefined where there is none. */
export async function takeRemovedRecord(
  tx: StudyTransaction,
  id: string,
  patientId: string,
): Promise<Removed | undefined> {
  const [taken] = await tx.rows<Removed>(
    `delete from portal.removed_record r where r.id = $1 and r.patient_id = $2 and r.form <> 'patient' returning ${columns}`,
    [id, patientId],
  );
  return taken;
}

/** A removed patient and what was removed with them, the patient first; nothing where there is none. */
export async function takeRemovedPatient(tx: StudyTransaction, id: string): Promise<Removed[]> {
  const taken = await tx.rows<Removed>(
    `delete from portal.removed_record r using portal.removed_record p
     where p.id = $1 and p.form = 'patient' and p.merged_into is null
       and r.centre_id = p.centre_id and r.patient_id = p.id and r.removal = p.removal
     returning ${columns}`,
    [id],
  );
  return taken.toSorted((one, other) => Number(other.table === 'patient') - Number(one.table === 'patient'));
}
