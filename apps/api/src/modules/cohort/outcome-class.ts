/** PRPS: 0 favours CR/PR, 1 favours SD/PD; a score at or above the threshold predicts SD/PD. */
export const positiveClass = 'SD/PD';
export const negativeClass = 'CR/PR';

/** null where the response is missing or not evaluable: such a patient has no class. */
export function isPositive(bestResponse: string | null): boolean | null {
  if (bestResponse === 'SD' || bestResponse === 'PD') return true;
  return bestResponse === 'CR' || bestResponse === 'PR' ? false : null;
}

/** CR or PR; whoever has no evaluable response has none. */
export function isObjectiveResponse(bestResponse: string | null): boolean {
  return bestResponse === 'CR' || bestResponse === 'PR';
}
