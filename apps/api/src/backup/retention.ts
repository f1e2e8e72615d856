import { BackupError } from './backup-error.ts';

/** Of how many of the last days, weeks and months that have a backup the newest one is kept. */
export interface Retention {
  readonly days: number;
  readonly weeks: number;
  readonly months: number;
}

const part = /^(\d{1,4})([dwm])$/;

/**
 * Reads a rule such as `7d 4w 12m`.
 * @throws BackupError saying what a rule looks like.
 */
export function readRetention(text: string): Retention {
  const rule = { d: 0, w: 0, m: 0 };
  const parts = text.trim().split(/\s+/);
  const units = parts.map((one) => {
    const [, count, unit] = part.exec(one) ?? [];
    if (count === undefined || (unit !== 'd' && unit !== 'w' && unit !== 'm')) return null;
    rule[unit] = Number(count);
    return unit;
  });
  if (units.includes(null) || new Set(units).size !== units.length || rule.d + rule.w + rule.m === 0) {
    throw new BackupError(
      `"${text}" is not a rule for keeping backups: write days, weeks and months, such as 7d 4w 12m.`,
    );
  }
  return { days: rule.d, weeks: rule.w, months: rule.m };
}

const dayMs = 86_400_000;
const iso = (at: Date): string => at.toISOString();

const periods: readonly { readonly of: keyof Retention; readonly name: (at: Date) => string }[] = [
  { of: 'days', name: (at) => iso(at).slice(0, 10) },
  // Weeks begin on Monday; 5 January 1970 was one.
  { of: 'weeks', name: (at) => String(Math.floor((at.getTime() / dayMs - 4) / 7)) },
  { of: 'months', name: (at) => iso(at).slice(0, 7) },
];

/** Which of these backups the rule does not keep. The newest is always kept; days are those of UTC. */
export function superfluous(backups: readonly Date[], rule: Retention): Date[] {
  const newestFirst = backups.toSorted((a, b) => b.getTime() - a.getTime());
  const kept = new Set<Date>(newestFirst.slice(0, 1));
  for (const { of, name } of periods) {
    const seen = new Set<string>();
    for (const backup of newestFirst) {
      if (seen.size === rule[of]) break;
      if (seen.has(name(backup))) continue;
      seen.add(name(backup));
      kept.add(backup);
    }
  }
  return newestFirst.filter((backup) => !kept.has(backup));
}
