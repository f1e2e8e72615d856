import { randomUUID } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Client } from 'pg';
import { newClient } from '../db/connections.ts';
import { migrationsIn } from '../db/data-source.ts';
import { secretOf } from '../db/secrets.ts';
import { formatVersion, type ListedFile, nameOfFile, type Opening } from './archive-format.ts';
import { BackupFolder, isFolderOfBackups } from './backup-folder.ts';
import { type BackupKey } from './backup-key.ts';
import { type MadeBackup, noteBackup } from './backup-state.ts';
import { beginSnapshot, type DumpedTable, dumpRows } from './dump-rows.ts';
import { type FoundFile, homeEntries, modelFiles, slideFiles } from './files-of-home.ts';
import { readFileInChunks } from './kept-files.ts';
import { sequencesIn } from './tables.ts';
import { type Entry } from './tar.ts';
import { verifyBackup } from './verify-backup.ts';
import { syncFolder } from './whole-file.ts';
import { bufferEntry, type Known, writeArchive } from './write-archive.ts';

export interface BackupRequest {
  readonly ownerUrl: string;
  readonly home: string;
  readonly auditHeads: string;
  /** A folder, where slides and models are kept once for all backups; otherwise the file, which has them inside. */
  readonly place: string;
  readonly key: BackupKey | null;
  /** The path of a slide's file on this machine; null in place of it where slides are listed and not copied. */
  readonly openSlide: ((fileName: string) => Promise<string | null>) | null;
  readonly portalVersion: string;
  readonly why: MadeBackup['why'];
  /** Aborted: what is under way is given up. */
  readonly signal?: AbortSignal;
}

export interface BackupOutcome extends MadeBackup {
  readonly rows: number;
  readonly tables: number;
  readonly files: readonly ListedFile[];
  /** Hashes of the files that this backup copied, the others being there already. */
  readonly copied: readonly string[];
}

/**
 * Makes a backup while the portal runs, reads it back, and notes it in PORTAL_HOME. What is not good is noted as a failure,
 * and leaves nothing under its name.
 */
export async function makeBackup(request: BackupRequest): Promise<BackupOutcome> {
  const began = new Date();
  try {
    const outcome = await attempt(request, began);
    const { rows: _rows, tables: _tables, files: _files, copied: _copied, ...made } = outcome;
    await noteBackup(request.home, { lastGood: made });
    return outcome;
  } catch (error) {
    // Given up because the portal stops: the next start makes one.
    if (request.signal?.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    await noteBackup(request.home, { lastFailure: { at: began.toISOString(), reason } }).catch(() => undefined);
    throw error;
  }
}

async function attempt(request: BackupRequest, began: Date): Promise<BackupOutcome> {
  const place = path.resolve(request.place);
  const folder = isFolderOfBackups(request.place) ? new BackupFolder(place, request.key) : null;
  const lock = folder?.lock(secretOf(request.home, 'portal-id'));
  const client = newClient({ connectionString: request.ownerUrl });
  try {
    await client.connect();
    const file = folder?.placeOf(began) ?? place;
    const outcome = await write({ request, client, folder, file, began });
    await client.query('rollback');
    const isNew = new Set(outcome.copied);
    await verifyBackup(unread(file), request.key, (sha256) => isNew.has(sha256));
    await rename(unread(file), file);
    await syncFolder(path.dirname(file));
    const { size } = await stat(file);
    const seconds = Math.round((Date.now() - began.getTime()) / 100) / 10;
    return { ...outcome, bytes: size, seconds };
  } catch (error) {
    await rm(unread(folder?.placeOf(began) ?? place), { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await client.end().catch(() => undefined);
    lock?.release();
  }
}

/** Until it was read back, an archive is not one, and one of the same name stays as it is. */
const unread = (file: string): string => `${file}.unread`;

interface Writing {
  readonly request: BackupRequest;
  readonly client: Client;
  readonly folder: BackupFolder | null;
  readonly file: string;
  readonly began: Date;
}

async function write({ request, client, folder, file, began }: Writing): Promise<BackupOutcome> {
  const { home, key } = request;
  // Before the snapshot: a head must not be ahead of the trail that is backed up.
  const small = await homeEntries(home, request.auditHeads);
  const tables = await beginSnapshot(client);
  const opening = await openingOf(client, {
    id: randomUUID(),
    madeAt: began.toISOString(),
    portal: request.portalVersion,
    filesAre: folder === null ? 'inside' : 'beside',
    tables,
  });
  const found = [...(await modelFiles(home)), ...(await slideFiles(client, request.openSlide))];
  const copied =
    folder === null ? distinct(found).map(({ sha256 }) => sha256) : await copyBeside(folder, found, request.signal);
  const files = found.map(({ source, ...listed }) => ({ ...listed, isHeld: source !== null }));
  const held = [...new Set(files.flatMap(({ isHeld, sha256 }) => (isHeld ? [sha256] : [])))];

  const dumped: DumpedTable[] = [];
  let known: Known | null = null;
  async function* entries(): AsyncGenerator<Entry> {
    for (const { name, content } of small) yield bufferEntry(name, content);
    for (const table of tables) yield* dumpRows(client, table, (one) => dumped.push(one));
    if (folder === null) for (const one of distinct(found)) yield fileEntry(one);
    known = { tables: dumped, sequences: await sequencesIn(client), files };
  }
  if (folder !== null) await folder.listFiles(file, held);
  const digest = await writeArchive(
    unread(file),
    {
      opening,
      entries: entries(),
      known: () => {
        if (known === null) throw new Error('the manifest was asked for before the entries were read');
        return known;
      },
    },
    key,
    request.signal,
  );
  return {
    at: opening.madeAt,
    place: file,
    bytes: 0,
    digest,
    withSlides: request.openSlide !== null,
    isEncrypted: key !== null,
    seconds: 0,
    why: request.why,
    rows: dumped.reduce((sum, { rows }) => sum + rows, 0),
    tables: dumped.length,
    files,
    copied,
  };
}

async function openingOf(
  client: Client,
  given: Pick<Opening, 'id' | 'madeAt' | 'portal' | 'filesAre' | 'tables'>,
): Promise<Opening> {
  const { rows: versions } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  return {
    format: 'haim-portal-backup',
    version: formatVersion,
    ...given,
    postgres: versions[0]?.version ?? '',
    migrations: await migrationsIn(client),
  };
}

type Present = FoundFile & { readonly source: string };

/** Those that are on this machine, each content once. */
function distinct(found: readonly FoundFile[]): Present[] {
  const byHash = new Map<string, Present>();
  for (const { source, ...file } of found) if (source !== null) byHash.set(file.sha256, { ...file, source });
  return [...byHash.values()];
}

/** @returns the hashes of those that were not there yet. */
async function copyBeside(
  { files }: BackupFolder,
  found: readonly FoundFile[],
  signal?: AbortSignal,
): Promise<string[]> {
  const copied: string[] = [];
  for (const { source, sha256, bytes } of distinct(found)) {
    if (await files.has(sha256, bytes)) continue;
    await files.keep(source, sha256, signal);
    copied.push(sha256);
  }
  return copied;
}

function fileEntry({ source, sha256, bytes }: Present): Entry {
  return { name: nameOfFile(sha256), bytes, content: readFileInChunks(source) };
}
