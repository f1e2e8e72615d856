import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { BackupError } from './backup-error.ts';
import { type BackupKey } from './backup-key.ts';
import { seal, sealedBytes, unseal } from './seal.ts';
import { writeWhole } from './whole-file.ts';

const chunkBytes = 1 << 20;

export const readFileInChunks = (file: string): AsyncIterable<Buffer> =>
  createReadStream(file, { highWaterMark: chunkBytes });

export async function sha256Of(content: AsyncIterable<Buffer>): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** The same bytes, and an error at their end where they are not those of the hash. */
export async function* compared(
  content: AsyncIterable<Buffer>,
  sha256: string,
  differs: () => Error,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256) throw differs();
}

/**
 * Slides and models beside the archives of a folder, each once under its content: a slide that an earlier backup has kept is
 * not copied again.
 */
export class KeptFiles {
  constructor(
    private readonly folder: string,
    private readonly key: BackupKey | null,
  ) {}

  /** The name under which a file is kept, which says nothing of it to whoever has no key. */
  nameOf(sha256: string): string {
    return this.key === null ? sha256 : `${this.key.nameOf(sha256)}.sealed`;
  }

  async has(sha256: string, bytes: number): Promise<boolean> {
    const found = await stat(this.placeOf(this.nameOf(sha256))).catch(() => null);
    return found?.size === (this.key === null ? bytes : sealedBytes(bytes));
  }

  /** @throws BackupError where the file is not the one of this hash any more. */
  async keep(source: string, sha256: string, signal?: AbortSignal): Promise<void> {
    const place = this.placeOf(this.nameOf(sha256));
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    const content = compared(
      readFileInChunks(source),
      sha256,
      () => new BackupError(`${source} is not what its hash says: the portal has another file in its place.`),
    );
    await writeWhole(place, this.key === null ? content : seal(content, this.key), signal);
  }

  /** @throws BackupError at the end where the bytes are not those of the hash. */
  async *read(sha256: string): AsyncGenerator<Buffer> {
    const place = this.placeOf(this.nameOf(sha256));
    if (!(await stat(place).catch(() => null))) throw new BackupError(`${place} is missing from the backup.`);
    const content = readFileInChunks(place);
    const plain = this.key === null ? content : unseal(content, this.key);
    yield* compared(plain, sha256, () => new BackupError(`${place} is damaged: its bytes are not those of its hash.`));
  }

  /**
   * Removes what no backup of the folder needs any more.
   * @returns how many files were removed.
   */
  async removeAllBut(names: ReadonlySet<string>): Promise<number> {
    let removed = 0;
    for (const group of await readdir(path.join(this.folder, 'files')).catch(() => [])) {
      for (const name of await readdir(path.join(this.folder, 'files', group))) {
        if (names.has(name)) continue;
        await rm(path.join(this.folder, 'files', group, name), { force: true });
        removed += 1;
      }
    }
    return removed;
  }

  private placeOf(name: string): string {
    return path.join(this.folder, 'files', name.slice(0, 2), name);
  }
}
