'use client';
import { useTranslations } from 'use-intl';
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
  const ends = ({ from, to }: Pick<Bin, 'from' | 'to'>) =>
    from === to ? String(from) : typeof from === 'string' ? `${from} – ${to}` : `${from}–${to}`;
  return {
    ticks: ticksOf(bins, scale),
    bin: (k: number) => {
      const bin = bins[k];
      return bin ? t('bin', { range: withUnit(ends(bin)), n: bin.n, all: bin.ofAll }) : '';
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
  const starts = bins.map(({ from }, place) => ({ place, from }));
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

function isNewYear(from: Bin['from']): boolean {
  return typeof from === 'string' && from.endsWith('-01-01');
}

/** `2024-03` of the first day of a month; `100k` of a large number. */
function shortened(from: Bin['from']): string {
  if (typeof from === 'string') return from.slice(0, 7);
  return Math.abs(from) >= 10_000 && from % 1000 === 0 ? `${from / 1000}k` : String(from);
}
