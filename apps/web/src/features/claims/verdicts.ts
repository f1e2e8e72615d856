import { type Tone } from '@/ui/status-badge.tsx';
import { type Checked, type Verdict } from './query.ts';

/** In the order of interest to whoever checks a manuscript. */
export const verdicts = ['NOT_ATTAINABLE', 'DIFFERS', 'ROUNDING', 'MATCH', 'NOT_RECOMPUTED'] as const;

export const toneOf: Readonly<Record<Verdict, Tone>> = {
  MATCH: 'good',
  ROUNDING: 'neutral',
  DIFFERS: 'attention',
  NOT_ATTAINABLE: 'bad',
  NOT_RECOMPUTED: 'neutral',
};

/** How many claims have each verdict. */
export function countsOf({ claims }: Pick<Checked, 'claims'>): ReadonlyMap<Verdict, number> {
  return new Map(verdicts.map((verdict) => [verdict, claims.filter((one) => one.verdict === verdict).length]));
}
