import { reportContents, reportFormats, type ReportOrder } from '@haim/schema';
import { type Command, Option } from 'commander';
import { operatorName } from '../context/operator.ts';
import { readSettings } from '../settings.ts';

interface Given {
  readonly study: string;
  readonly out: string;
  readonly contents: ReportOrder['contents'];
  readonly language: ReportOrder['language'];
  readonly format: (typeof reportFormats)[number] | 'both';
  readonly cohort?: string;
  readonly snapshot?: string;
}

/** `portal report`: figures and tables of a study in one document, as its page makes it. */
export function add(program: Command): void {
  program
    .command('report')
    .description('make the report of a study: its figures and tables in one document')
    .requiredOption('--study <code>', 'of this study, all centres')
    .requiredOption('--out <folder>', 'where the file goes; made where it is not there')
    .addOption(
      new Option('--contents <name>', 'results of the study, or model card, claims and checklists')
        .choices(reportContents)
        .default('study'),
    )
    .addOption(new Option('--language <code>', 'of the words').choices(['en', 'zh']).default('en'))
    .addOption(new Option('--format <name>', 'of the file').choices([...reportFormats, 'both']).default('pdf'))
    .option('--cohort <file>', 'only these patients: a filter as JSON, or in the notation of an address')
    .option('--snapshot <name>', 'of a snapshot instead of the data of now; its name or id')
    .action(async ({ study, out, contents, language, format, cohort, snapshot }: Given) => {
      const { drawnInto, cohortIn } = await import('./drawing-for-command.ts');
      const order: ReportOrder = {
        kind: 'report',
        contents,
        study,
        cohort: cohort === undefined ? null : await cohortIn(cohort),
        snapshot: snapshot ?? null,
        language,
        formats: format === 'both' ? reportFormats : [format],
        madeBy: operatorName('portal report'),
        madeOn: new Date().toISOString().slice(0, 10),
      };
      console.log((await drawnInto(out, readSettings(), order)).join('\n'));
    });
}
