import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from '../db/postgres-process.ts';
import { SettingsError } from '../settings.ts';

interface Holder {
  readonly pid: number;
  /** When that process started, as the system counts it; null where the system does not report it. */
  readonly began: string | null;
}

const fileOf = (home: string): string => path.join(home, 'portal.lock');

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

/** The process id of the portal that holds `home` and lives, or null. */
export function lockHolder(home: string): number | null {
  try {
    const { pid, began } = JSON.parse(readFileSync(fileOf(home), 'utf8')) as Holder;
    return isAlive(pid) && !hasEnded(pid) && beginningOf(pid) === began ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Takes `home` for this process. A lock whose holder was killed is taken over.
 * @throws SettingsError when a living portal holds it.
 */
export function lockHome(home: string): { release: () => void } {
  for (;;) {
    try {
      const handle = openSync(fileOf(home), 'wx', 0o600);
      writeSync(handle, JSON.stringify({ pid: process.pid, began: beginningOf(process.pid) } satisfies Holder));
      closeSync(handle);
      return { release: () => rmSync(fileOf(home), { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = lockHolder(home);
    if (pid !== null) {
      throw new SettingsError(
        `PORTAL_HOME (${home}) is in use by the portal with process id ${pid}: stop that one, or start with another PORTAL_HOME.`,
      );
    }
    rmSync(fileOf(home), { force: true });
  }
}
