/** Two groups to compare; null leaves the choice to the order of the study. */
export interface AskedPair {
  readonly reference: string | null;
  readonly comparison: string | null;
}

/** null: where the selection does not have two groups, or not those that were asked for. */
export function pairOf(groups: readonly string[], asked: AskedPair): { reference: string; comparison: string } | null {
  const reference = asked.reference ?? groups.find((label) => label !== asked.comparison);
  const comparison = asked.comparison ?? groups.find((label) => label !== reference);
  if (reference === undefined || comparison === undefined || reference === comparison) return null;
  return groups.includes(reference) && groups.includes(comparison) ? { reference, comparison } : null;
}
