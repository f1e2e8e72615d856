import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readSettings, SettingsError } from '../settings.ts';
import { givenPath } from './given-path.ts';

interface Options {
  readonly file?: string;
  readonly dryRun?: boolean;
}

/** `portal study fields`: the dictionary file of the page *Fields of the study*, both ways. */
export function addFields(study: Command): void {
  study
    .command('fields <code>')
    .description(
      'print the fields that a study adds to forms as a dictionary CSV, or read one in the columns of REDCap',
    )
    .option('--file <csv>', 'read this dictionary: new fields become drafts, all or none')
    .option('--dry-run', 'only report what the file would change')
    .action(async (code: string, { file, dryRun = false }: Options) => {
      if (dryRun && file === undefined)
        throw new SettingsError('--dry-run reports what a file would change: add --file');
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { dictionaryForCommand, readDictionaryForCommand } = await import('./studies-for-command.ts');
      if (file === undefined) {
        await withDatabase(readSettings(), async ({ ownerUrl }) => {
          process.stdout.write(await dictionaryForCommand(ownerUrl, code));
        });
        return;
      }
      const csv = readText(file);
      await withDatabase(readSettings(), async ({ ownerUrl }) => {
        const { isStored, rows } = await readDictionaryForCommand(ownerUrl, code, csv, dryRun);
        for (const { line, name, fate, problems, notes } of rows) {
          console.log(`${line}\t${name}\t${fate}`);
          for (const { place, expected } of problems) console.log(`\t${place} must be ${expected.en}`);
          for (const { en } of notes) console.log(`\t${en}`);
        }
        const count = (wanted: string) => rows.filter(({ fate }) => fate === wanted).length;
        const refused = count('refused');
        if (refused > 0) process.exitCode = 1;
        const what = `${count('added')} added as drafts, ${count('changed')} changed, ${count('same')} the same, ${refused} refused`;
        console.log(`${code}: ${what}${isStored ? '' : '; nothing is stored'}.`);
      });
    });
}

function readText(file: string): string {
  try {
    return readFileSync(givenPath(file), 'utf8');
  } catch (cause) {
    throw new SettingsError(`${file} is not a file that can be read`, { cause });
  }
}
