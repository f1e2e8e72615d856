import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';

@ObjectType({ description: 'That a record, or a field of it, was compared with its source, and what changed since.' })
export class RecordVerification {
  @Field(() => ID) id!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => String) form!: string;
  @Field(() => String, { nullable: true, description: 'Null: all of the record.' }) field!: string | null;
  @Field(() => Boolean, { description: 'False: a value has changed since.' }) verified!: boolean;
  @Field(() => DateTime) verifiedAt!: Date;
  @Field(() => String) verifiedBy!: string;
  @Field(() => [String], { description: 'Fields that changed since.' }) revertedFields!: readonly string[];
  @Field(() => DateTime, { nullable: true }) revertedAt!: Date | null;
  @Field(() => String, { nullable: true }) revertedBy!: string | null;
}

@ObjectType({ description: 'Records of a form at a centre, and how many of them are verified as a whole.' })
export class VerifiedShare {
  @Field(() => String) centre!: string;
  @Field(() => String) form!: string;
  @Field(() => Int) records!: number;
  @Field(() => Int) verified!: number;
}
