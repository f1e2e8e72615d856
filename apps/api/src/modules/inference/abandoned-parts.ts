import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file under a passing name that nobody has written to for so long was left by a killed process. */
const ABANDONED_AFTER_MS = 15 * 60_000;

/** Removes what killed processes left half-written in a folder: files named `.part` that nobody writes to any more. */
export async function removeAbandonedParts(folder: string, now = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => /\.part(?:\.|$)/.test(one))) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && now - found.mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true, recursive: true });
  }
}
