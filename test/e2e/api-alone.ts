import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabaseForTests } from '../../apps/api/src/db/database.fixture.ts';
import { type DatabaseUrls } from '../../apps/api/src/supervisor/prepare-database.ts';
import { secretOf } from '../../apps/api/src/db/secrets.ts';
import { planParts } from '../../apps/api/src/supervisor/plans.ts';
import { prepareDemonstration } from '../../apps/api/src/supervisor/prepare-demonstration.ts';
import { environment, freePort, repositoryRoot } from './start-portal.ts';

export interface ApiAlone {
  readonly port: number;
  readonly home: string;
  readonly password: string;
  readonly urls: DatabaseUrls;
  /** CPU time of the process so far, in milliseconds; NaN where the system does not say. */
  readonly cpuMs: () => number;
  /** Ends the process as a power cut would, from the viewpoint of the process. */
  readonly kill: () => void;
  /** The next process over the same home and database; resolves when it answers. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * The API's process without a supervisor that would end the portal with it, on a demonstration of its own.
 *
 * @param columnsMb - for the columns of studies, as `PORTAL_COLUMNS_MB`.
 * @param keptIn - the folder of a database that stays for the next run; null: none.
 */
export async function startApiAlone({
  columnsMb = 200,
  keptIn = null,
}: { columnsMb?: number; keptIn?: string | null } = {}): Promise<ApiAlone> {
  const database = await openDatabaseForTests(keptIn);
  const port = await freePort();
  const password = 'a password for uploads';
  const settings = {
    port,
    host: '127.0.0.1',
    home: database.home,
    publicUrl: `http://localhost:${port}`,
    databaseUrl: null,
    demoPassword: password,
    workers: 1,
    decoding: {},
    columnsMb,
    auditHeads: path.join(database.home, 'audit-heads'),
    r: 'off',
    idleMinutes: 30,
    secondFactorRule: 'optional' as const,
    signInsAMinute: 300,
    readUrl: null,
    mail: null,
    provider: null,
    watch: { metricsToken: null, loggedRequests: 'slow' as const, slowFromMs: 1_000 },
    drawsDemoSlides: false,
  };
  const authSecret = secretOf(database.home, 'session-signing');
  await prepareDemonstration({ settings, urls: database, authSecret, say: () => undefined });
  const plan = planParts({ settings, urls: database, authSecret, webPort: 1, isDevelopment: false }).api;
  const log = openSync(path.join(database.home, 'api.log'), 'a');
  let child: ChildProcess | null = null;
  let ended: Promise<unknown> = Promise.resolve();

  const start = async (): Promise<void> => {
    await ended;
    child = spawn(process.execPath, plan.args, {
      cwd: repositoryRoot,
      env: environment(plan.env),
      stdio: ['ignore', log, log],
    });
    const started = child;
    ended = new Promise((resolve) => started.once('exit', resolve));
    for (const end = Date.now() + 60_000; ; await wait(50)) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
      if (answer?.ok) return;
      if (Date.now() > end) throw new Error('the API does not answer');
    }
  };
  await start();
  return {
    port,
    home: database.home,
    password,
    urls: database,
    start,
    cpuMs: () => cpuMsOf(child?.pid),
    kill: () => void child?.kill('SIGKILL'),
    close: async () => {
      child?.kill('SIGTERM');
      await ended;
      await database.close();
    },
  };
}

/** Linux counts it in hundredths of a second. */
function cpuMsOf(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return NaN;
  // The name of the program, which may hold blanks, ends with the last bracket.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
