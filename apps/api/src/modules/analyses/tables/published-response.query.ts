import { type PublishedResponse } from '@haim/schema';
import { type ClaimedRate, claimedRates } from './claimed-rates.ts';
import { type StudyTransaction, type WriteTransaction } from '../../../db/study-db.ts';

/** What the papers of a study claim of its responses. */
export async function readClaimed({ rows }: StudyTransaction, studyId: number): Promise<ClaimedRate[]> {
  return claimedRates(
    await rows<Parameters<typeof claimedRates>[0][number]>(
      'select name, citation, claims from portal.paper where study_id = $1 and removed_at is null order by name',
      [studyId],
    ),
  );
}

export interface StoredPublishedResponse extends PublishedResponse {
  /** 0 where the study states none. */
  readonly version: number;
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
}

const unstated: StoredPublishedResponse = { source: '', rates: [], version: 0, updatedAt: null, updatedBy: null };

export async function readPublished({ rows }: StudyTransaction, studyId: number): Promise<StoredPublishedResponse> {
  const [found] = await rows<StoredPublishedResponse>(
    `select source, rates, version, updated_at as "updatedAt", updated_by as "updatedBy"
     from portal.published_response where study_id = $1`,
    [studyId],
  );
  return found ?? unstated;
}

/** @returns false where another version is stored, and nothing was changed. */
export async function storePublished(
  { rows }: WriteTransaction,
  { studyId, version, by }: { readonly studyId: number; readonly version: number; readonly by: string },
  { source, rates }: PublishedResponse,
): Promise<boolean> {
  const values = [studyId, source.trim(), JSON.stringify(rates), by];
  const stored =
    version === 0
      ? await rows(
          `insert into portal.published_response (study_id, source, rates, updated_by) values ($1, $2, $3, $4)
           on conflict do nothing returning study_id`,
          values,
        )
      : await rows(
          `with written as (
             update portal.published_response set source = $2, rates = $3, version = version + 1, updated_at = now(),
               updated_by = $4 where study_id = $1 and version = $5 returning study_id
           ) select study_id from written`,
          [...values, version],
        );
  return stored.length > 0;
}
