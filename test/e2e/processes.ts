import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const alive = (pid: number): boolean => {
  try {
    // A zombie has ended and only waits to be counted by its parent.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .startsWith('Z');
  } catch {
    return false;
  }
};

/**
 * Every process that belongs to the portal with this PORTAL_HOME, found in the system's own list by its environment or
 * its command line, so that one the portal has lost sight of is found as well. Linux only.
 */
export function processesOf(home: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => {
      try {
        const told = readFileSync(`/proc/${pid}/environ`, 'utf8') + readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return told.includes(home) && alive(pid);
      } catch {
        return false;
      }
    });
}

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 200);
  } catch {
    return '(ended)';
  }
};

/** The commands that are left of the portal after `withinMs`; empty as soon as nothing is. */
export async function leftOf(home: string, withinMs: number): Promise<string[]> {
  for (const end = Date.now() + withinMs; Date.now() < end; await wait(200)) {
    if (processesOf(home).length === 0) return [];
  }
  return processesOf(home).map(commandOf);
}
