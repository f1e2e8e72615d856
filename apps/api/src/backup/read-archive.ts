import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  digestName,
  type Manifest,
  manifestName,
  nameOfTable,
  type Opening,
  openingName,
  readManifest,
  readOpening,
  tableOfPart,
} from './archive-format.ts';
import { BackupError } from './backup-error.ts';
import { type BackupKey } from './backup-key.ts';
import { readFileInChunks } from './kept-files.ts';
import { RowDigest } from './row-digest.ts';
import { isSealed, unseal } from './seal.ts';
import { type Entry, readTar } from './tar.ts';

const decompress = promisify(gunzip);

/** What a reader does with the parts of an archive, in their order. What it leaves unread is compared all the same. */
export interface ArchiveVisitor {
  readonly opening?: (opening: Opening) => Promise<void>;
  /** A small file of PORTAL_HOME, by its path there. */
  readonly home?: (path: string, content: Buffer) => Promise<void>;
  /** Whole rows of a table, as COPY writes them. */
  readonly rows?: (table: string, lines: Buffer) => Promise<void>;
  readonly file?: (sha256: string, content: AsyncIterable<Buffer>) => Promise<void>;
}

export interface ReadArchive {
  readonly opening: Opening;
  readonly manifest: Manifest;
  /** SHA-256 of the manifest. */
  readonly digest: string;
}

/**
 * Reads an archive from end to end and compares everything with its manifest: each entry, the rows of each table, the
 * digest of the manifest itself.
 *
 * @throws BackupError naming the entry or table that is not what was written.
 */
export async function readArchive(
  file: string,
  key: BackupKey | null,
  visitor: ArchiveVisitor = {},
): Promise<ReadArchive> {
  const reading = new ArchiveReading(visitor);
  for await (const entry of readTar(await plainBytes(file, key))) await reading.take(entry);
  return reading.end();
}

async function plainBytes(file: string, key: BackupKey | null): Promise<AsyncIterable<Buffer>> {
  const start = await startOf(file);
  const content = readFileInChunks(file);
  if (!isSealed(start)) return content;
  if (key === null) throw new BackupError(`${file} is encrypted: give --key the file with its key.`);
  return unseal(content, key);
}

async function startOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new BackupError(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Entries as they come; the manifest, which is the last, then says whether they were right. */
class ArchiveReading {
  private opening: Opening | null = null;
  private manifest: Manifest | null = null;
  private manifestDigest = '';
  private statedDigest = '';
  private readonly entries = new Map<string, { bytes: number; sha256: string }>();
  private readonly tables = new Map<string, RowDigest>();

  constructor(private readonly visitor: ArchiveVisitor) {}

  async take(entry: Entry): Promise<void> {
    if (this.entries.has(entry.name)) throw new BackupError(`${entry.name} is in the archive twice.`);
    if (this.opening === null && entry.name !== openingName) {
      throw new BackupError('The archive is not a backup of a portal.');
    }
    const hash = createHash('sha256');
    const content = noting(entry.content, hash);
    await this.handle(entry.name, content);
    for await (const _ of content);
    this.entries.set(entry.name, { bytes: entry.bytes, sha256: hash.digest('hex') });
  }

  private async handle(name: string, content: AsyncIterable<Buffer>): Promise<void> {
    if (name === openingName) {
      this.opening = readOpening((await whole(content)).toString('utf8'));
      return this.visitor.opening?.(this.opening);
    }
    if (name === manifestName) {
      const bytes = await whole(content);
      this.manifestDigest = createHash('sha256').update(bytes).digest('hex');
      this.manifest = readManifest(bytes.toString('utf8'));
      return;
    }
    if (name === digestName) {
      this.statedDigest = (await whole(content)).toString('utf8').trim();
      return;
    }
    const table = tableOfPart(name);
    if (table !== null) return this.rows(table, name, await whole(content));
    const file = /^files\/([0-9a-f]{64})$/.exec(name)?.[1];
    if (file !== undefined) return this.visitor.file?.(file, content);
    const place = /^home\/(secrets\.json|audit-heads\/[A-Za-z0-9_][A-Za-z0-9_-]*\.log)$/.exec(name)?.[1];
    if (place === undefined) throw new BackupError(`The archive has ${name}, which no backup has.`);
    return this.visitor.home?.(place, await whole(content));
  }

  private async rows(table: string, name: string, packed: Buffer): Promise<void> {
    const lines = await decompress(packed).catch((cause: unknown) => {
      throw new BackupError(`${name} of the backup is damaged: it cannot be unpacked.`, { cause });
    });
    const digest = this.tables.get(table) ?? new RowDigest();
    this.tables.set(table, digest);
    digest.add(lines);
    await this.visitor.rows?.(table, lines);
  }

  end(): ReadArchive {
    const { opening, manifest } = this;
    if (opening === null || manifest === null || this.statedDigest === '') {
      throw new BackupError('The archive ends early: it has no manifest.');
    }
    if (this.statedDigest !== this.manifestDigest) {
      throw new BackupError('The manifest of the backup is not what was written: its digest is another.');
    }
    this.compareEntries(manifest);
    for (const { schema, name, rows, sum } of manifest.tables) {
      const found = this.tables.get(nameOfTable({ schema, name })) ?? new RowDigest();
      if (found.rows !== rows || found.sum !== sum) {
        throw new BackupError(`${schema}.${name} has ${found.rows} rows in the backup instead of ${rows}, or others.`);
      }
    }
    return { opening, manifest, digest: this.manifestDigest };
  }

  private compareEntries(manifest: Manifest): void {
    const expected = new Map(manifest.entries.map((entry) => [entry.name, entry]));
    for (const [name, { bytes, sha256 }] of this.entries) {
      if (name === manifestName || name === digestName) continue;
      const listed = expected.get(name);
      if (!listed) throw new BackupError(`The archive has ${name}, which its manifest does not list.`);
      if (listed.bytes !== bytes || listed.sha256 !== sha256) {
        throw new BackupError(`${name} of the backup is damaged: its SHA-256 is not the one of the manifest.`);
      }
      expected.delete(name);
    }
    const [missing] = expected.keys();
    if (missing !== undefined) throw new BackupError(`${missing} is missing from the archive.`);
  }
}

/** The same bytes, which the hash has seen. Read twice, it goes on where the first reader stopped. */
function noting(content: AsyncIterable<Buffer>, hash: { update: (bytes: Buffer) => unknown }): AsyncIterable<Buffer> {
  const source = content[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const next = await source.next();
        if (!next.done) hash.update(next.value);
        return next;
      },
    }),
  };
}

async function whole(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
