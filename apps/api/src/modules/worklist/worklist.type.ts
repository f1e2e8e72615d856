import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';
import { type RunStatus as StatusName } from '../../jobs/run-status.ts';
import { RunStatus } from '../../jobs/run.type.ts';

@ObjectType()
class MissingForm {
  @Field(() => String) form!: string;
  @Field(() => Int, { description: 'Patients without a record of it.' }) patients!: number;
}

@ObjectType()
class UnfinishedPatient {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
  @Field(() => [String], { description: 'The forms of which there is no record.' }) missing!: string[];
  @Field(() => Boolean, { description: 'Two of its records cannot both be right.' }) isContradictory!: boolean;
}

@ObjectType({ description: 'What is not finished at the centres where the viewer enters records.' })
export class EntryWork {
  @Field(() => Int) patients!: number;
  @Field(() => Int, { description: 'Patients that lack a form.' }) incomplete!: number;
  @Field(() => [MissingForm]) missing!: MissingForm[];
  @Field(() => Int) contradictory!: number;
  @Field(() => [UnfinishedPatient], { description: 'The first of them, contradictory ones before others.' })
  next!: UnfinishedPatient[];
  @Field(() => Int, { description: 'Files of the viewer that have not arrived or are being checked.' })
  uploads!: number;
}

@ObjectType()
class SlideToOutline {
  @Field(() => ID) id!: string;
  @Field(() => String) barcode!: string;
  @Field(() => String) patientCode!: string;
}

@ObjectType({ description: 'Slides with an image, at the centres where the viewer may outline or score.' })
export class SlideWork {
  @Field(() => Int) images!: number;
  @Field(() => Int) withoutOutline!: number;
  @Field(() => Int) withoutScore!: number;
  @Field(() => [SlideToOutline], { description: 'The first without an outline.' }) next!: SlideToOutline[];
}

@ObjectType()
class LatestTraining {
  @Field(() => ID) id!: string;
  @Field(() => String) modelId!: string;
  @Field(() => RunStatus) status!: StatusName;
  @Field(() => DateTime) queuedAt!: Date;
  @Field(() => String) requestedBy!: string;
}

@ObjectType()
export class ModelWork {
  @Field(() => Int, { description: 'Versions that nobody has activated or retired.' }) candidates!: number;
  @Field(() => [LatestTraining], { description: 'The newest three.' }) trainings!: LatestTraining[];
}

@ObjectType()
class BegunForm {
  @Field(() => ID) patientId!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
  @Field(() => String) form!: string;
  @Field(() => Int, { description: 'Open queries about these records.' }) asked!: number;
}

@ObjectType({
  description: 'Of the newest 200 records that the viewer began at the centres where the viewer enters records.',
})
export class OwnWork {
  @Field(() => Int, { description: 'Forms of patients that the viewer began and that lack a field.' })
  incomplete!: number;
  @Field(() => Int, { description: 'Open queries about records that the viewer began.' }) asked!: number;
  @Field(() => Int, { description: 'Queries of the viewer that were answered.' }) answered!: number;
  @Field(() => [BegunForm], { description: 'The newest that lack a field or are asked about.' }) next!: BegunForm[];
}

@ObjectType({ description: 'Runs that failed within a week.' })
export class TroubleWork {
  @Field(() => Int, { description: 'Scores of slides at the centres that the viewer reads.' }) scores!: number;
  @Field(() => Int) trainings!: number;
  @Field(() => Int, { description: 'Runs of the rules of data quality.' }) rules!: number;
}

@ObjectType()
export class PeopleWork {
  @Field(() => Int) members!: number;
  @Field(() => Int, { description: 'Open invitations.' }) invited!: number;
  @Field(() => Int, { description: 'Invitations that ran out unused within a month.' }) expired!: number;
  @Field(() => Int, {
    nullable: true,
    description: 'Accounts that have to set up a second factor and have not; null where nobody has to.',
  })
  withoutSecondFactor!: number | null;
}

@ObjectType()
class UnsignedForm {
  @Field(() => ID) patientId!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
  @Field(() => String) form!: string;
  @Field(() => Int) n!: number;
}

@ObjectType({ description: 'Locked records without a signature, at the centres where the viewer may sign.' })
export class UnsignedWork {
  @Field(() => Int, {
    description: 'Compared with their source as a whole, and not locked: only what is locked is signed.',
  })
  toLock!: number;
  @Field(() => Int) records!: number;
  @Field(() => Int) patients!: number;
  @Field(() => [UnsignedForm], { description: 'The first of them, by patient and form.' }) next!: UnsignedForm[];
}

@ObjectType({
  description: 'What waits in a study for the viewer. Each part is null without the right that it concerns.',
})
export class Worklist {
  @Field(() => EntryWork, { nullable: true }) entry!: EntryWork | null;
  @Field(() => SlideWork, { nullable: true }) slides!: SlideWork | null;
  @Field(() => ModelWork, { nullable: true }) models!: ModelWork | null;
  @Field(() => PeopleWork, { nullable: true }) people!: PeopleWork | null;
  @Field(() => OwnWork, { nullable: true }) mine!: OwnWork | null;
  @Field(() => TroubleWork, { nullable: true }) trouble!: TroubleWork | null;
  @Field(() => UnsignedWork, { nullable: true }) unsigned!: UnsignedWork | null;
}
