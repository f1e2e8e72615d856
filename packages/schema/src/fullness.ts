import { appliesTo } from './applies.ts';
import { type Form, type Label, type Row } from './form.ts';
import { reasonOf } from './reason-key.ts';
import { valuesOf } from './missing/reasons.ts';

/**
 * What a record should contain: single fields, or fields of which exactly one is filled (a date or a study day).
 *
 * @param row - the record, of which only the fields that apply are asked; without it, all that may be.
 */
export function asksOf(form: Form, row: Row | null = null): readonly (readonly string[])[] {
  const choices = form.rules.flatMap(({ fields, isChoice }) => (isChoice ? [fields] : []));
  const chosen = new Set(choices.flat());
  const single = valuesOf(form).filter(
    ([field, spec]) => !chosen.has(field) && !spec.retired && (row === null || appliesTo(spec, row)),
  );
  return [...choices, ...single.map(([field]) => [field])];
}

/** What of that the record still lacks. */
export function lacksOf(form: Form, row: Row): readonly (readonly string[])[] {
  return asksOf(form, row).filter((fields) => !fields.some((field) => isAnswered(row, field)));
}

/** How much of what a record should contain is answered: by a value, or by a reason that is final. */
export function filledOf(form: Form, row: Row): number {
  return asksOf(form, row).length - lacksOf(form, row).length;
}

/** `pending` says that the value is still to come. */
function isAnswered(row: Row, field: string): boolean {
  const reason = reasonOf(row, field);
  return (row[field] ?? null) !== null || (reason !== null && reason !== 'pending');
}

export const recordStates = [
  'empty',
  'draft',
  'incomplete',
  'complete',
  'queried',
  'verified',
  'frozen',
  'locked',
  'signed',
] as const;
export type RecordState = (typeof recordStates)[number];

export const recordStateLabels: Readonly<Record<RecordState, Label>> = {
  empty: { en: 'Nothing recorded', zh: '未记录' },
  draft: { en: 'Draft, not saved', zh: '草稿，未保存' },
  incomplete: { en: 'Incomplete', zh: '未完成' },
  complete: { en: 'Complete', zh: '已完成' },
  queried: { en: 'Query not closed', zh: '质疑未关闭' },
  verified: { en: 'Verified', zh: '已核对' },
  frozen: { en: 'Frozen', zh: '已冻结' },
  locked: { en: 'Locked', zh: '已锁定' },
  signed: { en: 'Signed', zh: '已签署' },
};

/** What is known of the records of a form that a patient has; of what is left out there is nothing. */
export interface KnownOfRecords {
  readonly n: number;
  readonly filled: number;
  readonly asked: number;
  /** Whether something was typed into the form that is not stored yet: only the browser of who typed it knows. */
  readonly isDraft?: boolean;
  /** Queries that are not closed. */
  readonly queried?: number;
  /** Records that were compared with their source as a whole, are frozen or locked, and have a valid signature. */
  readonly verified?: number;
  readonly frozen?: number;
  readonly locked?: number;
  readonly signed?: number;
}

/**
 * The state in which a grid shows the records of a form: the one place where it is decided. What is not saved comes before
 * all, because it could be lost, then a query that is not closed, because somebody has to act; otherwise the furthest state
 * that every record has reached.
 */
export function recordState(known: KnownOfRecords): RecordState {
  const { n, filled, asked, isDraft = false, queried = 0, verified = 0, frozen = 0, locked = 0, signed = 0 } = known;
  if (isDraft) return 'draft';
  if (queried > 0) return 'queried';
  if (n === 0) return 'empty';
  if (signed >= n) return 'signed';
  if (locked >= n) return 'locked';
  // A locked record is frozen too.
  if (frozen >= n) return 'frozen';
  if (verified >= n) return 'verified';
  return filled < asked ? 'incomplete' : 'complete';
}
