import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { SlideError } from '../../errors.ts';
import { ByteSource } from '../dicom/byte-source.ts';
import { MOST_FILES, type SentFile, type SentFiles, shownName, tooMany, withoutNoise } from './sent-files.ts';

interface ZipMember extends SentFile {
  readonly entry: Entry;
}

/** Slides are compressed already: a zip that grows far beyond its size is none. */
const MOST_GROWTH = 20;
const FREE_GROWTH_BYTES = 100e6;
const STORED = 0;
const DEFLATED = 8;
const READ_BYTES = 1 << 20;

/**
 * Opens a zip. Members that are stored are read where they are; others are unpacked into a folder when they are asked
 * for. Nothing is written outside it: members are named by numbers there.
 *
 * @param folder - for what has to be unpacked; the caller removes it.
 * @throws SlideError TRUNCATED, TOO_LARGE, UNREADABLE.
 *
 * Source: APPNOTE 6.3.10, read by yauzl.
 */
export async function openZip(path: string, folder: string): Promise<SentFiles> {
  const file = await open(path, 'r');
  let zip: ZipFile | null = null;
  try {
    const zipBytes = (await file.stat()).size;
    zip = await opened(path);
    const members = withoutNoise(await membersOf(zip));
    refuseBomb(members, zipBytes);
    return new OpenZip(zip, file, members, folder);
  } catch (error) {
    zip?.close();
    await file.close();
    throw error;
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false });
  } catch {
    throw new SlideError(
      'TRUNCATED',
      'The zip has no list of its files at its end: it looks like an incomplete copy or upload.',
    );
  }
}

async function membersOf(zip: ZipFile): Promise<ZipMember[]> {
  const members: ZipMember[] = [];
  if (zip.entryCount > MOST_FILES) throw tooMany();
  try {
    for await (const entry of zip.eachEntry()) {
      if (members.length > MOST_FILES) throw tooMany();
      if (entry.fileName.endsWith('/')) continue;
      members.push({ name: entry.fileName, bytes: entry.uncompressedSize, entry });
    }
  } catch (error) {
    if (error instanceof SlideError) throw error;
    throw new SlideError('UNREADABLE', 'The list of files in the zip is damaged, or names files outside it.');
  }
  return members;
}

function refuseBomb(members: readonly ZipMember[], zipBytes: number): void {
  const total = members.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= zipBytes * MOST_GROWTH + FREE_GROWTH_BYTES) return;
  throw new SlideError(
    'TOO_LARGE',
    `The zip claims to hold ${Math.round(total / 1e6)} MB in ${Math.ceil(zipBytes / 1e6)} MB: no slide is compressed like this.`,
  );
}

class OpenZip implements SentFiles {
  readonly files: readonly ZipMember[];
  private readonly zip: ZipFile;
  private readonly file: FileHandle;
  private readonly folder: string;
  private readonly unpacked: FileHandle[] = [];

  constructor(zip: ZipFile, file: FileHandle, files: readonly ZipMember[], folder: string) {
    this.zip = zip;
    this.file = file;
    this.files = files;
    this.folder = folder;
  }

  async source(asked: SentFile): Promise<ByteSource> {
    const { index, member, shown } = this.memberOf(asked);
    if (member.entry.compressionMethod === STORED) return this.storedSource(member, shown);
    const path = join(this.folder, String(index));
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await this.copy(asked, path);
    const handle = await open(path, 'r');
    this.unpacked.push(handle);
    return new ByteSource(shown, handle, 0, member.bytes);
  }

  async copy(asked: SentFile, path: string): Promise<void> {
    const { member, shown } = this.memberOf(asked);
    let sum = 0;
    const summing = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sum = crc32(chunk, sum);
        done(null, chunk);
      },
    });
    try {
      const stream = await this.zip.openReadStreamPromise(member.entry);
      await pipeline(stream, summing, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== undefined && !isOfZlib(error)) throw error;
      throw damaged(shown);
    }
    if (sum !== member.entry.crc32) throw damaged(shown);
  }

  async close(): Promise<void> {
    this.zip.close();
    await Promise.all([this.file, ...this.unpacked].map((handle) => handle.close()));
  }

  private memberOf(asked: SentFile): { index: number; member: ZipMember; shown: string } {
    const index = this.files.findIndex(({ name }) => name === asked.name);
    const member = this.files[index];
    if (!member) throw new Error('no such member');
    const shown = shownName(member.name, index, this.files.length);
    const { compressionMethod, generalPurposeBitFlag } = member.entry;
    if ((generalPurposeBitFlag & 1) !== 0) {
      throw new SlideError('UNREADABLE', `${shown} of the zip is protected by a password: send it without one.`);
    }
    if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
      const said = `${shown} of the zip is compressed by method ${compressionMethod}`;
      throw new SlideError('UNREADABLE', `${said}: pack it with Deflate, or without compression.`);
    }
    return { index, member, shown };
  }

  private async storedSource({ entry, bytes }: ZipMember, shown: string): Promise<ByteSource> {
    let start: number;
    try {
      start = (await this.zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
    } catch {
      throw damaged(shown);
    }
    const source = new ByteSource(shown, this.file, start, bytes);
    let sum = 0;
    for (let at = 0; at < bytes; at += READ_BYTES) {
      sum = crc32(await source.read(at, Math.min(READ_BYTES, bytes - at)), sum);
    }
    if (sum !== entry.crc32) throw damaged(shown);
    return source;
  }
}

const isOfZlib = (error: unknown): boolean => /^Z_/.test((error as NodeJS.ErrnoException).code ?? '');

function damaged(shown: string): SlideError {
  return new SlideError('UNREADABLE', `${shown} of the zip is damaged: its checksum or its size differs.`);
}
