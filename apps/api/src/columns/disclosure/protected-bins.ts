import { type SubjectVariable } from '@haim/schema';
import { type Bins, dayOfMonth, monthOf, niceStep } from '../kernels/bins.ts';

/** The middle half of a quantity, of everybody: dates as days since 1970. */
export interface MiddleHalf {
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
}

/** So many patients in a bin, at least, where they are spread evenly: otherwise most bins would be shown as a bound. */
const smallestCells = 4;
const [fewestBins, mostBins] = [3, 20] as const;
/** From this ratio of the quartiles on, a linear scale would put nearly everybody into one bin. */
const SKEWED = 20;

/**
 * Where the bins of a histogram of all centres begin: at round numbers or first days of a month around the middle half.
 * No end is anybody's value, and none depends on the least or the greatest: the first and the last bin are open.
 *
 * @param patients - about so many are counted.
 */
export function protectedEdges(
  { kind, stored }: Pick<SubjectVariable, 'kind' | 'stored'>,
  middle: MiddleHalf,
  patients: number,
  smallestCell: number,
): Bins {
  const most = Math.min(mostBins, Math.max(fewestBins, Math.floor(patients / (smallestCells * smallestCell))));
  if (kind === 'date') return calendarEdges(middle, most);
  const { lowerQuartile: low, upperQuartile: high } = middle;
  const isSkewed = low > 0 && high >= SKEWED * low;
  return isSkewed ? logEdges(low, high) : linearEdges(middle, most, stored === 'int' || stored === 'smallint');
}

function linearEdges({ lowerQuartile, median, upperQuartile }: MiddleHalf, most: number, isWhole: boolean): Bins {
  const half = upperQuartile - lowerQuartile || Math.abs(median) / 2 || 1;
  const [from, to] = [lowerQuartile - half, upperQuartile + half];
  // The step nearest to the width, not the next above it: 20 for 11 would leave four bins.
  const step = niceStep(Math.max((to - from) / most / 1.5, isWhole ? 1 : 0));
  // Nothing is below nobody: a quantity whose quartiles are not negative has no edge there.
  const first = Math.max(Math.floor(from / step), lowerQuartile >= 0 ? 1 : -Infinity);
  const edges = range(first, Math.ceil(to / step)).map((k) => Number((k * step).toPrecision(12)));
  return open('linear', edges, isWhole ? 0 : decimalsOf(step) + 2);
}

function logEdges(low: number, high: number): Bins {
  const reach = Math.sqrt(high / low);
  const [first, last] = [Math.floor(Math.log10(low / reach)), Math.ceil(Math.log10(high * reach))];
  const edges = range(first, last).map((power) => Number((10 ** power).toPrecision(12)));
  return open('log', edges, Math.max(0, -first) + 2);
}

/** Steps in months that people read time in. */
const calendarSteps = [1, 3, 6, 12, 24, 60, 120] as const;

function calendarEdges({ lowerQuartile, upperQuartile }: MiddleHalf, most: number): Bins {
  const [low, high] = [monthOf(lowerQuartile), monthOf(upperQuartile)];
  // Patients who come evenly come from half of the middle half before it to half of it after.
  const half = Math.max(1, Math.ceil((high - low) / 2));
  const [from, to] = [low - half, high + half];
  const step = calendarSteps.find((one) => (to - from) / one <= most) ?? 120;
  const edges = range(Math.floor(from / step), Math.ceil(to / step)).map((k) => dayOfMonth(k * step));
  return open('calendar', edges, 0);
}

/** Bins at the ends that hold so few belong to the ones beside them. */
export function withoutThinEnds({ edges, ...bins }: Bins, counts: ArrayLike<number>, few: number): Bins {
  let [first, last] = [0, counts.length - 1];
  let [below, above] = [counts[first] ?? 0, counts[last] ?? 0];
  while (below <= few && last - first > 1) below += counts[++first] ?? 0;
  while (above <= few && last - first > 1) above += counts[--last] ?? 0;
  return { ...bins, edges: [-Infinity, ...edges.slice(first + 1, last + 1), Infinity] };
}

function open(scale: Bins['scale'], edges: readonly number[], decimals: number): Bins {
  return { scale, edges: [-Infinity, ...edges, Infinity], decimals };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, k) => from + k);
}

const decimalsOf = (step: number): number => Math.max(0, -Math.floor(Math.log10(step)));
