import { type Messages } from '@/i18n/messages.ts';

type Found = keyof Messages['operation']['found'];
type ToDo = keyof Messages['operation']['toDo'];

/** Everything that a check may have found, by its name and reason. */
const found: readonly Found[] = [
  'database_answers',
  'database_slow',
  'database_doesNotAnswer',
  'replica_follows',
  'replica_behind',
  'replica_doesNotAnswer',
  'replica_none',
  'queue_empty',
  'queue_moves',
  'queue_stuck',
  'queue_cannotBeRead',
  'workers_seen',
  'workers_elsewhere',
  'workers_fewer',
  'workers_nobodyWorks',
  'workers_cannotBeRead',
  'disk_enough',
  'disk_low',
  'disk_full',
  'disk_cannotBeRead',
  'backup_recent',
  'backup_old',
  'backup_never',
  'backup_failed',
  'backup_notSetUp',
  'backup_cannotBeRead',
  'clock_agrees',
  'clock_differs',
  'clock_wasSet',
  'clock_cannotBeRead',
  'certificate_valid',
  'certificate_endsSoon',
  'certificate_ended',
  'certificate_noCertificate',
  'certificate_notReached',
];

/** Of these, what somebody has to do something about. */
const toDo: readonly ToDo[] = [
  'database_slow',
  'database_doesNotAnswer',
  'replica_behind',
  'replica_doesNotAnswer',
  'queue_stuck',
  'queue_cannotBeRead',
  'workers_fewer',
  'workers_nobodyWorks',
  'workers_cannotBeRead',
  'disk_low',
  'disk_full',
  'disk_cannotBeRead',
  'backup_old',
  'backup_never',
  'backup_failed',
  'backup_notSetUp',
  'backup_cannotBeRead',
  'clock_differs',
  'clock_wasSet',
  'clock_cannotBeRead',
  'certificate_endsSoon',
  'certificate_ended',
  'certificate_notReached',
];

/** The keys of what a check found, and of what to do about it; null for what a newer API finds. */
export function wordsOf({ name, reason }: { readonly name: string; readonly reason: string }): {
  readonly found: Found | null;
  readonly toDo: ToDo | null;
} {
  const key = `${name}_${reason}`;
  return { found: found.find((one) => one === key) ?? null, toDo: toDo.find((one) => one === key) ?? null };
}
