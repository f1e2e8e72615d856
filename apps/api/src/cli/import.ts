import { columnOf } from '@haim/schema';
import type { Command } from 'commander';
import type { ImportChange, ImportReport } from '../modules/imports/import-report.ts';
import { readSettings } from '../settings.ts';
import type { Encoding } from '../tables/encoding.ts';
import { givenPath } from './given-path.ts';
import { encodingOption, naming, readAs } from './table-file.ts';

interface ImportOptions {
  readonly study: string;
  readonly map?: string;
  readonly encoding?: Encoding;
  readonly blankEmpty?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `portal import FILE.csv --study S [--map MAP.json]` */
export function add(program: Command): void {
  program
    .command('import <file>')
    .description(
      'import a file whole or not at all (CSV, TSV, XLSX, SAV, ZSAV, DTA, XPT, SAS7BDAT, ODM, or a ZIP archive of them; REDCap data with their dictionary); every refused cell is named; repeated, it changes nothing',
    )
    .requiredOption('--study <code>', 'the study to import into')
    .option('--map <file>', 'JSON mapping, where the headings are not the portal’s own')
    .addOption(encodingOption())
    .option('--blank-empty', 'an empty cell clears what is stored; else it leaves it as it is')
    .option('--dry-run', 'check and count, and keep nothing')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, options: ImportOptions) => {
      const { study, map, encoding = null, blankEmpty = false, dryRun = false, json = false } = options;
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { importFile } = await import('../modules/imports/import-file.ts');
      const path = givenPath(file);
      const mapping = map === undefined ? null : givenPath(map);
      const report = await withDatabase(readSettings(), ({ appUrl }) =>
        naming(file, importFile({ appUrl, study, file: path, map: mapping, encoding, blankEmpty, dryRun })),
      );
      console.log(json ? JSON.stringify(report, null, 2) : inWords(report));
      if (report.problemsTotal > 0) process.exitCode = 1;
    });
}

const SHOWN = 50;

function inWords(report: ImportReport): string {
  const { rows, forms, problems, problemsTotal, warningsTotal, changes, changesTotal, committed, dryRun } = report;
  const counts = forms.map(({ form, ...n }) => `  ${form}: ${n.new} new, ${n.changed} changed, ${n.same} same`);
  const refused = problems
    .slice(0, SHOWN)
    .map(
      ({ row, table, column, value, expected }) =>
        `  ${placeInWords(row, table)}, ${column}: "${value}" must be ${expected.en}`,
    );
  const outcome = committed
    ? 'Imported.'
    : problemsTotal > 0
      ? `Nothing was imported: ${problemsTotal} cells are refused.`
      : 'A dry run: nothing was kept.';
  return [
    `${rows.read} rows (${report.tables.length > 1 ? `${report.tables.length} tables, ` : ''}${report.format === 'csv' ? report.encoding : report.format}): ${rows.new} new, ${rows.changed} changed, ${rows.same} same, ${rows.refused} refused; ${report.seconds.toFixed(1)} s`,
    ...(report.sample.length ? [`  ${readAs(report.encoding, report.sample)}`] : []),
    ...counts,
    ...changes.slice(0, SHOWN).map(changeInWords),
    ...andMore(changesTotal, 'changes'),
    ...(report.leftAsStored
      ? [`  ${report.leftAsStored} empty cells leave what is stored; --blank-empty clears it`]
      : []),
    ...(report.notAvailable ? [`  ${report.notAvailable} cells say NA and count as empty`] : []),
    ...(warningsTotal ? [`  ${warningsTotal} values are unusual and deserve a second look`] : []),
    ...refused,
    ...andMore(problemsTotal, 'refused cells'),
    dryRun && problemsTotal > 0 ? `${problemsTotal} cells are refused; nothing was kept.` : outcome,
  ].join('\n');
}

function placeInWords(row: number, table: string | undefined): string {
  return table === undefined ? `line ${row}` : `${table}, line ${row}`;
}

function changeInWords({ row, table, patient, form, field, from, to }: ImportChange): string {
  const [before, after] = [from, to].map((value) => (value === null ? 'nothing' : `"${value}"`));
  return `  ${placeInWords(row, table)}, ${patient}, ${form}: ${columnOf(field)} from ${before} to ${after}`;
}

function andMore(total: number, what: string): string[] {
  return total > SHOWN ? [`  and ${total - SHOWN} more ${what}`] : [];
}
