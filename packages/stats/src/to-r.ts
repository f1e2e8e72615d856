import { StatsInputError } from './numerics/errors.ts';
import { Arguments, type Call } from './run-calls/arguments.ts';
import {
  anova,
  chiSquare,
  crossTableCounts,
  describe,
  fisher,
  kruskalWallis,
  riskDifference,
  standardizedDifference,
  tTest,
  wilcoxon,
} from './to-r/comparison.ts';
import { cumulativeIncidence, landmark } from './to-r/competing.ts';
import { binomialInterval, confusion, delong, delongUnpaired, roc } from './to-r/diagnostic.ts';
import { calibration, logistic, netBenefit, propensity } from './to-r/model.ts';
import { AGREE } from './to-r/agree.ts';
import { BASE_COMPETING } from './to-r/base-competing.ts';
import { BASE_SURVIVAL } from './to-r/base-survival.ts';
import { columnLines, fileLines } from './to-r/reading.ts';
import { numbersAt, quote, type Recipe, texts, vector, type WriteRecipe } from './to-r/recipe.ts';
import { subgroups } from './to-r/subgroups.ts';
import { cox, kaplanMeier, logRank } from './to-r/survival.ts';
import { firth } from './to-r/firth.ts';
import { hazardRatios, restrictedMeans } from './to-r/two-groups.ts';

const RECIPES: Readonly<Record<string, WriteRecipe>> = {
  km: kaplanMeier,
  logrank: logRank,
  cox,
  subgroups,
  hazardratio: hazardRatios,
  restrictedmeans: restrictedMeans,
  logistic,
  firth,
  propensity,
  calibration,
  netbenefit: netBenefit,
  cif: cumulativeIncidence,
  landmark,
  roc,
  delong,
  delongUnpaired,
  confusion,
  binomci: binomialInterval,
  fisher,
  chisq: chiSquare,
  ttest: tTest,
  wilcoxon,
  kruskal: kruskalWallis,
  anova,
  describe,
  crosstable: crossTableCounts,
  riskdifference: riskDifference,
  standardizeddifference: standardizedDifference,
};

/**
 * A self-contained R script that reads the CSV, repeats a call, and stops where R differs by more than 1e-6.
 *
 * @param call - a call that `runCall` knows.
 * @param result - what `runCall` answered.
 * @param csv - the file the script reads unless its first argument names another.
 * @param encoding - of that file, as iconv names it.
 * @returns the text of the script; it needs R with the packages it names.
 * @throws StatsInputError for an unknown `fn`.
 *
 * Source: R's own functions, each named in its script.
 * Checked against: R itself: the scripts of reference/goldens/*.json are run if it is installed.
 */
export function toR(call: Call, result: object, csv = 'data.csv', encoding = 'UTF-8'): string {
  const recipe = recipeOf(call, result);
  const { packages = [] } = recipe;
  const columns = columnLines(recipe);
  return [
    `# ${call.fn}: repeats the portal's result in R and stops where the two differ by more than 1e-6.`,
    `# Rscript this-file.R [data.csv]${packages.length > 0 ? `; needs the R package ${packages.join(', ')}` : ''}`,
    AGREE,
    `needs(${texts(packages)})`,
    ...(columns.length > 0 ? [...fileLines(csv, encoding), ...columns] : []),
    ...recipe.lines,
    ...checksOf(recipe, result),
    '',
  ].join('\n');
}

/** One call of a script of many, with the name under which it is checked. */
export interface NamedCall {
  readonly name: string;
  readonly call: Call;
  /** What `runCall` answered. */
  readonly result: object;
}

/**
 * A self-contained R script that reads one CSV, repeats many calls, and stops at the first number in which R differs by more
 * than 1e-6: for a table whose rows are results of their own.
 *
 * @param calls - in the order of the table; each is repeated on the rows that are complete in its own columns.
 * @param head - lines of comment: what the table is, of which data.
 * @param csv - the file the script reads unless its first argument names another, in UTF-8.
 * @returns the text of the script; it needs R with the packages it names, for survival analyses base R alone.
 * @throws StatsInputError for an unknown `fn`.
 *
 * Source: R's own functions, each named in its script; for survival also their formulas.
 * Checked against: R itself, as `toR`.
 */
export function toRTogether(calls: readonly NamedCall[], head: readonly string[], csv: string): string {
  const steps = calls.map(({ name, call, result }) => ({ name, result, recipe: recipeOf(call, result) }));
  const isDouble = steps.some(({ recipe }) => recipe.inBaseR);
  const packagesOf = (isInBaseR: boolean) => [
    ...new Set(steps.flatMap(({ recipe }) => ((recipe.inBaseR ?? false) === isInBaseR ? (recipe.packages ?? []) : []))),
  ];
  const packages = packagesOf(false);
  const also = packagesOf(true);
  return [
    ...head.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}`),
    "# Repeats the portal's numbers in R and stops where the two differ by more than 1e-6.",
    `# Rscript this-file.R [data.csv]${packages.length > 0 ? `; needs the R package ${packages.join(', ')}` : ''}`,
    ...(isDouble ? [`# In base R, and once more by ${also.join(' and ')} where installed.`] : []),
    AGREE,
    `needs(${texts(packages)}${isDouble ? `, also = ${texts(also)}` : ''})`,
    ...fileLines(csv, 'UTF-8'),
    'table_of_all <- d',
    ...(isDouble ? enginesOf(also) : []),
    ...steps.flatMap(({ name, recipe, result }) => {
      const label = recipe.inBaseR ? `paste0(${quote(`${name} (`)}, engine, "): ")` : quote(`${name}: `);
      return [
        '',
        recipe.inBaseR ? 'for (engine in names(engines)) local({' : 'local({',
        `  part <<- ${label}`,
        ...['d <- table_of_all', ...columnLines(recipe), ...recipe.lines, ...checksOf(recipe, result)].map(indented),
        ...(recipe.inBaseR ? ['}, new.env(parent = engines[[engine]]))', 'engine <- ""'] : ['})']),
      ];
    }),
    '',
  ].join('\n');
}

/** Where a survival analysis is repeated: among functions of base R alone, and among those of the packages. */
function enginesOf(packages: readonly string[]): string[] {
  return [
    'engines <- list("base R" = local({',
    indented(BASE_SURVIVAL),
    ...(packages.includes('cmprsk') ? [indented(BASE_COMPETING)] : []),
    '  environment()',
    '}))',
    `if (all(vapply(${texts(packages)}, requireNamespace, NA, quietly = TRUE))) {`,
    `  for (name in ${texts(packages)}) suppressPackageStartupMessages(library(name, character.only = TRUE))`,
    `  engines[[${quote(packages.join(' and '))}]] <- environment()`,
    '}',
  ];
}

function indented(line: string): string {
  return line.replaceAll(/^/gm, '  ');
}

function recipeOf(call: Call, result: object): Recipe {
  const write = RECIPES[call.fn];
  if (write === undefined || !Object.hasOwn(RECIPES, call.fn))
    throw new StatsInputError('fn', `has no R script: ${call.fn}`);
  return write(new Arguments(call.args), result);
}

function checksOf({ compared }: Recipe, result: object): string[] {
  return Object.entries(compared).map(
    ([name, path]) => `agree(${quote(name)}, r[[${quote(name)}]], ${vector(numbersAt(result, path))})`,
  );
}
