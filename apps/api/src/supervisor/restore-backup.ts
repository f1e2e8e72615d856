import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Client } from 'pg';
import { type ListedFile, type Opening } from '../backup/archive-format.ts';
import { BackupError } from '../backup/backup-error.ts';
import { type BackupKey } from '../backup/backup-key.ts';
import { KeptFiles } from '../backup/kept-files.ts';
import { RowLoader } from '../backup/load-rows.ts';
import { readArchive } from '../backup/read-archive.ts';
import { schemas } from '../backup/tables.ts';
import { heldOf } from '../backup/verify-backup.ts';
import { syncFolder, writeWhole } from '../backup/whole-file.ts';
import { newClient } from '../db/connections.ts';
import { unknownMigrations } from '../db/data-source.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres, stopOrphan } from '../db/embedded.ts';
import { checkDatabase, prepareHome } from '../settings.ts';
import { lockHome } from './portal-lock.ts';
import { prepareDatabase } from './prepare-database.ts';
import { markOf, markRestore, noteRestored, removeMark } from './unfinished-restore.ts';

export interface RestoreRequest {
  readonly file: string;
  readonly key: BackupKey | null;
  /** A folder that is not there, or is empty. */
  readonly into: string;
  /** Null: the portal's own PostgreSQL, made in the folder. Otherwise an empty database. */
  readonly databaseUrl: string | null;
  readonly say: (line: string) => void;
}

export interface Restored {
  readonly opening: Opening;
  readonly digest: string;
  readonly rows: number;
  readonly files: number;
  /** Slides of the database that the backup does not have. */
  readonly withoutFile: readonly ListedFile[];
}

/**
 * Restores a backup to a portal that starts. Everything is put into a folder beside the wanted one, which takes its name at
 * the very end: cut off at any moment, there is the old state or the new one.
 *
 * @throws BackupError where the folder or the database is in use, or where the backup is not as it was written.
 */
