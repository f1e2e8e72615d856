import { type Asker, readableCentres } from '../../context/asker.ts';
import { type ModelVersionRow } from './model-store.ts';

/**
 * Whether the asker may read what a version reveals about outcomes: its metrics, the number of cases and their centres,
 * and who trained it and why. The rule is that of the training run: all of its centres, or nothing. A version from the
 * operator's folder describes no centre of this portal. `portal.outcomes_are_open` is the same rule in SQL.
 */
export function outcomesAreOpenTo(
  asker: Asker,
  { origin, outcomeCentres }: Pick<ModelVersionRow, 'origin' | 'outcomeCentres'>,
): boolean {
  if (outcomeCentres === null) return origin === 'folder';
  const readable = new Set(readableCentres(asker));
  return outcomeCentres.every((centre) => readable.has(centre));
}
