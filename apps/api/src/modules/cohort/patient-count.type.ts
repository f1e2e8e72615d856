import { type Label } from '@haim/schema';
import { Field, Int, ObjectType } from 'type-graphql';

/** A number of patients in no curve, or in one with a warning, in words that include the number. */
export interface CountedReason extends Label {
  readonly reason: string;
  readonly n: number;
}

@ObjectType({ description: 'So many patients, and why they are named; en and zh hold the number.' })
export class PatientCount implements CountedReason {
  @Field(() => String) readonly reason!: string;
  @Field(() => Int) readonly n!: number;
  @Field(() => String) readonly en!: string;
  @Field(() => String) readonly zh!: string;
}
