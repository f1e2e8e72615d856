import { compareEntries, type Form, type RecordOutcome, type Row } from '@haim/schema';
import { choiceOf, type FieldDecision, isFieldDecided, undecided } from './field-decision.ts';
import { type ListRecord } from './query.ts';

/** What is decided of a record of a list. */
export interface RecordDecision {
  /** Of a record that one person alone has entered. */
  readonly outcome: RecordOutcome | '';
  /** With `same`, of a record of the first person: the comparison of the second's. */
  readonly sameAs: string;
  readonly fields: Readonly<Record<string, FieldDecision>>;
}

export type Decisions = Readonly<Record<string, RecordDecision>>;

const nothing: RecordDecision = { outcome: '', sameAs: '', fields: {} };

export function decisionOf(decisions: Decisions, { comparison }: ListRecord): RecordDecision {
  return decisions[comparison.id] ?? nothing;
}

export function fieldDecisionOf({ fields }: RecordDecision, field: string): FieldDecision {
  return fields[field] ?? undecided;
}

/** The record of the first person that is said to be the same as this one of the second's. */
export function takenBy(
  list: readonly ListRecord[],
  decisions: Decisions,
  { comparison }: ListRecord,
): ListRecord | undefined {
  return list.find((one) => {
    const { outcome, sameAs } = decisionOf(decisions, one);
    return one.comparison.enteredBy === 'first' && outcome === 'same' && sameAs === comparison.id;
  });
}

/** The records of the second person that one of the first's may be the same as: nobody has decided of them yet. */
export function partnersOf(list: readonly ListRecord[], decisions: Decisions, record: ListRecord): ListRecord[] {
  return list.filter((one) => {
    if (one.comparison.enteredBy !== 'second' || one.comparison.state !== 'differs' || one.record !== null)
      return false;
    const taker = takenBy(list, decisions, one);
    return taker === undefined || taker === record;
  });
}

/** What holds of a record that one person alone has entered, in the order of the keys 1, 2, 3. */
export function outcomesOf(list: readonly ListRecord[], decisions: Decisions, record: ListRecord): RecordOutcome[] {
  const { enteredBy } = record.comparison;
  if (enteredBy === 'both') return [];
  if (enteredBy === 'first')
    return ['keep', 'remove', ...(partnersOf(list, decisions, record).length > 0 ? (['same'] as const) : [])];
  // Where the first person has added it meanwhile, it cannot be entered again.
  return record.record === null ? ['enter', 'dismiss'] : ['same', 'dismiss'];
}

/** The two entries of which fields are decided; null where none are. */
export function pairOf(
  list: readonly ListRecord[],
  decisions: Decisions,
  one: ListRecord,
): { readonly first: Row; readonly second: Row } | null {
  const { comparison, record } = one;
  const { outcome, sameAs } = decisionOf(decisions, one);
  const pair = (first: unknown, second: unknown) =>
    first && second ? { first: first as Row, second: second as Row } : null;
  if (comparison.enteredBy === 'both') return pair(comparison.first, comparison.second);
  if (outcome !== 'same') return null;
  if (comparison.enteredBy === 'second') return pair(record, comparison.second);
  const other = list.find((candidate) => candidate.comparison.id === sameAs);
  return pair(comparison.first, other?.comparison.second);
}

/** Fields that differ and are to be decided. */
export function differingOf(list: readonly ListRecord[], decisions: Decisions, form: Form, one: ListRecord): string[] {
  const pair = pairOf(list, decisions, one);
  if (pair === null) return [];
  return compareEntries(form, pair.first, pair.second).flatMap(({ field, agrees }) => (agrees ? [] : [field]));
}

/** Whether somebody has begun to decide it. */
export function isBegun(decisions: Decisions, one: ListRecord): boolean {
  const { outcome, fields } = decisionOf(decisions, one);
  return outcome !== '' || Object.values(fields).some(({ choice }) => choice !== '');
}

export function isDecided(list: readonly ListRecord[], decisions: Decisions, form: Form, one: ListRecord): boolean {
  const decision = decisionOf(decisions, one);
  if (one.comparison.enteredBy !== 'both' && decision.outcome === '') return false;
  if (decision.outcome === 'same' && pairOf(list, decisions, one) === null) return false;
  return differingOf(list, decisions, form, one).every((field) => isFieldDecided(fieldDecisionOf(decision, field)));
}

/** As the API takes it. */
export function inputOf(list: readonly ListRecord[], decisions: Decisions, form: Form, one: ListRecord) {
  const decision = decisionOf(decisions, one);
  const { comparison, recordVersion } = one;
  return {
    id: comparison.id,
    version: comparison.version,
    recordVersion: recordVersion ?? null,
    outcome: decision.outcome || null,
    sameAs: comparison.enteredBy === 'first' && decision.outcome === 'same' ? decision.sameAs : null,
    choices: differingOf(list, decisions, form, one).map((field) =>
      choiceOf(form, field, fieldDecisionOf(decision, field)),
    ),
  };
}

/** By their keys, so that what may be the same record stands side by side. */
export function inOrderOfKeys(form: Pick<Form, 'key'>, records: readonly ListRecord[]): ListRecord[] {
  const valueOf = ({ comparison }: ListRecord, field: string): unknown =>
    ((comparison.first ?? comparison.second ?? {}) as Row)[field] ?? null;
  return records.toSorted((one, other) => {
    for (const field of form.key) {
      const [a, b] = [valueOf(one, field), valueOf(other, field)];
      if (a === b) continue;
      if (a === null || b === null) return a === null ? 1 : -1;
      const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
      if (order !== 0) return order;
    }
    return 0;
  });
}
