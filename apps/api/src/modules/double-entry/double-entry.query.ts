import { type ComparisonState, type EntryChoice, type FormName, type RecordOutcome, type Row } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface DoubleEntryRule {
  readonly forms: readonly FormName[];
  /** 1 to 100. */
  readonly sharePercent: number;
  /** 0 where the study has set none: no form is entered twice. */
  readonly version: number;
}

const none: DoubleEntryRule = { forms: [], sharePercent: 100, version: 0 };

export async function readRule({ rows }: StudyTransaction, studyId: number): Promise<DoubleEntryRule> {
  const [rule] = await rows<DoubleEntryRule>(
    `select forms, share_percent as "sharePercent", version from portal.double_entry_rule where study_id = $1`,
    [studyId],
  );
  return rule ?? none;
}

/** @returns whether it was written: the version is the stored one, or 0 where there is none. */
export async function writeRule(
  { rows }: WriteTransaction,
  studyId: number,
  { forms, sharePercent, version }: DoubleEntryRule,
  by: string,
): Promise<boolean> {
  const written =
    version === 0
      ? await rows(
          `insert into portal.double_entry_rule (study_id, forms, share_percent, updated_by) values ($1, $2, $3, $4)
           on conflict (study_id) do nothing returning study_id`,
          [studyId, forms, sharePercent, by],
        )
      : await rows(
          `with written as (
             update portal.double_entry_rule set forms = $2, share_percent = $3, version = version + 1, updated_at = now(), updated_by = $4
             where study_id = $1 and version = $5 returning study_id
           ) select study_id from written`,
          [studyId, forms, sharePercent, by, version],
        );
  return written.length > 0;
}

/** A record to be entered a second time, or one that the asker has entered. */
export interface SecondEntryTaskRow {
  readonly patientId: string;
  readonly patientCode: string;
  readonly centreId: number;
  readonly centre: string;
  readonly form: FormName;
  readonly enteredAt: Date | null;
}

/** What waits, by centre and code, then what the asker has handed in, the newest first. */
export function readTasks(tx: StudyTransaction, studyId: number): Promise<SecondEntryTaskRow[]> {
  return tx.rows<SecondEntryTaskRow>(
    `select t.patient_id as "patientId", t.patient_code as "patientCode", t.centre_id as "centreId", c.code as centre, t.form,
       t.entered_at as "enteredAt"
     from portal.second_entry_tasks($1) t join portal.centre c on c.id = t.centre_id
     order by t.entered_at desc nulls first, c.code, t.patient_code, t.form`,
    [studyId],
  );
}

export async function insertSecondEntry(
  tx: WriteTransaction,
  { centreId, patientId, form }: Pick<SecondEntryTaskRow, 'centreId' | 'patientId' | 'form'>,
  values: Row,
  by: string,
): Promise<void> {
  await tx.rows(
    `insert into portal.second_entry (centre_id, patient_id, form, "values", entered_by, updated_by)
     values ($1, $2, $3, $4, $5, $5)`,
    [centreId, patientId, form, JSON.stringify(values), by],
  );
}

export interface ComparisonRow {
  readonly id: string;
  readonly centreId: number;
  readonly centre: string;
  readonly patientId: string;
  readonly patientCode: string;
  /** Null where the second person alone has entered it, and no record has come of it. */
  readonly recordId: string | null;
  readonly form: FormName;
  /** The second entry of a list that it is of; null of a form of one record. */
  readonly listId: string | null;
  readonly state: ComparisonState;
  /** By the names of the trail, as they were compared; null where this person has not entered it. */
  readonly first: Row | null;
  readonly second: Row | null;
  readonly firstVersion: number | null;
  readonly firstBy: string | null;
  readonly secondBy: string;
  readonly comparedAt: Date;
  readonly chosen: Readonly<Record<string, EntryChoice>> | null;
  /** What holds of a record that one person alone has entered, and the comparison of the one that it is the same as. */
  readonly outcome: RecordOutcome | null;
  readonly sameAs: string | null;
  readonly reason: string | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly version: number;
}

