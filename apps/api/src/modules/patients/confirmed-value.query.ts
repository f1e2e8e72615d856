import { type Form } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { type PatientPlace } from './record-writer.ts';

/** Why a value that a check doubts is right. A change of the value takes it away: the database does. */
export interface ConfirmedValueRow {
  readonly id: string;
  readonly recordId: string;
  readonly form: string;
  readonly field: string;
  readonly reason: string;
  /** The version of the record that was saved with it. */
  readonly recordVersion: number;
  readonly confirmedAt: Date;
  readonly confirmedBy: string;
}

/** Of a patient, by form, record and field. */
export function readConfirmedValues(
  tx: StudyTransaction,
  { centreId, id }: PatientPlace,
): Promise<ConfirmedValueRow[]> {
  return tx.rows<ConfirmedValueRow>(
    `select v.id, v.record_id as "recordId", v.form, v.field, v.reason, v.record_version as "recordVersion",
       v.confirmed_at as "confirmedAt", v.confirmed_by as "confirmedBy"
     from portal.confirmed_value v where v.centre_id = $1 and v.patient_id = $2 order by v.form, v.record_id, v.field`,
    [centreId, id],
  );
}

export interface DoubtReason {
  readonly field: string;
  readonly reason: string;
}

/** Stores the reasons beside a record as it has just been saved; one that is there is replaced. */
export async function storeConfirmedValues(
  tx: WriteTransaction,
  form: Form,
  { id: patientId, centreId }: PatientPlace,
  saved: { readonly id: string; readonly version: number },
  reasons: readonly DoubtReason[],
  by: string,
): Promise<void> {
  await tx.rows(
    `insert into portal.confirmed_value as v
       (centre_id, patient_id, record_id, form, field, reason, record_version, confirmed_by, updated_by)
     select $1, $2, $3, $4, w.field, w.reason, $5, $6, $6 from unnest($7::text[], $8::text[]) as w(field, reason)
     on conflict (centre_id, record_id, field) do update set reason = excluded.reason, record_version = excluded.record_version,
       confirmed_at = now(), confirmed_by = $6, user_id = portal.asker(), version = v.version + 1, updated_at = now(), updated_by = $6
     where v.reason <> excluded.reason`,
    [
      ...[centreId, patientId, saved.id, form.name, saved.version, by],
      reasons.map(({ field }) => field),
      reasons.map(({ reason }) => reason.trim()),
    ],
  );
}
