import { setTimeout as wait } from 'node:timers/promises';
import { BackupFolder } from '../backup/backup-folder.ts';
import { readBackupKey } from '../backup/backup-key.ts';
import { type BackupSettings, oldAfterHours, readBackupSettings } from '../backup/backup-settings.ts';
import { type BackupState, noteBackup, readBackupState } from '../backup/backup-state.ts';
import { type Settings } from '../settings.ts';
import { makeBackupOf } from './make-backup-of.ts';

/** Looked at often and not slept until: clocks are set, machines sleep, summer time begins. */
const lookMs = 30_000;
const retryMs = 3_600_000;

/** The last moment before `now` at which a backup was to be made, by the clock of this machine. */
export function lastDue(now: Date, { hour, minute }: BackupSettings['at']): Date {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute);
  return today <= now ? today : new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, hour, minute);
}

/** Whether one is to be made now: since the last due moment there was none, or one that failed an hour ago. */
export function isDue(now: Date, at: BackupSettings['at'], { lastGood, lastFailure }: BackupState): boolean {
  if (lastGood !== null && Date.parse(lastGood.at) >= lastDue(now, at).getTime()) return false;
  return lastFailure === null || now.getTime() - Date.parse(lastFailure.at) >= retryMs;
}

export interface Scheduled {
  readonly settings: Pick<Settings, 'home' | 'auditHeads'>;
  readonly ownerUrl: string;
  readonly say: (line: string) => void;
}

/**
 * Makes the backups that the settings ask for while the portal runs, and removes those that the rule does not keep.
 * @returns what ends it; a backup under way is given up.
 */
export async function keepBackups({ settings, ownerUrl, say }: Scheduled): Promise<() => Promise<void>> {
  const { home } = settings;
  const wanted = readBackupSettings();
  const schedule = wanted && { place: wanted.folder, at: clockOf(wanted.at), keep: wanted.keepText };
  await noteBackup(home, { schedule, oldAfterHours: oldAfterHours() });
  if (wanted === null) return () => Promise.resolve();
  const leaving = new AbortController();
  const { signal } = leaving;
  const keeping = (async () => {
    for (; !signal.aborted; await wait(lookMs, undefined, { signal }).catch(() => undefined)) {
      if (!isDue(new Date(), wanted.at, await readBackupState(home))) continue;
      try {
        say(`Backup: ${await makeOne(settings, { ownerUrl, wanted, signal })}`);
      } catch (error) {
        if (signal.aborted) break;
        const reason = error instanceof Error ? error.message : String(error);
        say(`Backup: none was made. ${reason}`);
        await noteBackup(home, { lastFailure: { at: new Date().toISOString(), reason } });
      }
    }
  })();
  return async () => {
    leaving.abort();
    await keeping;
  };
}

interface One {
  readonly ownerUrl: string;
  readonly wanted: BackupSettings;
  readonly signal: AbortSignal;
}

async function makeOne(
  settings: Scheduled['settings'],
  { ownerUrl, wanted: { folder, keyFile, keep, withSlides }, signal }: One,
): Promise<string> {
  const key = keyFile === null ? null : await readBackupKey(keyFile);
  const made = await makeBackupOf(settings, { ownerUrl, place: folder, key, withSlides, why: 'schedule', signal });
  const removed = await new BackupFolder(folder, key).thin(keep);
  const thinned = removed.archives > 0 ? `; ${removed.archives} that the rule does not keep removed` : '';
  return `${made.place}, ${made.rows} rows, ${made.copied.length} files copied, in ${made.seconds} s${thinned}`;
}

const clockOf = ({ hour, minute }: BackupSettings['at']): string =>
  [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
