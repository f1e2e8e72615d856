import { drawnFigures, figureFormats, type FigureOrder, printWidthsMm } from '@haim/schema';
import { type Command, Option } from 'commander';
import { readSettings } from '../settings.ts';

interface Given {
  readonly study: string;
  readonly endpoint: string;
  readonly group: string;
  readonly out: string;
  readonly language: FigureOrder['language'];
  readonly cohort?: string;
  readonly snapshot?: string;
  readonly width: string;
  readonly format: FigureOrder['formats'];
}

/** In the place of a variable: everybody together. */
const noGroups = 'none';

/** `portal figure NAME`: a figure of the pages as files, without a browser. */
export function add(program: Command): void {
  program
    .command('figure')
    .description('draw a figure of a study: its pictures, its values as CSV, and what repeats its numbers in R')
    .addArgument(program.createArgument('<figure>', 'which one').choices(drawnFigures))
    .requiredOption('--study <code>', 'of this study, all centres')
    .option('--endpoint <name>', 'of survival: OS, PFS, TTR, DOR or TTNT', 'OS')
    .option('--group <variable>', `the groups, by a variable of the study; ${noGroups} for everybody together`, 'arm')
    .requiredOption('--out <folder>', 'where the files go; made where it is not there')
    .addOption(new Option('--language <code>', 'of the words').choices(['en', 'zh']).default('en'))
    .option('--cohort <file>', 'only these patients: a filter as JSON, or in the notation of an address')
    .option('--snapshot <name>', 'of a snapshot instead of the data of now; its name or id')
    .addOption(
      new Option('--width <mm>', 'printed width').choices(printWidthsMm.map(String)).default(String(printWidthsMm[2])),
    )
    .addOption(
      new Option('--format <names...>', 'of the pictures; dots per inch in the name')
        .choices(figureFormats)
        .default(['svg']),
    )
    .action(async (figure: FigureOrder['figure'], given: Given) => {
      const { drawnInto, cohortIn } = await import('./drawing-for-command.ts');
      const order: FigureOrder = {
        kind: 'figure',
        figure,
        study: given.study,
        cohort: given.cohort === undefined ? null : await cohortIn(given.cohort),
        snapshot: given.snapshot ?? null,
        language: given.language,
        endpoint: given.endpoint,
        groupBy: given.group === noGroups ? null : given.group,
        widthMm: printWidthsMm.find((width) => String(width) === given.width) ?? printWidthsMm[2],
        formats: [...new Set(given.format)],
      };
      console.log((await drawnInto(given.out, readSettings(), order)).join('\n'));
    });
}
