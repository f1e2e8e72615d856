/** Patients by calendar month in one centre, or in several that are drawn together. */
export interface AccrualSeries {
  readonly key: string;
  /** One for each month. */
  readonly counts: readonly number[];
}

export interface AccrualPicture {
  /** YYYY-MM, without a gap. */
  readonly months: readonly string[];
  /** The lowest band first; each has its value in each month and where it is stacked. */
  readonly bands: readonly AccrualBand[];
  /** Expected by the end of each month; null where nothing is planned, or months are drawn one by one. */
  readonly planned: readonly number[] | null;
  readonly ticks: readonly number[];
}

export interface AccrualBand {
  readonly key: string;
  readonly values: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** More bands cannot be told apart by colour. */
export const mostBands = 6;

/**
 * Bands of centres one on the other, cumulative or month by month. Of more centres than have a colour, those with the fewest
 * patients are one band, the highest, named `others`.
 */
export function accrualPicture(
  months: readonly string[],
  series: readonly AccrualSeries[],
  planned: readonly number[] | null,
  isCumulative: boolean,
  others: string,
): AccrualPicture {
  const shown = joinSmallest(series, months.length, others).map(({ key, counts }) => {
    return { key, values: isCumulative ? runningSum(counts) : counts };
  });
  let below: readonly number[] = months.map(() => 0);
  const bands = shown.map(({ key, values }): AccrualBand => {
    const from = below;
    const to = from.map((at, k) => at + (values[k] ?? 0));
    below = to;
    return { key, values, from, to };
  });
  const line = isCumulative ? planned : null;
  return { months, bands, planned: line, ticks: countTicks(Math.max(1, ...below, ...(line ?? []))) };
}

function joinSmallest(series: readonly AccrualSeries[], length: number, others: string): readonly AccrualSeries[] {
  if (series.length <= mostBands) return series;
  const total = ({ counts }: AccrualSeries) => counts.reduce((sum, n) => sum + n, 0);
  const largest = new Set(series.toSorted((a, b) => total(b) - total(a)).slice(0, mostBands - 1));
  const rest = series.filter((one) => !largest.has(one));
  const joined = Array.from({ length }, (_, k) => rest.reduce((sum, { counts }) => sum + (counts[k] ?? 0), 0));
  return [...series.filter((one) => largest.has(one)), { key: others, counts: joined }];
}

function runningSum(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((n) => (sum += n));
}

/** Whole numbers from 0 to the first at or above the most, about five steps of 1, 2 or 5 times a power of ten. */
function countTicks(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most / 5));
  const step = Math.max(1, power * ([1, 2, 5].find((factor) => factor * power >= most / 5) ?? 10));
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, k) => k * step);
}

/** The months that are named below the axis: Januaries, or every few months of a short study; at most `most`. */
export function namedMonths(months: readonly string[], most: number): readonly number[] {
  const every = [1, 3, 6, 12, 24, 60, 120].find((step) => months.length / step <= most) ?? 240;
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  return months.flatMap((month, k) => (number(month) % every === 0 ? [k] : []));
}
