import { periodVariables, rangeVariables, type SubjectVariable } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { type Bins, type Cohort, type SubjectColumns } from '../../columns/index.ts';
import { type Histogram, type HistogramBin } from './histogram.type.ts';

/** Of everybody: where the bins are, and how many are in each. */
interface Whole {
  readonly variable: string;
  readonly bins: Bins;
  readonly counts: Uint32Array;
}

const MOST_DATE_BINS = 24;
const MOST_MONTHS = 240;
const MOST_KEPT = 50;

/** The day of the first treatment, by which recruitment is counted. */
export const accrualDay = 'startedOn';

/** The distributions of quantities and dates beside a cohort. */
export class Histograms {
  /** By the patients: what does not depend on a selection is counted once. */
  private readonly kept = new LRUCache<string, { readonly own: readonly Whole[]; readonly accrual: Whole | null }>({
    max: MOST_KEPT,
  });

  /** Each under all conditions of the cohort but its own; recruitment by month under all of them. */
  of(columns: SubjectColumns, cohort: Cohort): { histograms: Histogram[]; accrual: Histogram | null } {
    const key = JSON.stringify([columns.identity, columns.own]);
    const whole = this.kept.get(key) ?? wholeOf(columns);
    this.kept.set(key, whole);
    const { own, accrual } = whole;
    return {
      histograms: own.map((one) => histogramOf(one, cohort.histogram(one.variable, one.bins, 'others'))),
      accrual: accrual && histogramOf(accrual, cohort.histogram(accrualDay, accrual.bins, 'all')),
    };
  }
}

/** The variables that have a histogram: those that are filtered by two ends. */
export function distributed(own: readonly SubjectVariable[]): readonly SubjectVariable[] {
  const isRange = ({ filter }: SubjectVariable) => filter === 'range' || filter === 'period';
  return [...rangeVariables, ...periodVariables, ...own.filter(isRange)];
}

function wholeOf(columns: SubjectColumns) {
  const everybody = columns.cohort(null);
  const counted = (variable: string, bins: Bins | null): Whole[] =>
    bins === null ? [] : [{ variable, bins, counts: everybody.histogram(variable, bins, 'all') }];
  return {
    own: distributed(columns.own).flatMap(({ name, kind }) =>
      counted(name, kind === 'date' ? everybody.calendarBins(name, MOST_DATE_BINS) : everybody.bins(name)),
    ),
    accrual: counted(accrualDay, everybody.calendarBins(accrualDay, MOST_MONTHS))[0] ?? null,
  };
}

function histogramOf({ variable, bins, counts: all }: Whole, counts: Uint32Array): Histogram {
  const exact = { atMost: false, own: null, ofAllAtMost: false };
  const ends = endsOf(bins);
  return {
    variable,
    scale: bins.scale,
    bins: ends.map((one, k) => ({ ...one, n: counts[k] ?? 0, ofAll: all[k] ?? 0, ...exact })),
  };
}

/** The lowest and the highest value of each bin; null where it is open. */
export function endsOf({ scale, edges, decimals }: Bins): Pick<HistogramBin, 'from' | 'to'>[] {
  const unit = scale === 'calendar' ? 1 : 10 ** -decimals;
  const written = (value: number) => (scale === 'calendar' ? dayOf(value) : Number(value.toFixed(decimals)));
  return edges.slice(0, -1).map((from, k) => {
    const next = edges[k + 1] ?? Infinity;
    return {
      from: Number.isFinite(from) ? written(from) : null,
      to: Number.isFinite(next) ? written(next - unit) : null,
    };
  });
}

/** @param day - as days since 1970. */
function dayOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
