import { type Command } from 'commander';
import { type ImportReport } from '../modules/imports/import-report.ts';
import { readSettings } from '../settings.ts';
import { givenPath } from './given-path.ts';

interface ImportOptions {
  readonly study: string;
  readonly map?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `portal import FILE.csv --study S [--map MAP.json]` */
export function add(program: Command): void {
  program
    .command('import <file>')
    .description('import a CSV file whole or not at all; every refused cell is named; repeated, it changes nothing')
    .requiredOption('--study <code>', 'the study to import into')
    .option('--map <file>', 'JSON mapping, where the headings are not the portal’s own')
    .option('--dry-run', 'check and count, and keep nothing')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, { study, map, dryRun = false, json = false }: ImportOptions) => {
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { importFile } = await import('../modules/imports/import-file.ts');
      const report = await withDatabase(readSettings(), ({ appUrl }) =>
        importFile({ appUrl, study, csv: givenPath(file), map: map === undefined ? null : givenPath(map), dryRun }),
      );
      console.log(json ? JSON.stringify(report, null, 2) : inWords(report));
      if (report.problemsTotal > 0) process.exitCode = 1;
    });
}

const SHOWN = 50;

function inWords({
  rows,
  forms,
  problems,
  problemsTotal,
  warningsTotal,
  committed,
  dryRun,
  encoding,
  seconds,
}: ImportReport): string {
  const counts = forms.map(({ form, ...n }) => `  ${form}: ${n.new} new, ${n.changed} changed, ${n.same} same`);
  const refused = problems
    .slice(0, SHOWN)
    .map(({ row, column, value, expected }) => `  line ${row}, ${column}: "${value}" must be ${expected.en}`);
  const outcome = committed
    ? 'Imported.'
    : problemsTotal > 0
      ? `Nothing was imported: ${problemsTotal} cells are refused.`
      : 'A dry run: nothing was kept.';
  return [
    `${rows.read} rows (${encoding}): ${rows.new} new, ${rows.changed} changed, ${rows.same} same, ${rows.refused} refused; ${seconds.toFixed(1)} s`,
    ...counts,
    ...(warningsTotal ? [`  ${warningsTotal} values are unusual and deserve a second look`] : []),
    ...refused,
    ...(problemsTotal > SHOWN ? [`  and ${problemsTotal - SHOWN} more`] : []),
    dryRun && problemsTotal > 0 ? `${problemsTotal} cells are refused; nothing was kept.` : outcome,
  ].join('\n');
}
