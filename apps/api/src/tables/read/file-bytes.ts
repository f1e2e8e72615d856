import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** A file as it was sent: some formats keep what describes them at their end, so it is read from any place. */
export interface FileBytes {
  /** As its sender calls it. */
  readonly name: string;
  readonly size: number;
  /** Opens it anew, from a byte up to another, which is not read. */
  readonly stream: (from?: number, to?: number) => Readable;
}

export async function fileAt(path: string, name = basename(path)): Promise<FileBytes> {
  const { size } = await stat(path);
  const part = (start: number, end: number) => createReadStream(path, { start, end });
  return { name, size, stream: (from = 0, to = size) => (to <= from ? Readable.from([]) : part(from, to - 1)) };
}

export function fileOf(name: string, content: Buffer | string): FileBytes {
  const bytes = Buffer.from(content);
  return {
    name,
    size: bytes.length,
    stream: (from = 0, to = bytes.length) => Readable.from([bytes.subarray(from, to)]),
  };
}

/** Some bytes of a file; fewer where it ends before. */
export function readRange(file: FileBytes, from: number, bytes: number): Promise<Buffer> {
  return buffer(file.stream(from, Math.min(file.size, from + bytes)));
}
