import { type PlanEndpoint, type Statement } from '@haim/schema';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { LocalDate } from '../../graphql/scalars.ts';
import { StatementType } from '../../graphql/statement.type.ts';

@ObjectType()
class AccrualOfCentre {
  @Field(() => String) centre!: string;
  @Field(() => [Int], { description: 'Patients in each of the months.' }) counts!: readonly number[];
  @Field(() => Int) n!: number;
}

@ObjectType({ description: 'Patients by the calendar month of time zero.' })
class StudyAccrual {
  @Field(() => [String], { description: 'YYYY-MM, without a gap.' }) months!: readonly string[];
  @Field(() => [AccrualOfCentre]) centres!: readonly AccrualOfCentre[];
  @Field(() => Int, { description: 'Patients without a day of time zero.' }) undated!: number;
  @Field(() => [Float], { nullable: true, description: 'Expected by the end of each month; null without a target.' })
  planned!: readonly number[] | null;
  @Field(() => [StatementType]) statements!: readonly Statement[];
}

@ObjectType({ description: 'Follow-up and events of an arm.' })
class MaturityOfGroup {
  @Field(() => String, { nullable: true, description: 'null: all of them.' }) arm!: string | null;
  @Field(() => Int) n!: number;
  @Field(() => Int, { description: 'With a time of overall survival.' }) followed!: number;
  @Field(() => Int) deaths!: number;
  @Field(() => Int, { description: 'With a time of progression-free survival.' }) imaged!: number;
  @Field(() => Int, { description: 'Of these, who progressed or died.' }) progressions!: number;
  @Field(() => Float, { nullable: true, description: 'Reverse Kaplan-Meier median.' }) medianDays!: number | null;
  @Field(() => Float, { nullable: true }) lowerDays!: number | null;
  @Field(() => Float, { nullable: true }) upperDays!: number | null;
}

@ObjectType({ description: 'How far patients were followed, and what happened to them.' })
class StudyFollowUp {
  @Field(() => Int, { description: 'With a time zero before the cut-off.' }) n!: number;
  @Field(() => Int) died!: number;
  @Field(() => Int, { description: 'Alive, and seen on the cut-off or later.' }) reached!: number;
  @Field(() => Int, { description: 'Alive when last seen, before the cut-off.' }) short!: number;
  @Field(() => Float, { nullable: true, description: 'Observed as a share of potential person-time.' })
  share!: number | null;
  @Field(() => [MaturityOfGroup], { description: 'All of them, then each arm.' }) groups!: readonly MaturityOfGroup[];
  @Field(() => [StatementType]) statements!: readonly Statement[];
}

@ObjectType({ description: 'Patients who were alive when last seen, so many days before the cut-off.' })
class LastContacts {
  @Field(() => Int) fromDays!: number;
  @Field(() => Int, { nullable: true }) toDays!: number | null;
  @Field(() => Int) patients!: number;
}

@ObjectType({ description: 'Events against the plan, of a study with two arms.' })
export class StudyInformation {
  @Field(() => Int) events!: number;
  @Field(() => Int, { nullable: true }) planned!: number | null;
  @Field(() => Float, { nullable: true, description: 'Events as a share of those planned.' }) fraction!: number | null;
  @Field(() => Int, { nullable: true, description: 'By Schoenfeld’s formula for the plan.' }) needed!: number | null;
  @Field(() => Float, { nullable: true, description: 'Hazard ratio below 1 that the present events find.' })
  detectable!: number | null;
  @Field(() => [StatementType]) statements!: readonly Statement[];
}

@ObjectType()
class CompletenessOfCentre {
  @Field(() => String) centre!: string;
  @Field(() => Int) patients!: number;
  @Field(() => Int, { description: 'Forms that its patients need.' }) expected!: number;
  @Field(() => Int, { description: 'Of these, with a record.' }) recorded!: number;
  @Field(() => Int, { description: 'Open or answered.' }) queries!: number;
  @Field(() => Int, { description: 'Visits by the schedule.' }) overdue!: number;
}

@ObjectType()
class StudyCompleteness {
  @Field(() => [CompletenessOfCentre]) centres!: readonly CompletenessOfCentre[];
  @Field(() => [StatementType]) statements!: readonly Statement[];
}

@ObjectType({ description: 'How far a study has come, at the centres that the asker reads.' })
export class StudyProgress {
  @Field(() => Int, { description: 'Version of the study that accrual and events are of.' }) dataVersion!: number;
  @Field(() => Boolean, { description: 'Whether these are all centres of the study.' }) coversStudy!: boolean;
  @Field(() => LocalDate, { description: 'The data cut-off; today while there is none.' }) until!: string;
  @Field(() => Float) monthDays!: number;
  @Field(() => String, { description: 'OS or PFS: whose events the plan counts.' }) endpoint!: PlanEndpoint;
  @Field(() => Int, { nullable: true }) targetPatients!: number | null;
  @Field(() => StudyAccrual) accrual!: StudyAccrual;
  @Field(() => StudyFollowUp) followUp!: StudyFollowUp;
  @Field(() => [LastContacts]) lastContacts!: readonly LastContacts[];
  @Field(() => StudyInformation, { nullable: true, description: 'null without two arms, or without every centre.' })
  information!: StudyInformation | null;
  @Field(() => StudyCompleteness) completeness!: StudyCompleteness;
}
