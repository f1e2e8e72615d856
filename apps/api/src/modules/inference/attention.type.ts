import { Field, Float, Int, ObjectType } from 'type-graphql';
import { type AttentionRow } from './inference.query.ts';

@ObjectType({
  description:
    'Columns of equal length over the patches that were scored: where the head looks. Beside sensitivity, which is how a patch pushes the score.',
})
export class PatchAttention {
  @Field(() => Float, { description: 'Side of a patch in level-0 pixels.' }) sizePx!: number;
  @Field(() => [Int]) x!: readonly number[];
  @Field(() => [Int]) y!: readonly number[];
  @Field(() => [Float], { description: 'Share times the number of patches: 1 is as much as every patch alike.' })
  relative!: readonly number[];
  @Field(() => [Float], {
    description: 'Rank among the patches of the slide in percent; equal ones have their mean rank.',
  })
  percentile!: readonly number[];
}

/** What is shown of an attention that is kept as shares. */
export function toAttention({ share, ...columns }: Omit<AttentionRow, 'id'>): PatchAttention {
  return { ...columns, relative: share.map((one) => one * share.length), percentile: percentilesOf(share) };
}

/** The average rank over n, times 100: what CLAM's heatmaps are coloured by. */
export function percentilesOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const percentiles = new Array<number>(values.length).fill(0);
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[first] ?? 0]) end++;
    const percent = (100 * (first + 1 + end)) / (2 * values.length);
    for (const index of order.slice(first, end)) percentiles[index] = percent;
    first = end;
  }
  return percentiles;
}
