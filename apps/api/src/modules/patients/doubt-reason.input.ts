import { Field, InputType } from 'type-graphql';

@InputType({ description: 'Why a value is right although the check of its record doubts it.' })
export class DoubtReasonInput {
  @Field(() => String, { description: 'A field of the record that a check doubts as it is saved.' }) field!: string;
  @Field(() => String, { description: '1 to 500 characters.' }) reason!: string;
}
