import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'From whom a field is taken in which the two differ.' })
export class MergeChoiceInput {
  @Field(() => ID, { description: 'The record of the patient who stays.' }) recordId!: string;
  @Field(() => String) field!: string;
  @Field(() => Boolean, { description: 'From the patient who goes.' }) takesOther!: boolean;
}

@InputType({ description: 'The same for an identifying field.' })
export class IdentityChoiceInput {
  @Field(() => String) field!: string;
  @Field(() => Boolean) takesOther!: boolean;
}
