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
 * The parts of a whole whose shown size is `total`, to which what is told of them always adds up. Were each rounded by
 * itself, the sums over many ways of dividing the same patients would be as many independent errors, and their mean the
 * exact size of the whole.
 *
 * Small parts are shown as a bound. What the others leave for them depends on their number and on the asker's own patients
 * alone, never on what they are.
 *
 * @returns null where every part is small, or one would have to be shown as small: then nothing may be told but the whole.
 */
export function protectParts(parts: readonly CountOfAll[], total: number, rule: CountRule): ShownCount[] | null {
  const small = parts.filter((part) => isSmall(part, rule));
  const large = parts.filter((part) => !isSmall(part, rule));
  const own = small.reduce((sum, { n, foreign }) => sum + n - foreign, 0);
  const left = roundedCount(own + (small.length * rule.smallestCell) / 2, rule);
  const shown = multiplesOf(
    large.map(({ n }) => n),
    total - left,
    rule,
  );
  if (large.length === 0 || shown === null) return null;
  return parts.map((part) => {
    const place = large.indexOf(part);
    return place === -1 ? bound(part, rule) : { n: shown[place] ?? 0, atMost: false };
  });
}

/**
 * Counts as multiples that add up to `sum`: each the one below it or the one above, those next that are nearest to the one
 * above. What cannot be divided in this way is the largest's. Null where that would be shown as small.
 */
function multiplesOf(counts: readonly number[], sum: number, { smallestCell, roundTo }: CountRule): number[] | null {
  const least = (Math.floor(smallestCell / roundTo) + 1) * roundTo;
  const below = counts.map((n) => Math.max(least, Math.floor(n / roundTo) * roundTo));
  const steps = (sum - below.reduce((all, n) => all + n, 0)) / roundTo;
  const most = Math.min(counts.length, Math.max(0, steps));
  const above = new Set(
    counts
      .map((n, place) => ({ place, lacks: n - (below[place] ?? 0) }))
      .toSorted((a, b) => b.lacks - a.lacks)
      .slice(0, most)
      .map(({ place }) => place),
  );
  const largest = counts.indexOf(Math.max(...counts));
  const shown = below.map((n, place) => {
    const excess = place === largest ? steps - most : 0;
    return n + (Number(above.has(place)) + excess) * roundTo;
  });
  return shown.some((n) => n <= smallestCell) ? null : shown;
}

export interface ShownFamily {
  /** In the order of the cells. */
  readonly cells: readonly ShownCount[];
  /** Of the cells of the family together. */
  readonly together: ShownCount;
}

/**
 * The parts of a whole, some of which (such as complete and partial response) also count together. Where one of these is
 * small, the family is told and its members are bounds: both would tell the small one by subtraction.
 *
 * @param isMember - whether a cell is one of the family.
 */
export function protectFamily(
  cells: readonly CountOfAll[],
  isMember: (place: number) => boolean,
  total: number,
  rule: CountRule,
): ShownFamily | null {
  const members = cells.filter((_, place) => isMember(place));
  const others = cells.filter((_, place) => !isMember(place));
  const sum = (counts: readonly { readonly n: number }[]) => counts.reduce((all, { n }) => all + n, 0);
  if (!members.some((cell) => isSmall(cell, rule))) {
    const shown = protectParts(cells, total, rule);
    return shown && { cells: shown, together: { n: sum(shown.filter((_, place) => isMember(place))), atMost: false } };
  }
  const family = { n: sum(members), foreign: members.reduce((all, { foreign }) => all + foreign, 0) };
  const shown = protectParts([...others, family], total, rule);
  const together = shown?.at(-1);
  if (!shown || !together) return null;
  // What is told of the family may be this much below its number.
  const most = { n: together.n + (together.atMost ? 0 : rule.roundTo), atMost: true };
  let next = 0;
  return {
    together,
    cells: cells.map((cell, place) => {
      if (!isMember(place)) return shown[next++] ?? most;
      return isSmall(cell, rule) ? bound(cell, rule) : most;
    }),
  };
}

/** To so many significant figures, for what is computed from values and not from rounded counts. */
export function toFigures(value: number | null, figures: number): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(figures));
}
