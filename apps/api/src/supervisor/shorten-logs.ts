import { copyFileSync, readdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';

/** A log that has grown beyond this is put aside, over the one before it. */
export const largestLog = 10_000_000;
const LOOK_MS = 60_000;

/**
 * Puts logs aside that have grown too long, so that a portal that is never restarted does not fill its disk with them. A
 * part writes at the end of its file whatever its length, so the file is copied and emptied, not renamed.
 *
 * @returns the names of those that were put aside.
 */
export function shortenLogs(home: string, largest = largestLog): string[] {
  const folder = path.join(home, 'log');
  return readdirSync(folder).filter((name) => {
    const file = path.join(folder, name);
    if (!name.endsWith('.log') || statSync(file).size <= largest) return false;
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
    return true;
  });
}

/** Does so every minute. A full disk, or a file that went away meanwhile, is tried again. @returns what ends it. */
export function keepLogsShort(home: string): () => void {
  const timer = setInterval(() => {
    try {
      shortenLogs(home);
    } catch {
      // As said above.
    }
  }, LOOK_MS).unref();
  return () => clearInterval(timer);
}
