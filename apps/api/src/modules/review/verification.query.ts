import { columnOf, fieldOfReason, type Form, type FormName, forms, isReasonKey } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { type PatientPlace } from './review.query.ts';

export interface VerificationRow {
  readonly id: string;
  readonly centreId: number;
  readonly recordId: string;
  readonly form: string;
  /** Null: all of the record. */
  readonly field: string | null;
  readonly verified: boolean;
  readonly verifiedAt: Date;
  readonly verifiedBy: string;
  /** Columns that changed since. */
  readonly revertedFields: readonly string[];
  readonly revertedAt: Date | null;
  readonly revertedBy: string | null;
}

const columns = `v.id, v.centre_id as "centreId", v.record_id as "recordId", v.form, v.field, v.verified,
  v.verified_at as "verifiedAt", v.verified_by as "verifiedBy", v.reverted_fields as "revertedFields",
  v.reverted_at as "revertedAt", v.reverted_by as "revertedBy"`;

export function readVerificationsOf(tx: StudyTransaction, patient: PatientPlace): Promise<VerificationRow[]> {
  return tx.rows<VerificationRow>(
    `select ${columns} from portal.record_verification v where v.centre_id = $1 and v.patient_id = $2
     order by v.form, v.record_id, v.field nulls first`,
    [patient.centreId, patient.id],
  );
}

export async function findVerification(tx: StudyTransaction, id: string): Promise<VerificationRow | undefined> {
  const [found] = await tx.rows<VerificationRow>(
    `select ${columns} from portal.record_verification v join portal.patient p on p.centre_id = v.centre_id and p.id = v.patient_id
     where v.id = $1`,
    [id],
  );
  return found;
}

export interface Verified {
  readonly form: string;
  readonly recordId: string;
  readonly field: string | null;
  /** The version of the record that was read; the database refuses another one. */
  readonly version: number;
}

export async function storeVerification(
  tx: WriteTransaction,
  patient: PatientPlace,
  { form, recordId, field, version }: Verified,
  by: string,
): Promise<VerificationRow> {
  const [stored] = await tx.rows<VerificationRow>(
    `insert into portal.record_verification as v
       (centre_id, patient_id, record_id, form, field, record_version, verified_by, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $7)
     on conflict (centre_id, record_id, field) do update set record_version = excluded.record_version, verified = true,
       verified_at = now(), verified_by = $7, user_id = portal.asker(), reverted_fields = '{}', reverted_at = null,
       reverted_by = null, version = v.version + 1, updated_at = now(), updated_by = $7
     returning ${columns}`,
    [patient.centreId, patient.id, recordId, form, field, version, by],
  );
  if (!stored) throw new Error('a mark that was stored is not returned');
  return stored;
}

/** @returns whether there was one. */
export async function removeVerification(tx: WriteTransaction, id: string): Promise<boolean> {
  const removed = await tx.rows('delete from portal.record_verification where id = $1 returning id', [id]);
  return removed.length > 0;
}

export interface VerifiedShare {
  readonly centre: string;
  readonly form: FormName;
  readonly records: number;
  readonly verified: number;
}

/** How many records of each form each centre has, and how many of them are verified as a whole; pairs without a record are left out. */
export function countVerified(tx: StudyTransaction, centreIds: readonly number[]): Promise<VerifiedShare[]> {
  const counts = forms.map(
    (form: Form, place) => `
      select r.centre_id, ${place} as place, '${form.name}' as form, count(*)::int as records, count(v.id)::int as verified
      from portal."${tableOf(form)}" r left join portal.record_verification v
        on v.centre_id = r.centre_id and v.record_id = r.id and v.field is null and v.verified
      where r.centre_id = any ($1) group by r.centre_id`,
  );
  return tx.rows<VerifiedShare>(
    `select c.code as centre, n.form, n.records, n.verified from (${counts.join(' union all ')}) n
     join portal.centre c on c.id = n.centre_id order by c.code, n.place`,
    [centreIds],
  );
}

const unverified = forms.map(
  (form: Form) => `
    select r.patient_id from portal."${tableOf(form)}" r where r.centre_id = any($1) and not exists (
      select from portal.record_verification v
      where v.centre_id = r.centre_id and v.record_id = r.id and v.field is null and v.verified
    )`,
);

/** The patients of whom a record was not compared with its source as a whole, or has changed since. */
export async function findUnverified(
  { rows }: StudyTransaction,
  centreIds: readonly number[],
): Promise<ReadonlySet<string>> {
  const found = await rows<{ id: string }>(
    `select distinct patient_id as id from (${unverified.join(' union all ')}) u`,
    [centreIds],
  );
  return new Set(found.map(({ id }) => id));
}

/** The field of a form to which a column in the trail belongs: a reason for a missing value is of its field. */
export function fieldOfColumn(form: string, column: string): string {
  if (isReasonKey(column)) return fieldOfReason(column);
  const declared = forms.find(({ name }) => name === form);
  return Object.keys(declared?.fields ?? {}).find((field) => columnOf(field) === column) ?? column;
}
