import { makeBackupOf } from './make-backup-of.ts';
import { restoreBackup } from './restore-backup.ts';
import { upgradeDatabase } from './upgrade-database.ts';

/** What `cut-off.test.ts` kills: one backup, restore or upgrade in a process of its own. */
export interface CutOffWork {
  readonly what: 'backup' | 'restore' | 'upgrade';
  readonly ownerUrl: string;
  readonly home: string;
  readonly auditHeads: string;
  /** The folder of backups, or the archive that is restored. */
  readonly place: string;
}

const { what, ownerUrl, home, auditHeads, place } = JSON.parse(process.argv[2] ?? '') as CutOffWork;
const say = () => undefined;
process.stdout.write('begun\n');
if (what === 'backup') {
  await makeBackupOf({ home, auditHeads }, { ownerUrl, place, key: null, withSlides: true, why: 'asked' });
} else if (what === 'restore') {
  await restoreBackup({ file: place, into: home, key: null, databaseUrl: null, say });
} else {
  await upgradeDatabase(ownerUrl, { home, auditHeads }, say);
}
