import { type ChecklistAnswer } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface StoredAnswer extends ChecklistAnswer {
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** Those that were ever answered, in no order: the checklist has one. */
export async function readAnswers({ rows }: StudyTransaction, studyId: number): Promise<StoredAnswer[]> {
  const found = await rows<StoredAnswer>(
    `select checklist, item, state, answer, place, version, updated_at as "updatedAt", updated_by as "updatedBy"
     from portal.checklist_answer where study_id = $1`,
    [studyId],
  );
  return found.map((one) => ({ ...one, updatedAt: new Date(one.updatedAt) }));
}

interface Written {
  readonly studyId: number;
  /** The one that was read; 0 where the item was never answered. */
  readonly version: number;
  readonly by: string;
}

/** @returns false where another version is stored, and nothing was changed. */
export async function storeAnswer(
  { rows }: WriteTransaction,
  { studyId, version, by }: Written,
  { checklist, item, state, answer, place }: ChecklistAnswer,
): Promise<boolean> {
  const values = [studyId, checklist, item, state, answer, place, by];
  const stored =
    version === 0
      ? await rows(
          `insert into portal.checklist_answer (study_id, checklist, item, state, answer, place, updated_by)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning item`,
          values,
        )
      : await rows(
          `with written as (
             update portal.checklist_answer set state = $4, answer = $5, place = $6, version = version + 1,
               updated_at = now(), updated_by = $7
             where study_id = $1 and checklist = $2 and item = $3 and version = $8 returning item
           ) select item from written`,
          [...values, version],
        );
  return stored.length > 0;
}
