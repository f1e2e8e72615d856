import { type CohortFilter, type FindingState, findingStates, type Label } from '@haim/schema';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime, Json } from '../../graphql/scalars.ts';
import { Run } from '../../jobs/run.type.ts';

export const FindingStateEnum = Object.fromEntries(findingStates.map((name) => [name, name])) as {
  [Name in FindingState]: Name;
};
registerEnumType(FindingStateEnum, {
  name: 'FindingState',
  description:
    'new: first found by the newest run; known: by an earlier one; excepted: somebody has said why it may stay.',
});

@ObjectType({ description: 'How many findings of one state a rule has at one centre.' })
export class QualityCount {
  @Field(() => String) centre!: string;
  @Field(() => FindingStateEnum) state!: FindingState;
  @Field(() => Int) findings!: number;
  @Field(() => Int) patients!: number;
}

@ObjectType({ description: 'A rule over the records of a study.' })
export class QualityRule {
  @Field(() => ID, { description: 'The name of a rule of the portal, or the id of one of the study.' }) key!: string;
  @Field(() => String) nameEn!: string;
  @Field(() => String) nameZh!: string;
  @Field(() => Boolean, { description: 'Whether the study has added it.' }) isOwn!: boolean;
  @Field(() => Json, { nullable: true, description: 'Of a rule of the study: a CohortFilter. Who meets it is found.' })
  condition!: CohortFilter | null;
  @Field(() => Boolean) isOn!: boolean;
  @Field(() => Boolean, { description: 'Whether a finding raises a query, once.' }) raisesQuery!: boolean;
  @Field(() => Int, { description: 'To be named by the next change.' }) version!: number;
  @Field(() => DateTime, { nullable: true }) updatedAt!: Date | null;
  @Field(() => String, { nullable: true }) updatedBy!: string | null;
  @Field(() => [QualityCount], { description: 'At the centres that the asker reads; pairs without any are left out.' })
  counts!: readonly QualityCount[];
}

@ObjectType({ implements: Run, description: 'The rules of a study, run over the records of all its centres.' })
export class QualityRun extends Run {
  @Field(() => String, { description: 'asked or nightly.' }) cause!: string;
}

@ObjectType({ description: 'The rules of a study and what they found at the centres that the asker reads.' })
export class StudyQuality {
  @Field(() => [QualityRule]) rules!: readonly QualityRule[];
  @Field(() => QualityRun, { nullable: true, description: 'The newest, whatever came of it.' })
  newestRun!: QualityRun | null;
  @Field(() => DateTime, { nullable: true, description: 'When what is shown was found; null before the first run.' })
  foundAt!: Date | null;
  @Field(() => Boolean) nightly!: boolean;
  @Field(() => Int, { description: 'Of the setting nightly; to be named by the next change.' }) nightlyVersion!: number;
}

@ObjectType({ description: 'What a rule has found of one patient.' })
export class QualityFinding {
  @Field(() => ID) id!: string;
  @Field(() => String) centre!: string;
  @Field(() => ID) patientId!: string;
  @Field(() => String) patientCode!: string;
  @Field(() => String) rule!: string;
  @Field(() => String) form!: string;
  @Field(() => ID, { nullable: true, description: 'Null: of the form as a whole.' }) recordId!: string | null;
  @Field(() => String, { nullable: true, description: 'Null: of the record as a whole.' }) field!: string | null;
  @Field(() => String, { nullable: true }) recorded!: string | null;
  @Field(() => String, { nullable: true, description: 'What it was compared with.' }) expected!: string | null;
  @Field(() => FindingStateEnum) state!: FindingState;
  @Field(() => DateTime) firstFoundAt!: Date;
  @Field(() => String, { nullable: true, description: 'Why it may stay.' }) reason!: string | null;
  @Field(() => String, { nullable: true }) exceptedBy!: string | null;
  @Field(() => DateTime, { nullable: true }) exceptedAt!: Date | null;
  @Field(() => ID, { nullable: true, description: 'The query that the rule raised.' }) queryId!: string | null;
  @Field(() => String, { nullable: true }) queryState!: string | null;
}

/** Labels of the API's answers are two fields each. */
export const namesOf = ({ en, zh }: Label) => ({ nameEn: en, nameZh: zh });
