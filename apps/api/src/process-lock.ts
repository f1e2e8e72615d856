import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { isAlive } from './db/postgres-process.ts';

/*
 * A file by which one process at a time holds a folder. One whose holder was killed is taken over.
 */

interface Holder {
  readonly pid: number;
  /** When that process started, as the system counts it; null where the system does not report it. */
  readonly began: string | null;
}

/** Fields of /proc/<pid>/stat from the third on; none where the system has no such file. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** Field 22. With it a number that was given to another program is told from the holder. */
const beginningOf = (pid: number): string | null => statOf(pid)[19] ?? null;

/** Whether a process has ended and its parent has not asked how yet: its number is still taken, and it holds nothing. */
const hasEnded = (pid: number): boolean => statOf(pid)[0] === 'Z';

/** The process id of whoever holds the file and lives, or null. */
export function holderOf(file: string): number | null {
  try {
    const { pid, began } = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return isAlive(pid) && !hasEnded(pid) && beginningOf(pid) === began ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Takes the file for this process.
 * @param refusal - what is thrown where a living process holds it.
 */
export function takeLock(file: string, refusal: (pid: number) => Error): { release: () => void } {
  for (;;) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, JSON.stringify({ pid: process.pid, began: beginningOf(process.pid) } satisfies Holder));
      closeSync(handle);
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = holderOf(file);
    if (pid !== null) throw refusal(pid);
    rmSync(file, { force: true });
  }
}
