/** The sets that scores are evaluated on, by the slides' own names. */
export const evaluationSets = {
  ENTIRE: ['internal', 'external'],
  INTERNAL: ['internal'],
  EXTERNAL: ['external'],
  TRAINING: ['training'],
} as const;
export type EvaluationSetName = keyof typeof evaluationSets;

export function isIn(set: EvaluationSetName, of: string | null): boolean {
  return evaluationSets[set].some((name) => name === of);
}
