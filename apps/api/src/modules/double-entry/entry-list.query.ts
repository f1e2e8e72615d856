import { type Row } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { type SecondEntryTaskRow } from './double-entry.query.ts';

/** What was entered a second time of a list that waits for the asker again, by the names of the trail. */
export async function readEntriesBefore(
  { rows }: StudyTransaction,
  studyId: number,
  { patientId, form }: { readonly patientId: string; readonly form: string },
): Promise<Row[]> {
  const found = await rows<{ entry: Row }>('select portal.second_entries_before($1, $2, $3) as entry', [
    studyId,
    patientId,
    form,
  ]);
  return found.map(({ entry }) => entry);
}

export async function insertSecondList(
  tx: WriteTransaction,
  { centreId, patientId, form }: Pick<SecondEntryTaskRow, 'centreId' | 'patientId' | 'form'>,
  records: readonly Row[],
  by: string,
): Promise<void> {
  await tx.rows(
    `insert into portal.second_entry_list (centre_id, patient_id, form, records, entered_by, updated_by)
     values ($1, $2, $3, $4, $5, $5)`,
    [centreId, patientId, form, JSON.stringify(records), by],
  );
}
