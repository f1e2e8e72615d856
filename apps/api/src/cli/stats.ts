import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Table, Term } from '@haim/stats';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Encoding, iconvNames } from '../tables/encoding.ts';
import type { EventValue } from './event-column.ts';
import { givenPath } from './given-path.ts';
import type { CompareOptions, LogisticOptions, ScoreOptions, TableOptions } from './stats-comparison.ts';
import type { Report } from './stats-report.ts';
import type { CoxOptions, IncidenceOptions, LogRankOptions, SurvivalOptions } from './stats-survival.ts';
import { encodingOption } from './table-file.ts';

/** `portal stats …`: the portal's statistics on a file. No database, no study, nothing kept. */
export function add(program: Command): void {
  const stats = program
    .command('stats')
    .description('statistics of a CSV file, as the portal computes them; needs no database');
  addCalls(stats);
  addSurvival(stats);
  addComparisons(stats);
}

function addCalls(stats: Command): void {
  stats
    .command('run <calls>')
    .description('run a JSON file of calls, {name, csv, calls: [{fn, args}]}, and print {name, results} as JSON')
    .option('--out <file>', 'write the JSON there, and nothing to standard output')
    .addOption(encodingOption())
    .addHelpText(
      'after',
      [
        '\nThe table `csv` is looked for beside the file of calls; `expect` in a call is passed over.',
        'A call that cannot be done, as R refuses some too, has the result {"error": …}; it is also named on',
        'standard error with its method and the argument at fault (calls count from 0). The others stand.',
      ].join('\n'),
    )
    .action(async (file: string, { out, encoding }: { out?: string; encoding?: Encoding }) => {
      const { answerCalls, readCalls, toJson } = await import('./stats-calls.ts');
      const calls = await readCalls(givenPath(file), encoding);
      say(calls.notes);
      const results = answerCalls(calls).map((answer) => {
        if ('result' in answer) return answer.result;
        console.error(answer.refused.message);
        return { error: answer.refused.message };
      });
      const json = toJson({ name: calls.name, results });
      if (out === undefined) console.log(json);
      else await writeFile(givenPath(out), `${json}\n`);
    });

  stats
    .command('r <calls>')
    .description('write each call of such a file as an R script that repeats it and stops where R differs')
    .option('--out <folder>', 'where the scripts go', '.')
    .addOption(encodingOption())
    .action(async (file: string, { out, encoding }: { out: string; encoding?: Encoding }) => {
      const { answerCalls, readCalls } = await import('./stats-calls.ts');
      const { toR } = await import('@haim/stats');
      const calls = await readCalls(givenPath(file), encoding);
      say(calls.notes);
      const { path: csv, encoding: found } = calls.csv ?? {};
      const scripts = answerCalls(calls).flatMap((answer, index) => {
        if ('refused' in answer) {
          console.error(answer.refused.message);
          return [];
        }
        const { call, result } = answer;
        const name = `${path.basename(file, '.json')}-${index}-${call.fn}.R`;
        return [{ name, text: toR(call, result, csv, found && iconvNames[found]) }];
      });
      const folder = givenPath(out);
      await mkdir(folder, { recursive: true });
      for (const { name, text } of scripts) await writeFile(path.join(folder, name), text);
      console.log(`${scripts.length} scripts in ${folder}`);
    });
}

/** A command that reads a CSV file and prints one report. */
function addReport<Options>(command: Command, report: (table: Table, options: Options) => Promise<Report>): void {
  command
    .requiredOption('--csv <file>', 'the table: names in the first line, a cell that is empty or says NA is missing')
    .addOption(encodingOption())
    .action(async ({ csv, encoding, ...options }: { csv: string; encoding?: Encoding } & Options) => {
      const [{ readCsv }, { inWords }, { withEventValue }] = await Promise.all([
        import('./stats-calls.ts'),
        import('./stats-report.ts'),
        import('./event-column.ts'),
      ]);
      const { table, notes } = await readCsv(givenPath(csv), encoding);
      say(notes);
      console.log(inWords(await report(withEventValue(table, options as EventValue), options as Options)));
    });
}

/** Written separately from the results, which programs read from standard output. */
function say(notes: readonly string[]): void {
  for (const note of notes) console.error(note);
}

const confidence = () => new Option('--confidence <share>', 'coverage of the limits').default(0.95).argParser(asNumber);

const survival = (stats: Command, name: string, description: string) =>
  stats.command(name).description(description).requiredOption('--time <column>', 'days, or any one unit');

