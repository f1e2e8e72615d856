import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';

@ObjectType('Screening', {
  description: 'A line of the screening log of a centre. It holds nothing by which a person could be known.',
})
export class ScreeningLine {
  @Field(() => ID) id!: string;
  @Field(() => String) centre!: string;
  @Field(() => String, { description: 'Given by the centre; unique there.' }) number!: string;
  @Field(() => String, { description: 'YYYY-MM-DD.' }) screenedOn!: string;
  @Field(() => String, { description: 'enrolled, notEligible, declined or other.' }) outcome!: string;
  @Field(() => [String], { description: 'Codes of criteria, if not eligible.' }) failedCriteria!: readonly string[];
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => ID, { nullable: true }) patientId!: string | null;
  @Field(() => String, { nullable: true, description: 'The code of the patient, if enrolled.' })
  patient!: string | null;
  @Field(() => Int) version!: number;
  @Field(() => DateTime) updatedAt!: Date;
  @Field(() => String) updatedBy!: string;
}

@InputType()
export class ScreeningInput {
  @Field(() => String) number!: string;
  @Field(() => String) screenedOn!: string;
  @Field(() => String, { description: 'enrolled, notEligible, declined or other.' }) outcome!: string;
  @Field(() => [String], { description: 'Codes of criteria of the study.' }) failedCriteria!: string[];
  @Field(() => String, { nullable: true }) reason?: string | null;
  @Field(() => String, { nullable: true, description: 'The code of a patient of the centre, if enrolled.' })
  patient?: string | null;
}
