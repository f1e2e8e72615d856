import { type PlanEndpoint, type StudyPlan } from '@haim/schema';
import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime, LocalDate } from '../../graphql/scalars.ts';

/** What is asked for about every setting, as it is read and as it is given. */
@ObjectType('StudyPlan', { description: 'What a study intends.' })
@InputType('StudyPlanInput')
export class StudyPlanSettings implements StudyPlan {
  @Field(() => Int, { nullable: true, description: 'Patients at the end of accrual.' }) targetPatients!: number | null;
  @Field(() => LocalDate, { nullable: true, description: 'First day of accrual; needed with a target.' })
  accrualFrom!: string | null;
  @Field(() => LocalDate, { nullable: true, description: 'Last day of accrual; needed with a target.' })
  accrualUntil!: string | null;
  @Field(() => String, { description: 'OS or PFS: whose events are counted.' }) endpoint!: PlanEndpoint;
  @Field(() => Int, { nullable: true, description: 'Events with which two arms are compared.' })
  plannedEvents!: number | null;
  @Field(() => Float, { nullable: true, description: 'To be found, comparison over reference; not 1.' })
  hazardRatio!: number | null;
  @Field(() => Float, { description: 'Two-sided level.' }) alpha!: number;
  @Field(() => Float) power!: number;
  @Field(() => Float, { description: 'Share of the patients who are allocated to the second arm.' })
  comparisonShare!: number;
}

@ObjectType({ description: 'The plan of a study: without a target, as version 0, until the study sets its own.' })
export class StoredStudyPlan {
  @Field(() => Int) version!: number;
  @Field(() => DateTime, { nullable: true }) updatedAt!: Date | null;
  @Field(() => String, { nullable: true }) updatedBy!: string | null;
  @Field(() => StudyPlanSettings) settings!: StudyPlanSettings;
}
