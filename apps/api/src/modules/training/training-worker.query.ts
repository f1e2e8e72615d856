import { type Pool, type PoolClient } from 'pg';
import { SlideError } from '@haim/ml';
import { type ChosenRoi } from '../rois/index.ts';
import { type Part } from './split-cases.ts';

/** A case as the worker sees it: a slide by number, its part and label, but not the patient. */
export interface ClaimedCase {
  readonly position: number;
  readonly centreId: number;
  readonly slideSha256: string;
  readonly fileName: string;
  /** For a file that does not state its scale. */
  readonly statedMicronsPerPixel: number | null;
  readonly rois: readonly ChosenRoi[];
  readonly part: Part;
  readonly positive: boolean;
  /** In which fold it is held out, by repeat; null for the test part, and without cross-validation. */
  readonly folds: readonly number[] | null;
}

/** @throws SlideError where the image of a case is gone or has changed. */
export async function readClaimedCases(pool: Pool, runId: string): Promise<ClaimedCase[]> {
  const { rows } = await pool.query<ClaimedCase & { fileName: string | null }>(
    `select c.position, c.centre_id as "centreId", c.slide_sha256 as "slideSha256", f.file_name as "fileName",
       f.stated_microns_per_pixel as "statedMicronsPerPixel", c.rois, c.part, c.positive, c.folds
     from portal.training_case c
     left join portal.slide_file f on f.slide_id = c.slide_id and f.sha256 = c.slide_sha256
     where c.run_id = $1 order by c.position`,
    [runId],
  );
  return rows.map((row) => {
    if (row.fileName !== null) return row;
    throw new SlideError('UNREADABLE', `Slide ${row.position}: its image is not the one of the list any more.`);
  });
}

export interface CaseScore {
  readonly position: number;
  readonly prps: number | null;
  readonly leftOut: string | null;
  /** By heads that saw no slide of the patient; absent without cross-validation. */
  readonly heldOut?: number | undefined;
  readonly heldOutMean?: number | undefined;
}

export async function writeCaseScores(client: PoolClient, runId: string, scores: readonly CaseScore[]): Promise<void> {
  await client.query(
    `update portal.training_case c set prps = s.prps, left_out = s.left_out, held_out = s.held_out, held_out_mean = s.held_out_mean
     from unnest($2::int[], $3::float8[], $4::text[], $5::float8[], $6::float8[])
       as s (position, prps, left_out, held_out, held_out_mean)
     where c.run_id = $1 and c.position = s.position`,
    [
      runId,
      scores.map(({ position }) => position),
      scores.map(({ prps }) => prps),
      scores.map(({ leftOut }) => leftOut),
      scores.map(({ heldOut }) => heldOut ?? null),
      scores.map(({ heldOutMean }) => heldOutMean ?? null),
    ],
  );
}
