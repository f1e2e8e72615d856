import { PortalError } from '../../context/portal-error.ts';
import { type StudyTransaction } from '../../db/study-db.ts';

/** How long the one statement of a commit may take in which the analysis rows of all patients of a file are derived. */
export const LONGEST_COMMIT = '10min';

/** One import per study at a time, or one undo: otherwise two could each add what the other is about to add. */
export async function lockImports(tx: StudyTransaction, studyId: number): Promise<void> {
  const [lock] = await tx.rows<{ taken: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('import'), $1) as taken`,
    [studyId],
  );
  if (!lock?.taken)
    throw new PortalError('CONFLICT', 'another import into this study is running; try again when it has ended');
}
