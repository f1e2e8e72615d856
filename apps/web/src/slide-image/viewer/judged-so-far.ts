import { type JudgedPatchesQuery } from '@/graphql/generated/graphql.ts';
import { type PatchColumns } from './patch-rectangles.ts';
import { waiting } from './patch-style.ts';

type Answer = NonNullable<JudgedPatchesQuery['judgedPatches']>;

/** The grid of a run with what is known of it so far: a patch still to be judged has the reason `waiting`. */
export interface JudgedSoFar {
  readonly attempt: number;
  /** The last part that is in it. */
  readonly last: number;
  readonly patches: PatchColumns;
}

/** @returns the same object where the answer has nothing new; null where it belongs to a grid that is not known. */
export function withAnswer(known: JudgedSoFar | null, answer: Answer | null): JudgedSoFar | null {
  if (answer === null) return known;
  const { attempt, last, grid, place, reason } = answer;
  const before = grid
    ? { ...grid, reason: grid.reason.map((one) => one ?? waiting) }
    : known?.attempt === attempt
      ? known.patches
      : null;
  if (before === null) return null;
  const reasons: (string | null)[] = [...before.reason];
  place.forEach((at, i) => (reasons[at] = reason[i] ?? null));
  return { attempt, last, patches: { ...before, reason: reasons } };
}

/** How many of the patches that may hold tissue have been judged. */
export function judgedOf({ patches }: JudgedSoFar): { readonly extracted: number; readonly waiting: number } {
  let [extracted, left] = [0, 0];
  for (const reason of patches.reason) {
    if (reason === null) extracted++;
    else if (reason === waiting) left++;
  }
  return { extracted, waiting: left };
}
