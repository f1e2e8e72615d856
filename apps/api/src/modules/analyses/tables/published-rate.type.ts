import { type PublishedRate, type PublishedRateName } from '@haim/schema';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export const RateEnum = { ORR: 'orr', DCR: 'dcr' } as const;
registerEnumType(RateEnum, { name: 'PublishedRateName', description: 'Objective response, or disease control.' });

/** As it is read and as it is given. */
@ObjectType('PublishedRate', { description: 'How many of how many a publication has for a rate.' })
@InputType('PublishedRateInput')
export class PublishedRateType implements PublishedRate {
  @Field(() => RateEnum) rate!: PublishedRateName;
  @Field(() => String, { nullable: true, description: 'null: all arms together.' }) arm!: string | null;
  @Field(() => Int) patients!: number;
  @Field(() => Int) of!: number;
}
