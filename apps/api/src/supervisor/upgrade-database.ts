import path from 'node:path';
import { BackupFolder } from '../backup/backup-folder.ts';
import { readBackupKey } from '../backup/backup-key.ts';
import { readBackupSettings } from '../backup/backup-settings.ts';
import { letOwnerBackUp } from '../backup/tables.ts';
import { newClient } from '../db/connections.ts';
import { hasPendingMigrations, migrationsIn } from '../db/data-source.ts';
import { type Settings } from '../settings.ts';
import { makeBackupOf } from './make-backup-of.ts';
import { DatabaseRefused } from './database-roles.ts';
import { type DatabaseUrls, prepareDatabase } from './prepare-database.ts';

type Place = Pick<Settings, 'home' | 'auditHeads'>;
/** How many backups of before an upgrade stay where the operator named no place for backups. */
const kept = { days: 3, weeks: 0, months: 0 };

/**
 * Brings a database to the present version, with a backup before a migration that it does not have yet. Where one fails, the
 * tables are as they were.
 *
 * @throws DatabaseRefused naming the backup, and that nothing was changed.
 */
export async function upgradeDatabase(
  ownerUrl: string,
  settings: Place,
  say: (line: string) => void,
): Promise<DatabaseUrls> {
  const place = (await isBehind(ownerUrl)) ? await backUpFirst(ownerUrl, settings, say) : null;
  try {
    return await prepareDatabase({ ownerUrl, home: settings.home });
  } catch (cause) {
    if (place === null || cause instanceof DatabaseRefused) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseRefused(
      `the database could not be brought up to date (${reason}): it is as it was, and the earlier version of the portal can be started again. The backup made before is ${place}.`,
      { cause },
    );
  }
}

/** Whether the database has tables that this version of the portal changes. */
async function isBehind(ownerUrl: string): Promise<boolean> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const run = await migrationsIn(client);
    if (run.length === 0 || !hasPendingMigrations(run)) return false;
    // An earlier version did not, and without it the backup would be refused.
    await letOwnerBackUp(client);
    return true;
  } finally {
    await client.end();
  }
}

/** Slides are not copied: an upgrade does not touch them. Returns the archive. */
async function backUpFirst(ownerUrl: string, settings: Place, say: (line: string) => void): Promise<string> {
  const wanted = readBackupSettings();
  const folder = wanted?.folder ?? `${path.join(settings.home, 'before-upgrade')}${path.sep}`;
  const key = wanted?.keyFile ? await readBackupKey(wanted.keyFile) : null;
  say('Upgrade: backing up what is there before the tables change');
  const made = await makeBackupOf(settings, { ownerUrl, place: folder, key, withSlides: false, why: 'upgrade' });
  say(`Upgrade: backed up to ${made.place}`);
  if (wanted === null) await new BackupFolder(path.resolve(folder), key).thin(kept);
  return made.place;
}
