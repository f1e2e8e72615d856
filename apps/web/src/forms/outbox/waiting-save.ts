import { type Form, type Issue, type Row } from '@haim/schema';
import { type Current, type Refusal } from '../answers.ts';
import { conflictLines, mineOverTheirs } from '../conflict.ts';
import { type DoubtReason } from '../issues-shown.ts';

/** A save that the server has not answered: kept in the browser of who made it, until it has arrived once. */
export interface WaitingSave {
  readonly userId: string;
  /** By which the server knows it where it arrives twice. */
  readonly saveKey: string;
  readonly study: string;
  readonly patientId: string;
  readonly form: string;
  readonly id: string | null;
  readonly version: number | null;
  /** The record as it was read before, and as it was typed. */
  readonly before: Row;
  readonly values: Row;
  readonly reason: string | null;
  /** Why doubtful values are right. */
  readonly doubts?: readonly DoubtReason[];
  /** When it was made, in milliseconds. */
  readonly at: number;
  /** What the server said where it did not take it: somebody has to decide. */
  readonly refused?: { readonly current: Current } | { readonly issues: readonly Issue[] } | { readonly code: string };
}

/** Without an answer, or from a portal that is restarting: it is sent again later. */
const withoutAnswer = ['NETWORK', 'UNAVAILABLE', 'HTTP_502', 'HTTP_503', 'HTTP_504'];

export function isUnanswered(refusal: Refusal): boolean {
  return refusal.kind === 'failed' && withoutAnswer.includes(refusal.code);
}

/**
 * What becomes of a save that found another version: where the two changed different fields, both are kept and it is sent
 * again; otherwise it waits for a decision.
 */
export function settledWith(form: Form, save: WaitingSave, current: Current): WaitingSave {
  const { before, values } = save;
  const asks = conflictLines(form, before, values, current.values).some(({ bothChanged }) => bothChanged);
  if (asks || save.reason === null) return { ...save, refused: { current } };
  return over(form, save, current, save.reason);
}

/** The save on top of what is stored now: fields that were not touched take the stored value. */
export function over(form: Form, save: WaitingSave, current: Current, reason: string): WaitingSave {
  const { refused: _, ...waiting } = save;
  return {
    ...waiting,
    id: save.id ?? current.id ?? null,
    version: current.version,
    values: mineOverTheirs(form, save.before, save.values, current.values),
    before: current.values,
    reason,
  };
}

/** Where saves of one record wait, the newest takes the place of the others: it has everything that they had. */
export function addedTo(waiting: readonly WaitingSave[], save: WaitingSave, repeats: boolean): WaitingSave[] {
  const isSame = (other: WaitingSave) =>
    other.patientId === save.patientId &&
    other.form === save.form &&
    (save.id === null ? !repeats && other.id === null : other.id === save.id);
  const before = waiting.find(isSame)?.before ?? save.before;
  return [...waiting.filter((other) => !isSame(other)), { ...save, before }];
}
