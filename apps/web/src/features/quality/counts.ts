import { type FindingState } from '@haim/schema';
import { type QualityRule } from './query.ts';

/** The findings of a rule in some states, of all centres or of one. */
export function findingsOf(
  { counts }: Pick<QualityRule, 'counts'>,
  states: readonly FindingState[],
  centre: string | null = null,
): number {
  return counts
    .filter((one) => states.includes(one.state) && (centre === null || one.centre === centre))
    .reduce((sum, { findings }) => sum + findings, 0);
}
