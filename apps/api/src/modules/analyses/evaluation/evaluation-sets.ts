/** The sets that scores are evaluated on, by the slides' own names; null: every scored patient, in a set or in none. */
export const evaluationSets = {
  ENTIRE: ['internal', 'external'],
  INTERNAL: ['internal'],
  EXTERNAL: ['external'],
  TRAINING: ['training'],
  ALL: null,
} as const;
export type EvaluationSetName = keyof typeof evaluationSets;

export function isIn(set: EvaluationSetName, of: string | null): boolean {
  const names = evaluationSets[set];
  return names === null || names.some((name) => name === of);
}
