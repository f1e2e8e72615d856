import { type DiscordanceRule, type ReadLesion, type SpecialRules } from '@haim/schema';
import { type DerivedResponses } from '@haim/stats';
import { type StudyTransaction } from '../../db/study-db.ts';

export type Slot = 'first' | 'second' | 'adjudication';
export const slots: readonly Slot[] = ['first', 'second', 'adjudication'];

/** By what rule readings differ, and where the study departs from the published criteria. */
export interface ReadingRules extends SpecialRules {
  readonly discordance: DiscordanceRule;
  readonly absoluteIncreaseMm: number;
  readonly stableFromDay: number;
  readonly confirmationDays: number;
}

/** One person's reading of a case: all that a reader is shown. */
export interface ReadingRow extends ReadingRules {
  readonly id: string;
  readonly caseId: string;
  readonly number: number;
  readonly days: readonly number[];
  readonly slot: Slot;
  readonly state: 'open' | 'submitted';
  readonly lesions: readonly ReadLesion[];
  readonly newLesion: readonly boolean[];
  readonly derived: DerivedResponses | null;
  readonly chosenId: string | null;
  readonly remark: string | null;
  readonly submittedAt: Date | null;
  readonly version: number;
}

/** The columns of a rule, by the name of each: those of a plan and of a case are the same. */
export const ruleColumns: Readonly<Record<keyof ReadingRules, string>> = {
  discordance: 'discordance',
  absoluteIncreaseMm: 'absolute_increase_mm',
  stableFromDay: 'stable_from_day',
  confirmationDays: 'confirmation_days',
  thrombusAsTarget: 'thrombus_as_target',
  hilarNodeMm: 'hilar_node_mm',
  nodeMm: 'node_mm',
  effusionNeedsCytology: 'effusion_needs_cytology',
  atypicalGrowthMm: 'atypical_growth_mm',
};
export const ruleNames = Object.keys(ruleColumns) as (keyof ReadingRules)[];

/** The rules of a row, as a select names them. */
export const rulesOf = (row: string): string =>
  ruleNames.map((name) => `${row}.${ruleColumns[name]} as "${name}"`).join(', ');

const readingSql = `
  select r.id, r.case_id as "caseId", c.number, c.days, ${rulesOf('c')}, r.slot, r.state, r.lesions,
    r.new_lesion as "newLesion", r.derived, r.chosen_id as "chosenId", r.remark, r.submitted_at as "submittedAt", r.version
  from portal.reading r join portal.reading_case c on c.centre_id = r.centre_id and c.id = r.case_id
  where r.centre_id = any($1)`;

/** The readings that somebody is to make or has made, open ones first. */
export function readReadingsOf(tx: StudyTransaction, centreIds: readonly number[], userId: string) {
  return tx.rows<ReadingRow>(`${readingSql} and r.user_id = $2 order by r.state, c.number, r.id`, [centreIds, userId]);
}

export async function readReadingOf(
  tx: StudyTransaction,
  centreIds: readonly number[],
  userId: string,
  id: string,
): Promise<ReadingRow | null> {
  const rows = await tx.rows<ReadingRow>(`${readingSql} and r.user_id = $2 and r.id = $3`, [centreIds, userId, id]);
  return rows[0] ?? null;
}

/** The two readings between which somebody decides, in an order that says nothing of who made them. */
export function readRivals(tx: StudyTransaction, centreIds: readonly number[], caseId: string): Promise<ReadingRow[]> {
  return tx.rows(
    `${readingSql} and r.case_id = $2 and r.slot <> 'adjudication' and r.state = 'submitted' order by md5(r.id::text)`,
    [centreIds, caseId],
  );
}

export interface StoredContent {
  readonly lesions: readonly ReadLesion[];
  readonly newLesion: readonly boolean[];
  readonly remark: string | null;
  /** Null while it is not handed in, and for an adjudication that chose a reading. */
  readonly derived: DerivedResponses | null;
  readonly chosenId: string | null;
  readonly isSubmitted: boolean;
}

/** @returns whether it was written: the version is the stored one, and the reading was not handed in yet. */
export async function writeReading(
  { rows }: StudyTransaction,
  { id, version, author }: { id: string; version: number; author: string },
  { lesions, newLesion, remark, derived, chosenId, isSubmitted }: StoredContent,
): Promise<boolean> {
  const written = await rows(
    `with written as (
       update portal.reading set lesions = $4, new_lesion = $5, remark = $6, derived = $7, overall = $8, best = $9, progression_day = $10,
         chosen_id = $11, state = $12, submitted_at = case $12 when 'submitted' then now() end, version = version + 1,
         updated_at = now(), updated_by = $3
       where id = $1 and version = $2 and state = 'open' returning id
     ) select id from written`,
    [
      id,
      version,
      author,
      JSON.stringify(lesions),
      newLesion,
      remark,
      derived && JSON.stringify(derived),
      derived && derived.visits.map(({ overall }) => overall),
      derived && derived.best.response,
      derived && derived.progressionDay,
      chosenId,
      isSubmitted ? 'submitted' : 'open',
    ],
  );
  return written.length === 1;
}
