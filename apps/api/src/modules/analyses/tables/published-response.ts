import { type PublishedRate, type PublishedRateName } from '@haim/schema';
import { type ResponseNumbers } from './response-table.ts';

/** A published count beside the one that the records give. */
export interface PublishedComparison extends PublishedRate {
  readonly recomputed: { readonly patients: number; readonly of: number };
  /** `otherTotal`: the two are not of as many patients, so that their counts say little. */
  readonly verdict: 'matches' | 'differs' | 'otherTotal';
  /** Recomputed patients minus published ones. */
  readonly difference: number;
}

/**
 * Published counts beside those of a table by arm. An arm that has no patient has 0 of 0.
 *
 * @param numbers - of everybody whom the study counts, by arm.
 */
export function comparePublished(
  rates: readonly PublishedRate[],
  { rows, total }: Pick<ResponseNumbers, 'rows' | 'total'>,
): PublishedComparison[] {
  const countsOf = (arm: string | null, rate: PublishedRateName) => {
    const row = arm === null ? total : rows.find(({ value }) => value === arm);
    return { patients: row?.[rate].numerator ?? 0, of: row?.[rate].denominator ?? 0 };
  };
  return rates.map((published) => {
    const recomputed = countsOf(published.arm, published.rate);
    const difference = recomputed.patients - published.patients;
    const verdict = recomputed.of !== published.of ? 'otherTotal' : difference === 0 ? 'matches' : 'differs';
    return { ...published, recomputed, verdict, difference };
  });
}
