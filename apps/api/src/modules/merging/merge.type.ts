import { type Label, type Row } from '@haim/schema';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Json } from '../../graphql/scalars.ts';

@ObjectType({ description: 'One of two patients who are to be merged.' })
class MergedPatient {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => Boolean, { description: 'Whether identifying fields are on record; not what they say.' })
  isIdentified!: boolean;
}

@ObjectType({ description: 'A record that goes to the patient who stays.' })
class MovingRecord {
  @Field(() => ID) id!: string;
  @Field(() => String) form!: string;
  @Field(() => Json, { description: 'By field, those of the study beginning with own_.' }) values!: Row;
}

@ObjectType({ description: 'The same record of both patients: the form that exists once, or the same visit or day.' })
class MergePair {
  @Field(() => String) form!: string;
  @Field(() => ID, { description: 'Of the patient who stays.' }) recordId!: string;
  @Field(() => ID, { description: 'Of the other: it is given up, and kept among the removed records.' })
  otherId!: string;
  @Field(() => Json) kept!: Row;
  @Field(() => Json) other!: Row;
  @Field(() => [String], { description: 'The fields to be chosen; none where the two are equal.' })
  differing!: readonly string[];
}

@ObjectType({ description: 'What is expected before the two can be merged.' })
class MergeObstacle {
  @Field(() => String, {
    description: 'arms, held, slide, blindReading, twice, identity, eligibilityDecision, screening or visitStop.',
  })
  code!: string;
  @Field(() => String, { nullable: true }) form!: string | null;
  @Field(() => ID, { nullable: true }) recordId!: string | null;
  @Field(() => String) en!: Label['en'];
  @Field(() => String) zh!: Label['zh'];
}

@ObjectType({ description: 'What a merge would do with the records of two patients.' })
export class PatientMerge {
  @Field(() => MergedPatient) kept!: MergedPatient;
  @Field(() => MergedPatient) other!: MergedPatient;
  @Field(() => [MovingRecord]) moves!: MovingRecord[];
  @Field(() => [MergePair]) pairs!: MergePair[];
  @Field(() => [MergeObstacle]) obstacles!: readonly MergeObstacle[];
  @Field(() => Int, { description: 'Queries on the other that are not closed; they come along.' }) queries!: number;
  @Field(() => String, { description: 'To be stated by the merge: nothing may have changed since.' }) state!: string;
}
