'use client';
import { useTranslations } from 'use-intl';
import { showCount } from '@/numbers/show.ts';
import { type Bin, type EdgeRange, type Histogram } from './bin-range.ts';
import { useLabels } from './use-labels.ts';

interface Tick {
  readonly place: number;
  readonly text: string;
}

/** A histogram in words: its ticks, a bin, an edge. */
export function useBinWords({ scale, bins }: Pick<Histogram, 'scale' | 'bins'>, unit: string | null) {
  const t = useTranslations('cohort.histogram');
  const labels = useLabels();
  const withUnit = (text: string) => (unit ? `${text} ${labels.unit(unit)}` : text);
  const ends = ({ from, to }: Pick<Bin, 'from' | 'to'>) => {
    // An outer bin of all centres is open: its end would be somebody's value.
    if (from === null || to === null) return from === null ? `≤ ${to}` : `≥ ${from}`;
    return from === to ? String(from) : typeof from === 'string' ? `${from} – ${to}` : `${from}–${to}`;
  };
  return {
    ticks: ticksOf(bins, scale),
    bin: (k: number) => {
      const bin = bins[k];
      if (!bin) return '';
      const counts = {
        range: withUnit(ends(bin)),
        n: showCount(bin.n, bin.atMost),
        all: showCount(bin.ofAll, bin.ofAllAtMost),
      };
      return typeof bin.own === 'number' ? t('binOwn', { ...counts, own: bin.own }) : t('bin', counts);
    },
    between: ([first, after]: EdgeRange) => {
      const [from, to] = [bins[first], bins[after - 1]];
      return from && to && after > first ? withUnit(ends({ from: from.from, to: to.to })) : '';
    },
    edge: (place: number) => withUnit(String(bins[place]?.from ?? bins.at(-1)?.to ?? '')),
  };
}

const mostTicks = 5;

/** At edges: powers of ten on a logarithmic scale, the first days of years where bins begin with them. */
function ticksOf(bins: readonly Bin[], scale: Histogram['scale']): Tick[] {
  const starts = bins.flatMap(({ from }, place) => (from === null ? [] : [{ place, from }]));
  const wanted =
    scale === 'LOG'
      ? starts.filter(({ from }) => Number.isInteger(Math.log10(Number(from))))
      : scale === 'CALENDAR' && starts.some(({ from }) => isNewYear(from))
        ? starts.filter(({ from }) => isNewYear(from))
        : starts;
  const every = Math.ceil(wanted.length / mostTicks);
  return wanted
    .filter((_, k) => k % every === 0)
    .map(({ place, from }) => ({ place, text: isNewYear(from) ? String(from).slice(0, 4) : shortened(from) }));
}

function isNewYear(from: NonNullable<Bin['from']>): boolean {
  return typeof from === 'string' && from.endsWith('-01-01');
}

/** `2024-03` of the first day of a month; `100k` of a large number. */
function shortened(from: NonNullable<Bin['from']>): string {
  if (typeof from === 'string') return from.slice(0, 7);
  return Math.abs(from) >= 10_000 && from % 1000 === 0 ? `${from / 1000}k` : String(from);
}
