import type { BatchFieldsFragment } from '@/graphql/generated/graphql.ts';
import { secondsRemaining } from '@/runs/remaining.ts';

export type Batch = BatchFieldsFragment;

export function isUnderWay({ finishedAt }: Pick<Batch, 'finishedAt'>): boolean {
  return finishedAt === null;
}

/**
 * Seconds until every run of a batch is over, at the pace since its first run began; a run under way counts in part.
 *
 * @returns null before a tenth is done.
 */
export function batchRemaining(batch: Batch, nowMs: number): number | null {
  const { startedAt, total, done, failed, cancelled, partly } = batch;
  if (startedAt === null || !isUnderWay(batch)) return null;
  const first = { atMs: Date.parse(startedAt), done: 0, total };
  return secondsRemaining(first, { atMs: nowMs, done: done + failed + cancelled + partly, total });
}

export type Roughly = { readonly unit: 'minutes' | 'hours'; readonly n: number };

/** A duration as one would give an estimate: whole minutes, from an hour and a half on half hours. */
export function roughly(seconds: number): Roughly {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 90 ? { unit: 'minutes', n: minutes } : { unit: 'hours', n: Math.round(minutes / 30) / 2 };
}
