import { StatsInputError } from './numerics/errors.ts';
import { Arguments, type Call } from './run-calls/arguments.ts';
import {
  runAnova,
  runChiSquare,
  runCrossTable,
  runDescribe,
  runFisher,
  runKruskalWallis,
  runRiskDifference,
  runStandardizedDifference,
  runTTest,
  runWilcoxon,
} from './run-calls/comparison.ts';
import { runCumulativeIncidence, runLandmark } from './run-calls/competing.ts';
import { runCox } from './run-calls/cox.ts';
import { runBinomialInterval, runConfusion, runDelong, runDelongUnpaired, runRoc } from './run-calls/diagnostic.ts';
import { runCalibration, runFirth, runLogistic, runNetBenefit, runPropensity } from './run-calls/model.ts';
import { runSubgroups } from './run-calls/subgroups.ts';
import { runKaplanMeier, runLogRank } from './run-calls/survival.ts';
import type { Table } from './run-calls/table.ts';
import { runHazardRatio, runRestrictedMeans } from './run-calls/two-groups.ts';

export type { Call } from './run-calls/arguments.ts';
export type { Table } from './run-calls/table.ts';

type Runner = (table: Table, args: Arguments) => object;

const RUNNERS: Readonly<Record<string, Runner>> = {
  km: runKaplanMeier,
  logrank: runLogRank,
  cox: runCox,
  subgroups: runSubgroups,
  hazardratio: runHazardRatio,
  restrictedmeans: runRestrictedMeans,
  roc: runRoc,
  delong: runDelong,
  delongUnpaired: runDelongUnpaired,
  confusion: runConfusion,
  binomci: runBinomialInterval,
  logistic: runLogistic,
  firth: runFirth,
  propensity: runPropensity,
  calibration: runCalibration,
  netbenefit: runNetBenefit,
  fisher: runFisher,
  chisq: runChiSquare,
  ttest: runTTest,
  wilcoxon: runWilcoxon,
  kruskal: runKruskalWallis,
  anova: runAnova,
  describe: runDescribe,
  crosstable: runCrossTable,
  riskdifference: runRiskDifference,
  standardizeddifference: runStandardizedDifference,
  cif: runCumulativeIncidence,
  landmark: runLandmark,
};

/** Names `runCall` knows. */
export const callNames: readonly string[] = Object.keys(RUNNERS);

/**
 * Runs a method named as in the reference files on columns of a table, and returns the result in their shape.
 *
 * @param call - `fn` and its arguments; columns are named, rows with an empty cell in any of them are left out.
 * @param table - columns of equal length; empty for calls that carry their own numbers.
 * @returns the result under the names of the reference files; `nUsed` and `nDropped` count rows.
 * @throws StatsInputError on an unknown name or argument, and as the method does.
 *
 * Source: the names and shapes of reference/goldens/README.md.
 * Checked against: every file of reference/goldens.
 */
export function runCall(call: Call, table: Table = {}): object {
  const run = RUNNERS[call.fn];
  if (run === undefined || !Object.hasOwn(RUNNERS, call.fn)) throw new StatsInputError('fn', `is unknown: ${call.fn}`);
  const args = new Arguments(call.args);
  const result = run(table, args);
  args.requireAllAsked();
  return result;
}
