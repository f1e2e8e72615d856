import { type Region } from '@haim/ml';
import { type Pool } from 'pg';

/** What a run stores of an outline; the regions remain available under id and version. */
export interface ChosenRoi {
  readonly id: string;
  readonly version: number;
  readonly name: string;
}

/**
 * The regions of the exact versions that a run names, joined in the order of the ids, as the worker sees them.
 *
 * @returns undefined for a run on the whole tissue.
 */
export async function regionsOfRun(pool: Pool, rois: readonly ChosenRoi[]): Promise<Region[] | undefined> {
  if (rois.length === 0) return undefined;
  const { rows } = await pool.query<{ regions: Region[] }>(
    `select v.regions from jsonb_to_recordset($1) as chosen (id uuid, version int)
     join portal.roi_version v on v.roi_id = chosen.id and v.version = chosen.version order by v.roi_id`,
    [JSON.stringify(rois)],
  );
  if (rows.length !== rois.length) throw new Error('a version of an outline is missing');
  return rows.flatMap(({ regions }) => regions);
}
