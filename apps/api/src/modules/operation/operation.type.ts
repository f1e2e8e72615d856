import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';

export const OperationLevel = { NONE: 'none', OK: 'ok', WARNING: 'warning', FAILING: 'failing' } as const;
registerEnumType(OperationLevel, {
  name: 'OperationLevel',
  description:
    'How something that the portal needs is: failing where nobody can work or data may be lost, none where there is nothing to look at.',
});

@ObjectType({ description: 'One thing that the portal needs, as it was when it was looked at.' })
export class OperationCheck {
  @Field(() => String, { description: 'database, replica, queue, workers, disk, backup, clock or certificate.' })
  name!: string;

  @Field(() => OperationLevel) level!: (typeof OperationLevel)[keyof typeof OperationLevel];

  @Field(() => String, { description: 'Why, as a code: the pages have its words and what to do about it.' })
  reason!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes of a disk or of a log, seconds of a clock or an answer, or a number of runs or workers.',
  })
  amount!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of how much.' }) of!: number | null;
  @Field(() => DateTime, { nullable: true }) at!: Date | null;
}

@ObjectType({ description: 'Runs of one kind that wait or are under way.' })
export class QueueOfKind {
  @Field(() => String, { description: 'scores, explanations, trainings or checks.' }) kind!: string;
  @Field(() => Int) waiting!: number;
  @Field(() => Int) active!: number;
  @Field(() => Float, { description: 'How long the one has waited that waits longest.' }) oldestSeconds!: number;
}

@ObjectType({ description: 'A process that takes runs from the queue.' })
export class PortalWorker {
  @Field(() => ID) id!: string;
  @Field(() => String, { description: 'The name of its machine.' }) host!: string;
  @Field(() => Int) pid!: number;
  @Field(() => [String]) kinds!: readonly string[];
  @Field(() => Int) threads!: number;
  @Field(() => DateTime) startedAt!: Date;
  @Field(() => DateTime) seenAt!: Date;
  @Field(() => Boolean, { description: 'Whether it was seen within the last twenty seconds.' }) isAlive!: boolean;
  @Field(() => String, { nullable: true, description: 'The kind of what it works on; null for nothing.' })
  runKind!: string | null;
}

@ObjectType({ description: 'Sign-ins that were refused.' })
export class RefusedSignIns {
  @Field(() => Int, { description: 'Within the last hour.' }) hour!: number;
  @Field(() => Int, { description: 'Within the last 24 hours.' }) day!: number;
  @Field(() => Int, { description: 'Accounts to which some of them were within the last 24 hours.' }) accounts!: number;
  @Field(() => Int, { description: 'Of the last 24 hours, because too many were tried.' }) tooMany!: number;
}

@ObjectType({ description: 'What was answered since the API started, of one kind of route.' })
export class AnsweredRequests {
  @Field(() => String) route!: string;
  @Field(() => Int) answers!: number;
  @Field(() => Int, { description: 'Answers that say that the portal failed, status 500 and above.' }) failed!: number;
  @Field(() => Float, { nullable: true, description: '95 % took at most this long; null where that is over 30 s.' })
  mostWithinSeconds!: number | null;
}

@ObjectType({ description: 'A statement of the API that took longer than PORTAL_SLOW_STATEMENT_MS since it started.' })
export class SlowStatement {
  @Field(() => String, { description: 'Without parameters and literals.' }) text!: string;
  @Field(() => Int) times!: number;
  @Field(() => Float) longestMs!: number;
  @Field(() => DateTime) lastAt!: Date;
  @Field(() => String, { nullable: true, description: 'The plan of PostgreSQL for any parameters.' })
  plan!: string | null;
}

@ObjectType({ description: 'How the portal runs: for whoever runs it. Nothing of a patient.' })
export class Operation {
  @Field(() => String, { description: 'The version of the portal and, after +, its newest migration.' })
  release!: string;

  @Field(() => DateTime, { description: 'When the API started.' }) startedAt!: Date;
  @Field(() => [OperationCheck]) checks!: readonly OperationCheck[];
  @Field(() => [QueueOfKind]) queue!: readonly QueueOfKind[];
  @Field(() => [PortalWorker]) workers!: readonly PortalWorker[];
  @Field(() => RefusedSignIns) refusedSignIns!: RefusedSignIns;
  @Field(() => Int, { description: 'Sessions that have not ended.' }) openSessions!: number;
  @Field(() => [AnsweredRequests]) requests!: readonly AnsweredRequests[];
  @Field(() => Int, { description: 'From how many milliseconds on a statement is listed.' }) slowFromMs!: number;
  @Field(() => [SlowStatement], { description: 'The slowest first.' }) slowStatements!: readonly SlowStatement[];
}
