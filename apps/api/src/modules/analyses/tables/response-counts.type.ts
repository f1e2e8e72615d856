import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Proportion } from '../../cohort/index.ts';

export const IntervalEnum = { WILSON: 'wilson', CLOPPER_PEARSON: 'clopper-pearson' } as const;
registerEnumType(IntervalEnum, { name: 'ProportionInterval', description: 'Of a share: score interval, or exact.' });

@ObjectType({ description: 'Best response of some patients; whoever has no evaluable one stays in the denominators.' })
export class ResponseCounts {
  @Field(() => String, { description: 'Of the variable by which the rows are; All for everybody.' }) value!: string;
  @Field(() => Int) n!: number;
  @Field(() => Boolean, { description: 'Whether n is a bound.' }) nAtMost!: boolean;
  @Field(() => [String], { description: 'Which of the counts from cr to notEvaluable are bounds.' })
  atMost!: readonly string[];
  @Field(() => Int) cr!: number;
  @Field(() => Int) pr!: number;
  @Field(() => Int) sd!: number;
  @Field(() => Int) pd!: number;
  @Field(() => Int) notEvaluable!: number;
  @Field(() => Proportion, { description: 'Objective response: CR or PR.' }) orr!: Proportion;
  @Field(() => Proportion, { description: 'Disease control: CR, PR or SD.' }) dcr!: Proportion;
}
