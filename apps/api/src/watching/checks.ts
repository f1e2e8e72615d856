import { statfs } from 'node:fs/promises';
import { backupHealth, type BackupState, readBackupState } from '../backup/index.ts';
import { type Ask, queueState, seenWorkers } from '../jobs/queue-state.ts';
import { type CertificateEnd } from './certificate-end.ts';
import { type ClockWatch } from './clock-watch.ts';
import { type Checks, type Seen } from './health.ts';

const SLOW_MS = 1_000;
/** A run is taken within seconds: none under way while some wait for longer means that nobody takes them. */
const STUCK_SECONDS = 120;
/** An import of some thousand patients; more is a replica that does not keep up. */
const MOST_BYTES_BEHIND = 64e6;
const LEAST_FREE_BYTES = 1e9;
const LOW_FREE_BYTES = 10e9;
const LOW_SHARE = 0.05;
const CLOCK_DIFFERENCE_SECONDS = 5;
const CLOCK_TOLD_MS = 24 * 3_600_000;

export interface Watched {
  readonly ask: Ask;
  readonly home: string;
  /** How many workers this machine runs; 0 leaves the work to other machines. */
  readonly workers: number;
  /** Null where no analysis reads from one. */
  readonly replica: { readonly bytesBehind: (primaryAt: string) => Promise<number> } | null;
  readonly clock: ClockWatch;
  readonly certificate: CertificateEnd;
}

export function checksOf({ ask, home, workers, replica, clock, certificate }: Watched): Checks {
  return {
    database: async () => {
      const began = performance.now();
      await ask('select 1');
      const ms = performance.now() - began;
      return ms > SLOW_MS
        ? { level: 'warning', reason: 'slow', amount: ms / 1_000 }
        : { level: 'ok', reason: 'answers' };
    },
    replica: async () => {
      if (replica === null) return { level: 'none', reason: 'none' };
      const [end] = await ask<{ at: string }>('select pg_current_wal_lsn()::text as at');
      return replicaOf(await replica.bytesBehind(end?.at ?? '0/0'));
    },
    queue: async () => queueOf(await queueState(ask)),
    workers: async () => {
      const [queue, seen] = await Promise.all([queueState(ask), seenWorkers(ask)]);
      return workersOf(workers, seen.filter(({ isAlive }) => isAlive).length, waitingIn(queue));
    },
    disk: async () => {
      const { bavail, blocks, bsize } = await statfs(home);
      return diskOf(bavail * bsize, blocks * bsize);
    },
    backup: async () => backupOf(await readBackupState(home), new Date()),
    clock: async () => {
      const before = Date.now();
      const [answer] = await ask<{ at: number }>('select extract(epoch from clock_timestamp())::float8 as at');
      const middle = (before + Date.now()) / 2_000;
      return clockOf((answer?.at ?? middle) - middle, clock.lastStep(), Date.now());
    },
    certificate: () => certificate.seen(),
  };
}

const waitingIn = (queue: readonly { readonly waiting: number }[]): number =>
  queue.reduce((sum, { waiting }) => sum + waiting, 0);

export function queueOf(
  queue: readonly { readonly waiting: number; readonly active: number; readonly oldestSeconds: number }[],
): Seen {
  const waiting = waitingIn(queue);
  if (waiting === 0) return { level: 'ok', reason: 'empty' };
  const oldest = Math.max(...queue.map(({ oldestSeconds }) => oldestSeconds));
  const isMoving = queue.some(({ active }) => active > 0) || oldest < STUCK_SECONDS;
  return { level: isMoving ? 'ok' : 'warning', reason: isMoving ? 'moves' : 'stuck', amount: waiting };
}

export function replicaOf(bytesBehind: number): Seen {
  const isBehind = bytesBehind > MOST_BYTES_BEHIND;
  return { level: isBehind ? 'warning' : 'ok', reason: isBehind ? 'behind' : 'follows', amount: bytesBehind };
}

export function workersOf(expected: number, alive: number, waiting: number): Seen {
  if (alive === 0 && waiting > 0) return { level: 'failing', reason: 'nobodyWorks', amount: waiting };
  if (alive < expected) return { level: 'warning', reason: 'fewer', amount: alive, of: expected };
  if (alive === 0) return { level: 'none', reason: 'elsewhere' };
  return { level: 'ok', reason: 'seen', amount: alive };
}

export function diskOf(free: number, of: number): Seen {
  if (free < LEAST_FREE_BYTES) return { level: 'failing', reason: 'full', amount: free, of };
  const isLow = free < LOW_FREE_BYTES || free < of * LOW_SHARE;
  return { level: isLow ? 'warning' : 'ok', reason: isLow ? 'low' : 'enough', amount: free, of };
}

export function backupOf(state: BackupState, now: Date): Seen {
  const { lastGood, lastFailure, schedule } = state;
  const health = backupHealth(state, now);
  const at = lastGood && { at: new Date(lastGood.at) };
  if (health === 'failed')
    return { level: 'warning', reason: 'failed', ...(lastFailure && { at: new Date(lastFailure.at) }) };
  if (health === 'old') return { level: 'warning', reason: 'old', ...at };
  if (health === 'good') return { level: 'ok', reason: 'recent', ...at };
  return schedule === null ? { level: 'none', reason: 'notSetUp' } : { level: 'warning', reason: 'never' };
}

/** @param difference - by how many seconds the database's clock is ahead. */
export function clockOf(
  difference: number,
  step: { readonly at: Date; readonly seconds: number } | null,
  now: number,
): Seen {
  if (Math.abs(difference) > CLOCK_DIFFERENCE_SECONDS)
    return { level: 'warning', reason: 'differs', amount: Math.abs(difference) };
  if (step && now - step.at.getTime() < CLOCK_TOLD_MS)
    return { level: 'warning', reason: 'wasSet', amount: step.seconds, at: step.at };
  return { level: 'ok', reason: 'agrees' };
}
