import { createHash } from 'node:crypto';
import { type EvaluatedCase } from './evaluation-figures.ts';

/**
 * Names the cases of an evaluation: the same patients with the same scores and responses have the same hash, whichever class
 * is called positive, and no others.
 */
export function casesHash(
  cases: readonly Pick<EvaluatedCase, 'patientId' | 'score' | 'positive'>[],
  isFlipped: boolean,
): string {
  const lines = cases.map(
    ({ patientId, score, positive }) => `${patientId} ${score} ${positive !== isFlipped ? 1 : 0}\n`,
  );
  return createHash('sha256').update(lines.toSorted().join('')).digest('hex');
}
