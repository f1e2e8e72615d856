import type { Command } from 'commander';
import { givenPath } from './given-path.ts';

/** `portal response derive`: mRECIST responses of lesions in a file. No database, no study, nothing kept. */
export function add(program: Command): void {
  program
    .command('response')
    .description('responses by mRECIST; needs no database')
    .command('derive <file>')
    .description('derive the responses of one patient from a JSON file of lesions and visits')
    .option('--json', 'print JSON instead of lines')
    .addHelpText(
      'after',
      [
        '\nThe file: {"lesions": [{"id", "role": "target|non-target|atypical", "organ", "proven", "firstSeenDay"}], "visits": [{"day",',
        '"measurementsMm": {id: mm or null}, "nonTarget": {id: "absent|present|progressed|not-evaluated"}, "newLesion"}], "settings":',
        '{"absoluteIncreaseMm", "stableFromDay", "confirmationDays", "thrombusAsTarget", "effusionNeedsCytology", "atypicalGrowthMm"}}.',
        'Visits are in the order of their days; the first is the baseline, at which no lesion is new. 0 mm is no enhancement, null not',
        'evaluated. A lesion that comes later has the day in firstSeenDay: it is new at that visit, or atypical. The organs "portalVein"',
        'and "effusion" have rules of their own. Changes are fractions of what they are measured from: -0.3 is 30 % smaller.',
      ].join('\n'),
    )
    .action(async (file: string, { json }: { json?: true }) => {
      const { deriveFile, inLines } = await import('./response-file.ts');
      const derived = await deriveFile(givenPath(file));
      if (json) console.log(JSON.stringify(derived, null, 2));
      else for (const line of inLines(derived)) console.log(line);
    });
}