export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const { into, databaseUrl } = request;
  if (existsSync(into) && (!lstatSync(into).isDirectory() || readdirSync(into).length > 0)) {
    throw new BackupError(`${into} is not empty: name another folder, or move that one aside first.`);
  }
  const draft = `${into.replace(/[/\\]+$/, '')}.restoring`;
  prepareHome(draft);
  const lock = lockHome(draft);
  try {
    await clear(draft);
    const database = databaseUrl === null ? new OwnDatabase(draft) : new GivenDatabase(databaseUrl, draft);
    const restored = await fill(request, draft, database).finally(() => database.close());
    lock.release();
    moveInto(draft, into);
    await syncFolder(path.dirname(into));
    await database.settle();
    return restored;
  } catch (error) {
    await clear(draft).catch(() => undefined);
    lock.release();
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

/** What a restore that was cut off has left: its PostgreSQL, which may still run, and all its files. */
async function clear(draft: string): Promise<void> {
  await stopOrphan(draft);
  const data = path.join(draft, 'postgres');
  // For root it may be a link to where PostgreSQL's account can enter.
  if (existsSync(data) && lstatSync(data).isSymbolicLink()) rmSync(realpathSync(data), { recursive: true });
  for (const name of readdirSync(draft)) {
    if (name !== 'portal.lock') rmSync(path.join(draft, name), { recursive: true, force: true });
  }
}

function moveInto(draft: string, into: string): void {
  // A folder takes the place of an empty one at once; Windows wants none there.
  if (process.platform === 'win32' && existsSync(into)) rmdirSync(into);
  renameSync(draft, into);
}

async function fill({ file, key, say }: RestoreRequest, draft: string, database: Target): Promise<Restored> {
  let opening: Opening | null = null;
  let loader: RowLoader | null = null;
  const need = async (): Promise<RowLoader> => {
    if (loader !== null) return loader;
    if (opening === null) throw new BackupError('The archive is not a backup of a portal.');
    say(`Tables: making them as they were, with ${opening.migrations.length} migrations`);
    const client = await database.open(opening.migrations);
    loader = new RowLoader(client);
    await loader.begin(opening.tables);
    say('Rows: putting them back');
    return loader;
  };
  const read = await readArchive(file, key, {
    opening: async (found) => {
      const [unknown] = unknownMigrations(found.migrations);
      if (unknown !== undefined) {
        throw new BackupError(
          `The backup was made by a later version of the portal (its migration ${unknown} is not known here): restore it with that version or a later one.`,
        );
      }
      opening = found;
      say(`Backup of ${found.madeAt}, of portal ${found.portal} on PostgreSQL ${found.postgres}`);
    },
    home: async (place, content) => {
      const to = path.join(draft, place);
      mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
      await writeFile(to, content, { mode: 0o600 });
    },
    rows: async (table, lines) => (await need()).add(table, lines),
    file: async (sha256, content) => writeUnder(draft, path.join('.files', sha256), content),
  });
  await (await need()).finish(read.manifest);
  const held = read.manifest.files.filter(({ isHeld }) => isHeld);
  say(`Files: putting back ${held.length} of slides and models`);
  if (read.opening.filesAre === 'inside') placeInside(draft, held);
  else await placeBeside(draft, held, new KeptFiles(path.dirname(file), key));
  return {
    opening: read.opening,
    digest: read.digest,
    rows: read.manifest.tables.reduce((sum, table) => sum + table.rows, 0),
    files: held.length,
    withoutFile: read.manifest.files.filter(({ isHeld }) => !isHeld),
  };
}

async function writeUnder(draft: string, place: string, content: AsyncIterable<Buffer>): Promise<void> {
  const to = path.join(draft, place);
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
  await writeWhole(to, content);
}

/** Files of the archive are stored under their hash until the manifest has said whose they are. */
function placeInside(draft: string, held: readonly ListedFile[]): void {
  const last = new Set(heldOf(held).map(({ path: place }) => place));
  // Of several files with one content, the last gets the file itself and the others a copy.
  for (const { sha256, path: place } of held.toSorted((a, b) => Number(last.has(a.path)) - Number(last.has(b.path)))) {
    const from = path.join(draft, '.files', sha256);
    if (!existsSync(from)) throw new BackupError(`${place} is missing from the archive.`);
    const to = path.join(draft, place);
    mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
    if (last.has(place)) renameSync(from, to);
    else copyFileSync(from, to);
  }
  rmSync(path.join(draft, '.files'), { recursive: true, force: true });
}

async function placeBeside(draft: string, held: readonly ListedFile[], beside: KeptFiles): Promise<void> {
  for (const { sha256, path: place } of held) await writeUnder(draft, place, beside.read(sha256));
}

/** Where the rows go. */
interface Target {
  /** Makes the tables as these migrations made them; the owner's connection to them. */
  open(migrations: readonly string[]): Promise<Client>;
  close(): Promise<void>;
  /** Once the folder has its name. */
  settle(): Promise<void>;
}

/** The portal's own PostgreSQL, made in the folder, with the passwords of the backup. */
class OwnDatabase implements Target {
  private postgres: EmbeddedPostgres | null = null;
  private client: Client | null = null;

  constructor(private readonly draft: string) {}

  async open(migrations: readonly string[]): Promise<Client> {
    this.postgres = await startEmbeddedPostgres(this.draft);
    await prepareDatabase({ ownerUrl: this.postgres.ownerUrl, home: this.draft, migrations });
    this.client = newClient({ connectionString: this.postgres.ownerUrl });
    await this.client.connect();
    return this.client;
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => undefined);
    await this.postgres?.stop();
    rmSync(path.join(this.draft, 'postgres.port'), { force: true });
  }

  async settle(): Promise<void> {
    // It came with the folder.
  }
}

/** A database of the hospital's own server. */
class GivenDatabase implements Target {
  private client: Client | null = null;
  private readonly id = randomUUID();

  constructor(
    private readonly databaseUrl: string,
    private readonly draft: string,
  ) {}

  async open(migrations: readonly string[]): Promise<Client> {
    await checkDatabase(this.databaseUrl);
    const client = newClient({ connectionString: this.databaseUrl });
    await client.connect();
    this.client = client;
    await this.takeEmpty(client);
    await markRestore(client, this.id);
    await prepareDatabase({ ownerUrl: this.databaseUrl, home: this.draft, migrations, isRestoring: true });
    noteRestored(this.draft, this.id);
    return client;
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => undefined);
  }

  async settle(): Promise<void> {
    const client = newClient({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      await removeMark(client);
    } finally {
      await client.end();
    }
  }

  /** @throws BackupError where somebody's tables are there; what a restore that was cut off has left is removed. */
  private async takeEmpty(client: Client): Promise<void> {
    const present = await client.query<{ name: string }>(
      'select nspname as name from pg_namespace where nspname = any($1) order by 1',
      [schemas],
    );
    const isLeft = (await markOf(client)) !== null;
    if (present.rows.length > 0 && !isLeft) {
      throw new BackupError(
        `The database of DATABASE_URL has tables of a portal (${present.rows.map(({ name }) => name).join(', ')}): name an empty one.`,
      );
    }
    for (const { name } of present.rows) await client.query(`drop schema ${name} cascade`);
    if (isLeft) await removeMark(client);
  }
}
