import { createHash } from 'node:crypto';
import { digestName, type Manifest, manifestName, type Opening, openingName } from './archive-format.ts';
import { type BackupKey } from './backup-key.ts';
import { only } from './dump-rows.ts';
import { seal } from './seal.ts';
import { type Entry, writeTar } from './tar.ts';
import { writeWhole } from './whole-file.ts';

/** What the manifest says beside the entries, known once all of them are written. */
export type Known = Omit<Manifest, 'entries'>;

export interface Archive {
  readonly opening: Opening;
  readonly entries: AsyncIterable<Entry>;
  readonly known: () => Known;
}

/**
 * Writes an archive whole, or nothing.
 * @returns SHA-256 of its manifest.
 */
export async function writeArchive(
  file: string,
  archive: Archive,
  key: BackupKey | null,
  signal?: AbortSignal,
): Promise<string> {
  let digest = '';
  const tar = writeTar(
    entriesOf(archive, (found) => (digest = found)),
    new Date(archive.opening.madeAt),
  );
  await writeWhole(file, key === null ? tar : seal(tar, key), signal);
  return digest;
}

async function* entriesOf(
  { opening, entries, known }: Archive,
  onDigest: (digest: string) => void,
): AsyncGenerator<Entry> {
  const written: Manifest['entries'] = [];
  yield* noted(textEntry(openingName, JSON.stringify(opening, null, 2)), written);
  for await (const entry of entries) yield* noted(entry, written);
  const manifest = JSON.stringify({ entries: written, ...known() } satisfies Manifest, null, 1);
  const digest = createHash('sha256').update(manifest).digest('hex');
  yield textEntry(manifestName, manifest);
  yield textEntry(digestName, `${digest}\n`);
  onDigest(digest);
}

/** The entry itself; once its reader has come to its end, the list has it. */
async function* noted(entry: Entry, list: Manifest['entries']): AsyncGenerator<Entry> {
  const hash = createHash('sha256');
  async function* content(): AsyncGenerator<Buffer> {
    for await (const chunk of entry.content) {
      hash.update(chunk);
      yield chunk;
    }
  }
  yield { ...entry, content: content() };
  list.push({ name: entry.name, bytes: entry.bytes, sha256: hash.digest('hex') });
}

export function bufferEntry(name: string, content: Buffer): Entry {
  return { name, bytes: content.length, content: only(content) };
}

export const textEntry = (name: string, text: string): Entry => bufferEntry(name, Buffer.from(text));
