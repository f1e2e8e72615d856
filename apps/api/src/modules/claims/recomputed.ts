import { type Label, type Statement } from '@haim/schema';

/** One way to compute a claimed number. */
export interface Candidate {
  /** Which way, where there are several. */
  readonly label: Label | null;
  /** null where it was not reached. */
  readonly value: number | null;
}

/** Whoever did and did not, in each group, behind a test. */
export interface TestedCounts {
  readonly groups: readonly string[];
  readonly did: readonly number[];
  readonly didNot: readonly number[];
}

/** What the records give for a claim, with what explains a difference. */
export interface Recomputed {
  readonly candidates: readonly Candidate[];
  /** How it was computed, beyond the rule of the claim. */
  readonly said: readonly Statement[];
  /** Of a share: how many of how many. */
  readonly counts?: { readonly count: number; readonly of: number };
  readonly tested?: TestedCounts;
  /** Of a time: days in a month, and the days themselves by candidate. */
  readonly times?: { readonly monthDays: number; readonly days: readonly (number | null)[] };
  readonly classes?: { readonly positives: number; readonly negatives: number };
  /** Standard errors of the logarithm, by candidate. */
  readonly logStdErrors?: readonly (number | null)[];
  readonly overlap?: { readonly n: number; readonly centres: readonly string[] };
}

/** Why there is nothing to compare with. */
export interface NotRecomputed {
  readonly missing: Statement;
}

export type Answer = Recomputed | NotRecomputed;

export function isRecomputed(answer: Answer): answer is Recomputed {
  return !('missing' in answer);
}

/** The one way there is. */
export function only(value: number | null): readonly Candidate[] {
  return [{ label: null, value }];
}
