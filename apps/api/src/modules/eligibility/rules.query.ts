import { type Criterion, type EligibilityRules, type Population } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

/** What a study states about eligibility, and who stated it. */
export interface StoredRules extends EligibilityRules {
  /** 0 where nothing was ever stated. */
  readonly version: number;
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
}

interface RulesRow {
  readonly population: Population;
  readonly criteria: readonly Criterion[];
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const unstated: StoredRules = { population: 'eligible', criteria: [], version: 0, updatedAt: null, updatedBy: null };

export async function readRules({ rows }: StudyTransaction, studyId: number): Promise<StoredRules> {
  const [found] = await rows<RulesRow>(
    `select population, criteria, version, updated_at as "updatedAt", updated_by as "updatedBy"
     from portal.study_eligibility where study_id = $1`,
    [studyId],
  );
  return found ?? unstated;
}

/** @returns false where another version is stored, and nothing was changed. */
export async function storeRules(
  { rows }: WriteTransaction,
  studyId: number,
  version: number,
  { population, criteria }: EligibilityRules,
  by: string,
): Promise<boolean> {
  const values = [studyId, population, JSON.stringify(criteria), by];
  const stored =
    version === 0
      ? await rows(
          `insert into portal.study_eligibility (study_id, population, criteria, updated_by) values ($1, $2, $3, $4)
           on conflict do nothing returning study_id`,
          values,
        )
      : await rows(
          `update portal.study_eligibility set population = $2, criteria = $3, version = version + 1, updated_at = now(),
             updated_by = $4 where study_id = $1 and version = $5 returning study_id`,
          [...values, version],
        );
  return stored.length > 0;
}
