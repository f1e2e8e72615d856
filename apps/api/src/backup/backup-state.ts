import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/*
 * What is known of the backups of a portal, in PORTAL_HOME/backups.json: a file and not a table, because it has to be
 * readable while the database is away, and because a restored database must not claim backups that were made later.
 */

const made = z.object({
  /** When the snapshot was taken, UTC. */
  at: z.iso.datetime(),
  /** The file. */
  place: z.string(),
  bytes: z.number().int().nonnegative(),
  /** SHA-256 of the manifest: whoever keeps it elsewhere can tell this backup from any other. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  withSlides: z.boolean(),
  isEncrypted: z.boolean(),
  seconds: z.number().nonnegative(),
  why: z.enum(['asked', 'schedule', 'upgrade']),
});

const state = z.object({
  /** Written, read back and compared. */
  lastGood: made.nullable().default(null),
  lastFailure: z.object({ at: z.iso.datetime(), reason: z.string() }).nullable().default(null),
  /** What the portal that runs now was told; null where nothing is scheduled. */
  schedule: z.object({ place: z.string(), at: z.string(), keep: z.string() }).nullable().default(null),
  oldAfterHours: z.number().positive().default(48),
});

export type MadeBackup = z.infer<typeof made>;
export type BackupState = z.infer<typeof state>;

/** `none`: there was never one; `failed`: the last attempt was not a good one; `old`: the last good one is. */
export type BackupHealth = 'good' | 'none' | 'failed' | 'old';

const fileOf = (home: string): string => path.join(home, 'backups.json');

/** What is known of the backups of the portal in `home`; nothing where the file is missing or cannot be read as one. */
export async function readBackupState(home: string): Promise<BackupState> {
  const text = await readFile(fileOf(home), 'utf8').catch(() => '{}');
  try {
    return state.parse(JSON.parse(text));
  } catch {
    return state.parse({});
  }
}

/** Changes what is known; the file is replaced as a whole. */
export async function noteBackup(home: string, change: Partial<BackupState>): Promise<void> {
  const file = fileOf(home);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify({ ...(await readBackupState(home)), ...change }, null, 2), { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}

/** How the backups are at `now`. A failure counts until the next good one. */
export function backupHealth({ lastGood, lastFailure, oldAfterHours }: BackupState, now: Date): BackupHealth {
  if (lastGood === null) return lastFailure === null ? 'none' : 'failed';
  const ageHours = (now.getTime() - Date.parse(lastGood.at)) / 3_600_000;
  if (ageHours > oldAfterHours) return 'old';
  return lastFailure !== null && lastFailure.at > lastGood.at ? 'failed' : 'good';
}
