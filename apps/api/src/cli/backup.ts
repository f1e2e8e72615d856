import type { Command } from 'commander';
import type { BackupKey } from '../backup/backup-key.ts';
import type { ListedFile } from '../backup/archive-format.ts';
import { readSettings } from '../settings.ts';
import { givenPath } from './given-path.ts';

interface Keyed {
  readonly key?: string;
}

/** `portal backup PLACE`, `backup verify`, `backup list`, `backup key`, and `portal restore`. */
export function add(program: Command): void {
  const backup = program
    .command('backup')
    .argument(
      '<place>',
      'a folder that keeps slides and models once for all its backups, or a file with all of it inside',
    )
    .description('back up the portal while it runs: database, secrets, models, heads of the audit; slides where asked')
    .option('--slides', 'the slides too; of a folder, those that it does not have yet')
    .option('--key <file>', 'encrypt with this key (AES-256-GCM): see backup key')
    .addHelpText(
      'after',
      `
The backup is of one moment, and is read back before it counts. Without --key, whoever reads the file reads every
patient, and the portal's secrets: keep it accordingly. A place is a folder if it is there, or if it ends with /.`,
    )
    .action(async (place: string, { slides = false, key }: Keyed & { readonly slides?: boolean }) => {
      const { withDatabaseAsItIs } = await import('../supervisor/database-for-command.ts');
      const { makeBackupOf } = await import('../supervisor/make-backup-of.ts');
      const settings = readSettings();
      const wanted = { place: placeOf(place), key: await keyFrom(key), withSlides: slides, why: 'asked' as const };
      const made = await withDatabaseAsItIs(settings, (ownerUrl) => makeBackupOf(settings, { ...wanted, ownerUrl }));
      console.log(made.place);
      console.log(
        `${made.rows} rows of ${made.tables} tables, ${made.files.length} files (${made.copied.length} copied)`,
      );
      console.log(`${made.bytes} bytes in ${made.seconds} s, read back; SHA-256 of its manifest ${made.digest}`);
      if (slides) sayMissing(made.files, 'have no file in the portal any more');
    });

  backup
    .command('verify <place>')
    .description('read a backup, or the newest of a folder, from end to end; exit code 1 where anything differs')
    .option('--key <file>', 'the key it was encrypted with')
    .action(async (place: string, _: Keyed, command: Command) => {
      const { archiveAt, verifyBackup } = await import('../backup/verify-backup.ts');
      const { key } = command.optsWithGlobals<Keyed>();
      const file = await archiveAt(placeOf(place));
      const { opening, manifest, digest } = await verifyBackup(file, await keyFrom(key));
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      console.log(`${file}: intact, of ${opening.madeAt}, portal ${opening.portal}, SHA-256 of its manifest ${digest}`);
      console.log(
        `${rows} rows of ${manifest.tables.length} tables, ${opening.migrations.length} migrations, ${manifest.files.length} files`,
      );
      sayMissing(manifest.files, 'are listed and not in it');
    });

  backup
    .command('list <folder>')
    .description('the backups of a folder, newest first')
    .action(async (folder: string) => {
      const { BackupFolder } = await import('../backup/backup-folder.ts');
      for (const { file, at } of await new BackupFolder(givenPath(folder), null).archives()) {
        console.log(`${at.toISOString()}\t${file}`);
      }
    });

  backup
    .command('key <file>')
    .description('make a key for backups; keep it apart from them: without it they cannot be read')
    .action(async (file: string) => {
      const { writeBackupKey } = await import('../backup/backup-key.ts');
      await writeBackupKey(givenPath(file));
      console.log(
        `${givenPath(file)}: without it no backup that is encrypted with it can be read. Keep a copy elsewhere.`,
      );
    });

  program
    .command('restore <place>')
    .description('make a portal of a backup, or of the newest of a folder, in a folder that is empty or not there')
    .requiredOption('--into <home>', 'the PORTAL_HOME to make; with DATABASE_URL, the rows go into that empty database')
    .option('--key <file>', 'the key it was encrypted with')
    .action(async (place: string, { into, key }: Keyed & { readonly into: string }) => {
      const { archiveAt } = await import('../backup/verify-backup.ts');
      const { restoreBackup } = await import('../supervisor/restore-backup.ts');
      const { databaseUrl } = readSettings();
      const restored = await restoreBackup({
        file: await archiveAt(placeOf(place)),
        key: await keyFrom(key),
        into: givenPath(into),
        databaseUrl,
        say: (line) => console.log(line),
      });
      console.log(`Restored ${restored.rows} rows and ${restored.files} files; each row is what the backup has.`);
      sayMissing(restored.withoutFile, 'are not in the backup: put them into the folder slides');
      console.log(`Start it: PORTAL_HOME=${givenPath(into)} bin/portal start`);
    });
}

async function keyFrom(file: string | undefined): Promise<BackupKey | null> {
  if (file === undefined) return null;
  const { readBackupKey } = await import('../backup/backup-key.ts');
  return readBackupKey(givenPath(file));
}

/** As typed: a folder that is not there yet is known by its last sign. */
const placeOf = (place: string): string => givenPath(place) + (/[/\\]$/.test(place) ? '/' : '');

const NAMED = 5;

function sayMissing(files: readonly ListedFile[], what: string): void {
  const missing = files.filter(({ isHeld }) => !isHeld);
  if (missing.length === 0) return;
  const named = missing.slice(0, NAMED).map(({ path }) => path);
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
  console.log(`${missing.length} slides ${what}: ${named.join(', ')}${more}`);
}
