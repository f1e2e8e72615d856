import { type PartialMap } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

/** The mappings that were last imported with, of tables with these columns, by shape. */
export async function readRemembered(
  tx: StudyTransaction,
  studyId: number,
  shapes: readonly string[],
): Promise<ReadonlyMap<string, PartialMap>> {
  const rows = await tx.rows<{ shape: string; map: PartialMap }>(
    'select shape, map from portal.import_mapping where study_id = $1 and shape = any ($2)',
    [studyId, shapes],
  );
  return new Map(rows.map(({ shape, map }) => [shape, map]));
}

/** Keeps the mapping of tables with these columns, in place of an earlier one. */
export async function remember(
  tx: WriteTransaction,
  { studyId, shape, map, by }: { studyId: number; shape: string; map: unknown; by: string },
): Promise<void> {
  await tx.rows(
    `insert into portal.import_mapping as m (study_id, shape, map, updated_by) values ($1, $2, $3, $4)
     on conflict (study_id, shape) do update
     set map = excluded.map, version = m.version + 1, updated_at = clock_timestamp(), updated_by = excluded.updated_by
     where m.map <> excluded.map`,
    [studyId, shape, JSON.stringify(map), by],
  );
}
