import { type DueState, type ScheduledForm, type Statement, type VisitStop } from '@haim/schema';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime, LocalDate } from '../../graphql/scalars.ts';
import { Said } from '../../graphql/statement.type.ts';

@ObjectType({ description: 'The next record of a form that a patient needs.' })
export class DueVisit {
  @Field(() => String, { description: 'tumourAssessment, labResult or followUp.' }) form!: ScheduledForm;
  @Field(() => LocalDate) dueOn!: string;
  @Field(() => Int, { nullable: true, description: '0 is the baseline; null for a contact.' }) visit!: number | null;
  @Field(() => LocalDate) opensOn!: string;
  @Field(() => LocalDate) closesOn!: string;
  @Field(() => String, {
    description: 'overdue: its window is over; due: it is open; coming: it is not open yet.',
  })
  state!: DueState;
  @Field(() => Int, { description: 'Days since the window closed.' }) overdueBy!: number;
  @Field(() => Int, { description: 'Visits of the form before this one without a record.' }) missed!: number;
}

@ObjectType()
export class DueItem extends DueVisit {
  @Field(() => ID) patientId!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
  @Field(() => String, { description: 'As after, the list goes on behind this item.' }) cursor!: string;
}

@ObjectType()
class MissedVisit {
  @Field(() => String) form!: ScheduledForm;
  @Field(() => LocalDate) dueOn!: string;
  @Field(() => Int) visit!: number;
}

@ObjectType()
export class DueCounts {
  @Field(() => Int) overdue!: number;
  @Field(() => Int) due!: number;
  @Field(() => Int) coming!: number;
}

@ObjectType({ description: 'What is longest overdue first, then what is due, then what comes.' })
export class DuePage {
  @Field(() => [DueItem]) rows!: readonly DueItem[];
  @Field(() => Int, { description: 'Over all pages.' }) total!: number;
  @Field(() => DueCounts, { description: 'Of the filter without its states.' }) counts!: DueCounts;
  @Field(() => String, { nullable: true }) nextCursor!: string | null;
}

@InputType()
export class DueItemsFilter {
  @Field(() => [String], { nullable: true, description: 'Codes; all that one may read if left out.' })
  centres?: string[] | null;
  @Field(() => [String], { nullable: true }) forms?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'overdue and due if left out.' }) states?: string[] | null;
  @Field(() => Int, { nullable: true, description: 'Overdue for so many days or longer.' }) overdueBy?: number | null;
  @Field(() => String, { nullable: true, description: 'A part of a code.' }) code?: string | null;
}

@ObjectType({ description: 'From this day on nothing is due of the patient.' })
class StoppedVisits {
  @Field(() => LocalDate) stoppedOn!: string;
  @Field(() => String) why!: string;
  @Field(() => String, { nullable: true }) note!: string | null;
  @Field(() => Int) version!: number;
  @Field(() => DateTime) updatedAt!: Date;
  @Field(() => String) updatedBy!: string;
}

@InputType()
export class VisitStopInput implements VisitStop {
  @Field(() => LocalDate) stoppedOn!: string;
  @Field(() => String, { description: 'withdrawn, lost, transferred or other.' }) why!: string;
  @Field(() => String, { nullable: true }) note!: string | null;
}

@ObjectType()
export class PatientVisits {
  @Field(() => [DueVisit]) due!: readonly DueVisit[];
  @Field(() => [MissedVisit]) missed!: readonly MissedVisit[];
  @Field(() => StoppedVisits, { nullable: true }) stop!: StoppedVisits | null;
  @Field(() => Boolean, { description: 'Without a first HAIC nothing is due.' }) hasTimeZero!: boolean;
}

@ObjectType({ description: 'Alive when last seen, before the cut-off.' })
class ShortlyFollowed {
  @Field(() => ID) patientId!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
  @Field(() => LocalDate, { nullable: true }) lastContactOn!: string | null;
  @Field(() => Int, { description: 'Days from the last contact to the cut-off.' }) lacksDays!: number;
  @Field(() => Boolean, { description: 'Whether the visits were stopped.' }) isStopped!: boolean;
}

@ObjectType({ description: 'How far patients were followed, at the centres that the asker reads.' })
export class FollowUpCompleteness {
  @Field(() => LocalDate, { description: 'The data cut-off; today while there is none.' }) until!: string;
  @Field(() => Int) n!: number;
  @Field(() => Int) died!: number;
  @Field(() => Int, { description: 'Alive, and seen on the cut-off or later.' }) reached!: number;
  @Field(() => Int, { description: 'Alive when last seen, before the cut-off.' }) short!: number;
  @Field(() => Float, { nullable: true, description: 'Observed as a share of potential person-time.' })
  c!: number | null;
  @Said({ nullable: true }) said!: Statement | null;
  @Field(() => [ShortlyFollowed], { description: 'The longest gap first.' }) rows!: readonly ShortlyFollowed[];
}
