import { drawnFigures, type FigureOrder, parseFilter, printWidthsMm, readCohort, showCohort } from '@haim/schema';
import { type Command, Option } from 'commander';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSettings, SettingsError } from '../settings.ts';
import { givenPath } from './given-path.ts';

interface Given {
  readonly study: string;
  readonly endpoint: string;
  readonly group: string;
  readonly out: string;
  readonly language: FigureOrder['language'];
  readonly cohort?: string;
  readonly snapshot?: string;
  readonly width: string;
}

/** In the place of a variable: everybody together. */
const noGroups = 'none';

/** `portal figure NAME`: a figure of the pages as files, without a browser. */
export function add(program: Command): void {
  program
    .command('figure')
    .description('draw a figure of a study: SVG, its values as CSV, and what repeats its numbers in R')
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
    .action(async (figure: FigureOrder['figure'], given: Given) => {
      const { withDatabase } = await import('../supervisor/database-for-command.ts');
      const { drawnForCommand } = await import('./drawing-for-command.ts');
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
      };
      const settings = readSettings();
      const files = await withDatabase(settings, ({ ownerUrl }) => drawnForCommand({ settings, ownerUrl, order }));
      const folder = givenPath(given.out);
      await mkdir(folder, { recursive: true });
      for (const { name, content } of files) await writeFile(join(folder, name), content);
      console.log(files.map(({ name }) => join(given.out, name)).join('\n'));
    });
}

/** A selection of patients as an address has it. @throws SettingsError naming what is not understood. */
async function cohortIn(file: string): Promise<string> {
  const text = await readFile(givenPath(file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new SettingsError(`--cohort: ${file} cannot be read (${error.code ?? error.message}).`);
  });
  if (!text.trimStart().startsWith('{')) {
    const address = text.trim();
    const [issue] = readCohort(address).issues;
    if (issue) throw new SettingsError(`--cohort: ${issue.part} in ${file}: expected ${issue.expected.en}.`);
    return address;
  }
  const { filter, issues } = parseFilter(parsed(text, file));
  const [issue] = issues;
  if (issue) throw new SettingsError(`--cohort: ${issue.field} in ${file}: expected ${issue.expected.en}.`);
  return showCohort(filter);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SettingsError(`--cohort: ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