const comparisons = `
  select e.id, e.centre_id as "centreId", c.code as centre, e.patient_id as "patientId", p.code as "patientCode",
    e.record_id as "recordId", e.form, e.state, e.first_values as first, e.second_values as second,
    e.first_version as "firstVersion", e.first_by as "firstBy", e.second_by as "secondBy", e.compared_at as "comparedAt",
    e.list_id as "listId", e.outcome, e.same_as as "sameAs", e.chosen, e.resolve_reason as reason, e.resolved_at as "resolvedAt", e.resolved_by as "resolvedBy", e.version
  from portal.entry_comparison e join portal.patient p on p.centre_id = e.centre_id and p.id = e.patient_id
  join portal.centre c on c.id = e.centre_id`;

/**
 * Of a record that is removed nothing is to be decided; both entries are there again with it. That it was removed here is a
 * decision like any other.
 */
const isThere = `(coalesce(e.outcome = 'remove', false)
  or not exists (select from portal.removed_record r where r.centre_id = e.centre_id and r.id = e.record_id))`;

/** The oldest first, so that what has waited longest is resolved first. @param states - all where empty. */
export function readComparisons(
  tx: StudyTransaction,
  centreIds: readonly number[],
  states: readonly ComparisonState[],
  most: number,
): Promise<ComparisonRow[]> {
  return tx.rows<ComparisonRow>(
    `${comparisons} where e.centre_id = any ($1) and ${isThere} and (cardinality($2::text[]) = 0 or e.state = any ($2))
     order by e.compared_at, e.id limit $3`,
    [centreIds, states, most],
  );
}

export async function readComparison(tx: StudyTransaction, id: string): Promise<ComparisonRow | undefined> {
  const [found] = await tx.rows<ComparisonRow>(`${comparisons} where e.id = $1`, [id]);
  return found;
}

/** Of one list, by when they were added. */
export function readComparisonsOfList(tx: StudyTransaction, listId: string): Promise<ComparisonRow[]> {
  return tx.rows<ComparisonRow>(
    `${comparisons} where e.list_id = $1 and ${isThere} order by e.first_values is null, e.second_values is null, e.id`,
    [listId],
  );
}

/** The records of a patient's list that a comparison names. */
export async function readRecordsCompared(
  { rows }: StudyTransaction,
  { centreId, patientId, form }: Pick<ComparisonRow, 'centreId' | 'patientId' | 'form'>,
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    `select record_id as id from portal.entry_comparison
     where centre_id = $1 and patient_id = $2 and form = $3 and record_id is not null`,
    [centreId, patientId, form],
  );
  return found.map(({ id }) => id);
}

export function countComparisons(
  tx: StudyTransaction,
  centreIds: readonly number[],
): Promise<{ state: ComparisonState; n: number }[]> {
  return tx.rows(
    `select e.state, count(*)::int as n from portal.entry_comparison e
     join portal.patient p on p.centre_id = e.centre_id and p.id = e.patient_id
     where e.centre_id = any ($1) and ${isThere} group by e.state`,
    [centreIds],
  );
}

/** How a comparison was decided. */
export interface Resolution {
  readonly chosen: Row;
  readonly reason: string;
  readonly by: string;
  /** Of a record that one person alone has entered. */
  readonly outcome?: RecordOutcome;
  readonly sameAs?: string | null;
  /** The record that has come of an entry of the second person, or was added meanwhile. */
  readonly recordId?: string | null;
}

/** @returns whether it was written: it is of this version and not resolved yet. */
export async function storeResolution(
  tx: WriteTransaction,
  { id, version }: { readonly id: string; readonly version: number },
  { chosen, reason, by, outcome, sameAs, recordId }: Resolution,
): Promise<boolean> {
  const resolved = await tx.rows(
    `with resolved as (
       update portal.entry_comparison set state = 'resolved', chosen = $3, resolve_reason = $4, resolved_at = now(), resolved_by = $5,
         outcome = $6, same_as = $7, record_id = coalesce(record_id, $8::uuid), version = version + 1, updated_at = now(), updated_by = $5
       where id = $1 and version = $2 and state = 'differs' returning id
     ) select id from resolved`,
    [id, version, JSON.stringify(chosen), reason, by, outcome ?? null, sameAs ?? null, recordId ?? null],
  );
  return resolved.length > 0;
}
