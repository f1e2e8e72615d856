import { type DisclosureRule } from '@haim/schema';

/** A count, and how much of it the asker could not count alone: the patients of other centres. */
export interface CountOfAll {
  readonly n: number;
  readonly foreign: number;
}

/** What is shown of a count: about `n`, or at most `n`. */
export interface ShownCount {
  readonly n: number;
  /** Whether `n` is a bound: no patient, or as few of other centres as are not told. */
  readonly atMost: boolean;
}

export type CountRule = Pick<DisclosureRule, 'smallestCell' | 'roundTo'>;

/** To the nearest multiple; the half goes up. */
export function roundedCount(n: number, { roundTo }: CountRule): number {
  return Math.floor(n / roundTo + 0.5) * roundTo;
}

/** Whether a count includes so few patients of other centres, none among them, that it is not told. */
export function isSmall({ foreign }: CountOfAll, { smallestCell }: CountRule): boolean {
  return foreign <= smallestCell;
}

/** What the asker knows of it anyway, and the most that others may add. */
function bound({ n, foreign }: CountOfAll, { smallestCell }: CountRule): ShownCount {
  return { n: n - foreign + smallestCell, atMost: true };
}

/**
 * The parts of a whole whose shown size is `total`. Small parts are shown as a bound. So that they do not follow from the
 * others, the largest part then is not rounded but fills up the whole: what it leaves for the small ones depends on their
 * number and on the asker's own patients alone, never on what they are.
 *
 * @returns null where every part is small, or the largest would have to be shown as small: then nothing may be told but
 *   the whole.
 */
export function protectParts(parts: readonly CountOfAll[], total: number, rule: CountRule): ShownCount[] | null {
  const small = parts.filter((part) => isSmall(part, rule));
  if (small.length === 0) return parts.map(({ n }) => ({ n: roundedCount(n, rule), atMost: false }));
  const largest = parts
    .filter((part) => !isSmall(part, rule))
    .reduce<CountOfAll | null>((most, part) => (most === null || part.n > most.n ? part : most), null);
  if (largest === null) return null;
  const own = small.reduce((sum, { n, foreign }) => sum + n - foreign, 0);
  const left = roundedCount(own + (small.length * rule.smallestCell) / 2, rule);
  const others = parts.reduce(
    (sum, part) => sum + (part === largest || isSmall(part, rule) ? 0 : roundedCount(part.n, rule)),
    0,
  );
  const filling = total - others - left;
  if (filling <= rule.smallestCell) return null;
  return parts.map((part) => {
    if (part === largest) return { n: filling, atMost: false };
    return isSmall(part, rule) ? bound(part, rule) : { n: roundedCount(part.n, rule), atMost: false };
  });
}

/** To so many significant figures, for what is computed from values and not from rounded counts. */
export function toFigures(value: number | null, figures: number): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(figures));
}
