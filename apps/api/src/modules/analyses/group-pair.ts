import { comparedGroups, isCompared } from '@haim/schema';

/** Two groups to compare; null leaves the choice to the order of the study. */
export interface AskedPair {
  readonly reference: string | null;
  readonly comparison: string | null;
}

/**
 * The groups to compare. Of two cohorts, patients of both are a group of their own beside them where they are apart, and
 * neither of the two unless they are asked for.
 *
 * @returns null where the selection does not have two groups, or not those that were asked for.
 */
export function pairOf(
  present: readonly string[],
  asked: AskedPair,
  groupBy: string,
): { reference: string; comparison: string } | null {
  const named = [asked.reference, asked.comparison];
  const groups = isCompared(groupBy)
    ? present.filter((label) => label !== comparedGroups.both || named.includes(label))
    : present;
  const reference = asked.reference ?? groups.find((label) => label !== asked.comparison);
  const comparison = asked.comparison ?? groups.find((label) => label !== reference);
  if (reference === undefined || comparison === undefined || reference === comparison) return null;
  return groups.includes(reference) && groups.includes(comparison) ? { reference, comparison } : null;
}
