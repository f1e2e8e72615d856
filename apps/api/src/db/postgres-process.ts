import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Fast shutdown: sessions are ended, nothing needs recovery. */
const fast = 'SIGINT';
/** Immediate shutdown, only when fast did not come: recovery runs at the next start. */
const immediate = 'SIGQUIT';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function commandOf(pid: number): string {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? '';
}

/**
 * The process id of the PostgreSQL that runs on `dataFolder`, or null. A `postmaster.pid` whose number now belongs to
 * another program (usual in containers, where numbers start over) is removed, as PostgreSQL would refuse to start.
 */
export function runningPostmaster(dataFolder: string): number | null {
  const pidFile = path.join(dataFolder, 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (!Number.isInteger(pid) || !isAlive(pid)) return null;
  if (commandOf(pid).includes(dataFolder)) return pid;
  rmSync(pidFile, { force: true });
  return null;
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end; await wait(25)) if (!isAlive(pid)) return true;
  return !isAlive(pid);
}

/** Stops a PostgreSQL by its process id: fast first, immediate after 20 s. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patience] of [
    [fast, 20_000],
    [immediate, 5_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    if (await isGone(pid, patience)) return;
  }
}
