import { drawnRoc } from '@haim/stats';
import { badInput } from '../../../context/portal-error.ts';

interface RocColumns {
  readonly thresholds: (number | null)[];
  readonly sensitivity: number[];
  readonly specificity: number[];
}

const widest = 10_000;

/**
 * The vertices that a picture of this many pixels can show.
 *
 * @param width - null: all of them.
 * @throws BAD_USER_INPUT naming the field and its range.
 */
export function rocFor({ thresholds, sensitivity, specificity }: RocColumns, width: number | null): RocColumns {
  if (width === null) return { thresholds, sensitivity, specificity };
  if (!(width >= 1 && width <= widest)) {
    throw badInput(`width must be from 1 to ${widest}`, [
      {
        field: 'width',
        problem: 'outOfRange',
        severity: 'error',
        expected: { en: `a whole number from 1 to ${widest}`, zh: `1 至 ${widest} 的整数` },
      },
    ]);
  }
  const kept = drawnRoc({ sensitivity, specificity }, width);
  return {
    thresholds: kept.map((i) => thresholds[i] ?? null),
    sensitivity: kept.map((i) => sensitivity[i] ?? 0),
    specificity: kept.map((i) => specificity[i] ?? 0),
  };
}
