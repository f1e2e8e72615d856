import { type Between, type Period } from '@haim/schema';
import { type CohortSummaryQuery } from '@/graphql/generated/graphql.ts';

export type Histogram = CohortSummaryQuery['cohortSummary']['histograms'][number];
export type Bin = Histogram['bins'][number];
type End = NonNullable<Bin['from']>;

const isOpen = (end: Bin['from']): end is null => end === null;

/** Edges between bins by their number: 0 is before the first, `bins.length` after the last. */
export type EdgeRange = readonly [from: number, to: number];

/** The edges that hold a range of values: whole bins, as many as have a value of it. An open end is the outermost edge. */
export function edgesOf(bins: readonly Bin[], [lowest, highest]: Between | Period): EdgeRange {
  // The outer bins of all centres are open.
  const from = lowest === null ? 0 : bins.findIndex(({ to }) => isOpen(to) || to >= lowest);
  const to = highest === null ? bins.length : bins.findLastIndex((bin) => isOpen(bin.from) || bin.from <= highest) + 1;
  return [from < 0 ? bins.length : from, to];
}

/** The range of values between two edges; both ends are open where all bins are chosen. */
export function rangeOf(bins: readonly Bin[], [from, to]: EdgeRange): readonly [End | null, End | null] {
  return [from <= 0 ? null : (bins[from]?.from ?? null), to >= bins.length ? null : (bins[to - 1]?.to ?? null)];
}

/** An edge that was moved, within the bins and at least one bin from the other. */
export function movedEdge([from, to]: EdgeRange, end: 'from' | 'to', place: number, nBins: number): EdgeRange {
  return end === 'from'
    ? [Math.min(Math.max(0, place), Math.max(0, to - 1)), to]
    : [from, Math.max(Math.min(nBins, place), Math.min(nBins, from + 1))];
}

/** Where a key moves an edge; null for a key that moves none. */
export function placeByKey(key: string, place: number, nBins: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return place - 1;
    case 'ArrowRight':
    case 'ArrowUp':
      return place + 1;
    case 'PageDown':
      return place - 5;
    case 'PageUp':
      return place + 5;
    case 'Home':
      return 0;
    case 'End':
      return nBins;
    default:
      return null;
  }
}
