import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RangeEnd } from '../../graphql/scalars.ts';

export const HistogramScale = { LINEAR: 'linear', LOG: 'log', CALENDAR: 'calendar' } as const;
export type HistogramScale = (typeof HistogramScale)[keyof typeof HistogramScale];
registerEnumType(HistogramScale, {
  name: 'HistogramScale',
  description:
    'LINEAR: bins of equal width. LOG: each bin is 2 or 2.5 times as wide as the one before. CALENDAR: whole months.',
});

@ObjectType()
export class HistogramBin {
  @Field(() => RangeEnd, {
    nullable: true,
    description: 'The lowest value that falls into the bin; null of the first bin of all centres.',
  })
  from!: number | string | null;
  @Field(() => RangeEnd, {
    nullable: true,
    description: 'The highest: a filter from here to there selects the bin; null of the last bin of all centres.',
  })
  to!: number | string | null;
  @Field(() => Int) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) atMost!: boolean;
  @Field(() => Int, {
    nullable: true,
    description: 'Of n, the patients of own centres, exactly; null where n is exact itself.',
  })
  own!: number | null;
  @Field(() => Int, { description: 'Without any filter.' }) ofAll!: number;
  @Field(() => Boolean, { description: 'Whether `ofAll` is a bound.' }) ofAllAtMost!: boolean;
}

@ObjectType({
  description:
    'Patients by bins that are the same whatever the selection; all their values are in a bin. Of all centres bins begin at round numbers around the middle half, and the outer ones are open.',
})
export class Histogram {
  @Field(() => ID) variable!: string;
  @Field(() => HistogramScale) scale!: HistogramScale;
  @Field(() => [HistogramBin]) bins!: HistogramBin[];
}
