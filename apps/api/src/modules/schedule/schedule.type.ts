import { type scheduleEnds, type scheduleUnits, type StudySchedule } from '@haim/schema';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';

/** What is asked for about every setting, as it is read and as it is given. */
@ObjectType('StudySchedule', { description: 'When records of a study are due, in days since the first HAIC.' })
@InputType('StudyScheduleInput')
export class StudyScheduleSettings implements StudySchedule {
  @Field(() => Int, { description: 'Days from one HAIC cycle to the next.' }) cycleDays!: number;
  @Field(() => Boolean) imagingOn!: boolean;
  @Field(() => Int, { description: 'An image every so many weeks or cycles.' }) imagingEvery!: number;
  @Field(() => String, { description: 'weeks or cycles.' }) imagingUnit!: (typeof scheduleUnits)[number];
  @Field(() => Int, { description: 'In time so many days before and after.' }) imagingWindowDays!: number;
  @Field(() => String, { description: 'progression or death.' }) imagingUntil!: (typeof scheduleEnds)[number];
  @Field(() => Boolean, { description: 'At baseline and with each image.' }) labsOn!: boolean;
  @Field(() => Int) labsWindowDays!: number;
  @Field(() => Boolean) contactOn!: boolean;
  @Field(() => Int, { description: 'After the last contact.' }) contactEveryDays!: number;
  @Field(() => Int) contactWindowDays!: number;
}

@ObjectType({ description: 'The schedule of a study: the usual one, as version 0, until the study sets its own.' })
export class StoredStudySchedule {
  @Field(() => Int) version!: number;
  @Field(() => DateTime, { nullable: true }) updatedAt!: Date | null;
  @Field(() => String, { nullable: true }) updatedBy!: string | null;
  @Field(() => StudyScheduleSettings) settings!: StudyScheduleSettings;
}
