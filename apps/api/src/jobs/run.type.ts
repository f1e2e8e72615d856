import { registerEnumType } from 'type-graphql';
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
