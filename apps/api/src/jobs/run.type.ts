import { Field, ID, Int, InterfaceType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/scalars.ts';
import { type Priority as PriorityName } from './priority.ts';
import { type RunStatus as StatusName } from './run-status.ts';

export const RunStatus = {
  queued: 'queued',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies { [Name in StatusName]: Name };
registerEnumType(RunStatus, { name: 'RunStatus', description: 'How a run of a job stands.' });

export const Priority = { high: 'high', normal: 'normal', low: 'low' } as const satisfies {
  [Name in PriorityName]: Name;
};
registerEnumType(Priority, {
  name: 'Priority',
  description: 'Of runs that wait, the highest goes first, then the oldest. A run under way is not put back.',
});

const optional = { nullable: true } as const;

@InterfaceType({
  description:
    'Work that takes long, from the queue to its end. Each kind adds what was asked for and what came of it.',
})
export abstract class Run {
  @Field(() => ID) id!: string;
  @Field(() => RunStatus) status!: StatusName;
  @Field(() => String, { nullable: true, description: 'What is being done; the kind names its stages.' })
  stage!: string | null;
  @Field(() => Int, { nullable: true, description: 'Of the stage, in its own units; null where they are not counted.' })
  done!: number | null;
  @Field(() => Int, optional) total!: number | null;
  @Field(() => Int, { description: 'How often a worker took it.' }) attempts!: number;
  @Field(() => String, optional) errorCode!: string | null;
  @Field(() => String, optional) errorMessage!: string | null;
  @Field(() => DateTime) queuedAt!: Date;
  @Field(() => DateTime, optional) startedAt!: Date | null;
  @Field(() => DateTime, optional) finishedAt!: Date | null;
  @Field(() => String) requestedBy!: string;
}
