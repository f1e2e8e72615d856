import { Readable } from 'node:stream';
import { type FileBytes } from './file-bytes.ts';
import { zipContent, type ZipListed } from './zip-entries.ts';

/** A file within an archive, unpacked anew from its beginning each time that it is read. */
export function fileInZip(archive: FileBytes, entry: ZipListed): FileBytes {
  return {
    name: entry.name.replace(/^.*\//, ''),
    size: entry.size,
    stream: (from = 0, to = entry.size) => Readable.from(part(archive, entry, from, to), { objectMode: false }),
  };
}

async function* part(archive: FileBytes, entry: ZipListed, from: number, to: number): AsyncGenerator<Buffer> {
  let at = 0;
  if (to <= from) return;
  for await (const piece of zipContent(archive, entry)) {
    const end = at + piece.length;
    if (end > from) yield piece.subarray(Math.max(0, from - at), Math.min(piece.length, to - at));
    at = end;
    if (at >= to) return;
  }
}
