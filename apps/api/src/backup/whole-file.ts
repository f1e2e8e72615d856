import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BackupError } from './backup-error.ts';

/**
 * Writes a file that is there whole or not at all: under another name first, forced to the disk, then renamed. A killed
 * process leaves `FILE.part`, which the next one overwrites.
 */
export async function writeWhole(file: string, content: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(content, createWriteStream(part, { mode: 0o600, flush: true }), { signal });
    await rename(part, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw ofDisk(error, file);
  }
}

/** A rename is on the disk once its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folder.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ofDisk(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC')
    return new BackupError(`The disk of ${file} is full: nothing of it is kept.`, { cause: error });
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOENT') {
    return new BackupError(`${file} cannot be written (${code}): name a place that this account may write.`, {
      cause: error,
    });
  }
  return error;
}
