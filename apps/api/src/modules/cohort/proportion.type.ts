import { type Statement } from '@haim/schema';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Said } from '../../graphql/statement.type.ts';

@ObjectType({ description: 'k of n with an interval whose method is named.' })
export class Proportion {
  @Field(() => Int) numerator!: number;
  @Field(() => Int) denominator!: number;
  @Field(() => Boolean, { description: 'Whether the numerator is a bound: then there is no estimate.' })
  atMost!: boolean;
  @Field(() => Float, { nullable: true }) value!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
  @Said() method!: Statement;
}
