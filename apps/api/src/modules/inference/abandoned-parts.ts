import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A file under a temporary name that has not been written to for this long was left by a killed process. */
const ABANDONED_AFTER_MS = 15 * 60_000;
/** The machine and the process that write it, where the name states them. */
const writerOfPart = /\.([\w-]+)\.(\d+)\.[0-9a-f-]{36}\.part$/;

/**
 * Removes what killed processes left half-written in a folder: files named `.part` whose process on this machine is gone,
 * or that are no longer written to.
 */
export async function removeAbandonedParts(folder: string, now = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => /\.part(?:\.|$)/.test(one))) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && (isOrphan(name) || now - found.mtimeMs > ABANDONED_AFTER_MS)) {
      await rm(path, { force: true, recursive: true });
    }
  }
}

function isOrphan(name: string): boolean {
  const [, host, pid] = writerOfPart.exec(name) ?? [];
  return host === hostname().replaceAll(/[^\w-]/g, '_') && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
