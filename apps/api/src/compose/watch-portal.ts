import { readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { type Asker } from '../context/asker.ts';
import { newestMigration } from '../db/data-source.ts';
import { type ReplicaReads } from '../db/replica-reads.ts';
import { StudyDb } from '../db/study-db.ts';
import { onStatements } from '../db/watched-client.ts';
import { type Ask, queueState, seenWorkers } from '../jobs/queue-state.ts';
import { type ProcessState } from '../modules/operation/index.ts';
import { repositoryRoot } from '../settings.ts';
import { CertificateEnd } from '../watching/certificate-end.ts';
import { checksOf } from '../watching/checks.ts';
import { ClockWatch } from '../watching/clock-watch.ts';
import { Health, levels } from '../watching/health.ts';
import { answeredRoutes, countStatement, registry, setGauges } from '../metrics.ts';
import { SlowStatements } from '../watching/slow-statements.ts';

export interface WatchOptions {
  readonly home: string;
  /** From which analyses read; null for none. */
  readonly replica: Pick<ReplicaReads, 'bytesBehind'> | null;
  readonly publicUrl: string;
  /** How many workers this machine runs. */
  readonly workers: number;
  /** From how many milliseconds on a statement is slow. */
  readonly slowFromMs: number;
  readonly openSessions: () => Promise<number>;
}

const nobody: Asker = { userId: 'nobody', name: 'nobody', email: '', studies: [] };

/** The version of these sources: that of the package and, after +, of the database that they are for. */
export function releaseOfSources(): string {
  const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { version: string };
  return `${version}+${newestMigration()}`;
}

/** Watches this process and what it depends on, until it is closed. */
export function watchPortal(dataSource: DataSource, options: WatchOptions) {
  const { home, replica, publicUrl, workers, slowFromMs, openSessions } = options;
  const db = new StudyDb(dataSource);
  const ask: Ask = (sql, values) => dataSource.query(sql, values && [...values]);
  const slow = new SlowStatements(slowFromMs, async (text) => {
    // As nobody, who sees no row: a plan is made without looking at any.
    const lines = await db.read(nobody, (tx) => tx.rows<{ 'QUERY PLAN': string }>(`explain (generic_plan) ${text}`));
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  });
  onStatements((statement) => {
    countStatement(statement.ms, statement.hasFailed);
    slow.note(statement);
  });
  const clock = new ClockWatch();
  const certificate = new CertificateEnd(publicUrl);
  const health = new Health(checksOf({ ask, home, workers, replica, clock, certificate }));
  const state: ProcessState = {
    release: releaseOfSources(),
    startedAt: new Date(),
    checks: () => health.look(),
    requests: answeredRoutes,
    slowFromMs,
    slowStatements: () => slow.list(),
  };

  async function readMetrics(): Promise<{ text: string; type: string }> {
    const [checks, queue, seen, sessions] = await Promise.all([
      health.look(),
      queueState(ask),
      seenWorkers(ask),
      openSessions(),
    ]);
    const { bavail, bsize } = statfsSync(home);
    setGauges({
      queue,
      oldestWaitingSeconds: Math.max(0, ...queue.map(({ oldestSeconds }) => oldestSeconds)),
      workers: seen.filter(({ isAlive }) => isAlive).length,
      sessions,
      diskFreeBytes: bavail * bsize,
      checks: Object.fromEntries(checks.map(({ name, level }) => [name, Math.max(0, levels.indexOf(level) - 1)])),
    });
    return { text: await registry.metrics(), type: registry.contentType };
  }

  return {
    state,
    health: () => health.look(),
    readMetrics,
    close(): void {
      onStatements(null);
      clock.close();
    },
  };
}