const withEvent = (command: Command) =>
  command
    .requiredOption('--event <column>', '1 observed, 0 censored')
    .option('--event-value <value>', 'what the column says of an event, such as 2 of 1 and 2; all else is censored');

function addSurvival(stats: Command): void {
  addReport<SurvivalOptions>(
    withEvent(survival(stats, 'km', 'Kaplan-Meier: medians, and survival at given times'))
      .option('--group <column>')
      .addOption(new Option('--conf <scale>').choices(['log-log', 'log', 'plain']).default('log-log'))
      .addOption(confidence())
      .option('--at <times>', 'survival at these times, such as 365,730', asNumbers)
      .option('--rmst <time>', 'restricted mean up to this time', asNumber)
      .option('--reverse', 'follow-up: censoring becomes the event')
      .option('--curve', 'every step of the curves'),
    async (table, options) => (await import('./stats-survival.ts')).kaplanMeierReport(table, options),
  );
  addReport<LogRankOptions>(
    withEvent(survival(stats, 'logrank', 'log-rank test, and for two groups the hazard ratios'))
      .requiredOption('--group <column>')
      .option('--rho <number>', '0 log-rank, 1 Peto-Peto', asNumber, 0)
      .addOption(confidence()),
    async (table, options) => (await import('./stats-survival.ts')).logRankReport(table, options),
  );
  addReport<CoxOptions>(
    withEvent(survival(stats, 'cox', 'Cox regression, with its checks'))
      .requiredOption(
        '--terms <terms>',
        'columns, such as age,sex:factor; a factor is compared to its first level',
        asTerms,
      )
      .addOption(new Option('--ties <method>').choices(['efron', 'breslow', 'exact']).default('efron'))
      .option(
        '--start <column>',
        'when a row comes under observation: intervals (start, time] for covariates that change',
      )
      .option('--strata <column>')
      .option('--weights <column>')
      .option('--cluster <column>', 'subjects of one cluster are correlated: robust variance')
      .option('--robust', 'robust variance')
      .addOption(confidence()),
    async (table, options) => (await import('./stats-survival.ts')).coxReport(table, options),
  );
  addReport<IncidenceOptions>(
    survival(stats, 'cif', "cumulative incidence of competing causes, and Gray's test between groups")
      .requiredOption('--status <column>', '0 censored, 1, 2, … the cause')
      .requiredOption('--at <times>', 'incidence at these times, such as 365,730', asNumbers)
      .option('--group <column>')
      .addOption(confidence()),
    async (table, options) => (await import('./stats-survival.ts')).cumulativeIncidenceReport(table, options),
  );
}

function addComparisons(stats: Command): void {
  addReport<ScoreOptions>(
    stats
      .command('roc')
      .description("ROC curve of a score; with --against, DeLong's test of two scores of the same rows")
      .requiredOption('--outcome <column>', '1 positive, 0 negative')
      .requiredOption('--score <column>')
      .option('--against <column>', 'a second score')
      .option('--lower-is-positive', 'positives have the lower scores'),
    async (table, options) => (await import('./stats-comparison.ts')).rocReport(table, options),
  );
  addReport<LogisticOptions>(
    stats
      .command('logistic')
      .description('logistic regression')
      .requiredOption('--outcome <column>', '1 or 0')
      .requiredOption('--terms <terms>', 'columns, such as age,sex:factor', asTerms),
    async (table, options) => (await import('./stats-comparison.ts')).logisticReport(table, options),
  );
  addReport<TableOptions>(
    stats
      .command('table')
      .description("two columns of categories: Fisher's exact test and chi-square")
      .requiredOption('--row <column>')
      .requiredOption('--column <column>'),
    async (table, options) => (await import('./stats-comparison.ts')).tableReport(table, options),
  );
  addReport<CompareOptions>(
    stats
      .command('compare')
      .description("a quantity between groups: Welch's t and rank sum for two, Kruskal-Wallis for more")
      .requiredOption('--value <column>')
      .requiredOption('--group <column>'),
    async (table, options) => (await import('./stats-comparison.ts')).compareReport(table, options),
  );
}

function asNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`"${text}" is no number.`);
  return value;
}

function asNumbers(text: string): number[] {
  return text.split(',').map(asNumber);
}

function asTerms(text: string): Term[] {
  return text.split(',').map((word) => {
    const [, column = '', kind = 'numeric'] = /^(.*?)(?::(numeric|factor))?$/.exec(word.trim()) ?? [];
    if (column === '') throw new InvalidArgumentError('Name columns, such as age,sex:factor.');
    return { column, type: kind as Term['type'] };
  });
}
