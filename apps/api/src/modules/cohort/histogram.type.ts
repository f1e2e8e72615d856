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
  @Field(() => RangeEnd, { description: 'The lowest value that falls into the bin.' }) from!: number | string;
  @Field(() => RangeEnd, { description: 'The highest: a filter from here to there selects the bin.' })
  to!: number | string;
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'Without any filter.' }) ofAll!: number;
}

@ObjectType({
  description: 'Patients by bins that are the same whatever the selection; all their values are in a bin.',
})
export class Histogram {
  @Field(() => ID) variable!: string;
  @Field(() => HistogramScale) scale!: HistogramScale;
  @Field(() => [HistogramBin]) bins!: HistogramBin[];
}
