import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/**
 * CPU seconds that a process has used so far: its own, those of the processes it runs and of those that have ended. Linux
 * only; NaN elsewhere.
 */
export function cpuSeconds(ofProcess: number): number {
  if (process.platform !== 'linux') return NaN;
  const ticks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      const [parent = 0, user = 0, system = 0, usersOfEnded = 0, systemOfEnded = 0] = statOf(name);
      if (Number(name) === ofProcess) return user + system + usersOfEnded + systemOfEnded;
      return parent === ofProcess ? user + system : 0;
    });
  return ticks.reduce((sum, own) => sum + own, 0) / TICKS_PER_SECOND;
}

/** Parent and ticks of a process, by `man 5 proc`; the name before them may hold blanks and brackets. */
function statOf(pid: string): number[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return [fields[1] ?? 0, ...fields.slice(11, 15)];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
