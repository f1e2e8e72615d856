import { type Form } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { composed } from '../../db/read-in-one-flight.ts';
import { type StudyTransaction } from '../../db/study-db.ts';

/** A save by the key that whoever sends it gave it: sent again, it is the same one. */
export interface KeyedSave {
  readonly patientId: string;
  readonly saveKey: string;
}

/** The record that this save of the asker's has stored; null where it has not arrived before. */
export async function recordOfSave(
  tx: StudyTransaction,
  form: Form,
  { patientId, saveKey }: KeyedSave,
): Promise<string | null> {
  const [saved] = await tx.rows<{ id: string }>(
    `select record_id as id from portal.record_save where patient_id = $1 and save_key = $2 and form = $3`,
    [patientId, saveKey, tableOf(form)],
  );
  return saved?.id ?? null;
}

/**
 * Keeps the key with the record that this transaction has just written, and nothing where it wrote none. It is sent along
 * with the write: an added record gets its id there.
 */
export async function noteSave(
  tx: StudyTransaction,
  form: Form,
  { patientId, saveKey, centreId }: KeyedSave & { readonly centreId: number },
): Promise<void> {
  await tx.rows(
    composed(`insert into portal.record_save (centre_id, patient_id, save_key, form, record_id)
      select r.centre_id, r.patient_id, $3, '${tableOf(form)}', r.id from portal."${tableOf(form)}" r
      where r.centre_id = $1 and r.patient_id = $2 and r.xmin = pg_current_xact_id()::xid`),
    [centreId, patientId, saveKey],
  );
}
