import { exportFormats, type ExportFormat } from '@haim/schema';
import { type Command, Option } from 'commander';
import { readSettings, SettingsError } from '../settings.ts';

interface Given {
  readonly study: string;
  readonly format: ExportFormat;
  readonly out: string;
  readonly language: 'en' | 'zh';
  readonly cohort?: string;
  readonly snapshot?: string;
  readonly identified?: boolean;
  readonly reason?: string;
}

/** `portal export`: the forms and the analysis row of a study as files, as its page makes them. */
export function add(program: Command): void {
  program
    .command('export')
    .description('export a study: a table for each form and the analysis row, with a dictionary and a README')
    .requiredOption('--study <code>', 'of this study, all centres')
    .requiredOption('--out <folder>', 'where the files go; made, and there only once the export is whole')
    .addOption(new Option('--format <name>', 'of the files').choices(exportFormats).default('csv'))
    .addOption(new Option('--language <code>', 'of labels, where a format has one').choices(['en', 'zh']).default('en'))
    .option('--cohort <file>', 'only these patients: a filter as JSON, or in the notation of an address')
    .option('--snapshot <name>', 'of a snapshot instead of the data of now; its name or id')
    .option('--identified', 'with true dates, ages and texts; needs --reason')
    .option('--reason <text>', 'what it is for, for the audit trail')
    .action(async (given: Given) => {
      if (given.identified && !given.reason?.trim()) {
        throw new SettingsError('--identified: say with --reason what true dates and texts are needed for.');
      }
      const { exportedInto } = await import('./export-for-command.ts');
      const { folder, files } = await exportedInto(readSettings(), given);
      for (const { name, bytes } of files) console.log(`${folder}/${name}\t${bytes} bytes`);
    });
}
