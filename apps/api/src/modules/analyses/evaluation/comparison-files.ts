import { csvOf } from '@haim/schema';
import { type ComparedScore, type Reclassification, scoreComparisonToR } from '@haim/stats';
import { type TableFiles } from '../table-files.ts';
import { type ComparedSource, type ScoreComparison } from './evaluation-comparison.ts';

const shares = ['sensitivity', 'specificity', 'ppv', 'npv', 'accuracy'] as const;

/**
 * The scores of the patients who are compared, with their class, and a script that compares them again in R.
 *
 * @param name - of the files, without extension; @param title - for the head of the script.
 */
export function comparisonFiles(
  { sources, pairs, compared }: ScoreComparison,
  name: string,
  title: string,
): TableFiles {
  const data = `${name}-data`;
  const placeOf = (id: string) => sources.findIndex(({ source }) => source.id === id);
  return {
    name: data,
    data: csvOf([
      ['positive', ...sources.map((_, i) => `score${i + 1}`)],
      ...compared.positive.map((isPositive, i) => [isPositive ? 1 : 0, ...compared.scores.map((of) => of[i] ?? null)]),
    ]),
    rows: compared.positive.length,
    script: scoreComparisonToR(
      sources.map(scoreOf),
      pairs.map(({ a, b, difference, lower, upper, pValue, reclassified }) => ({
        ...{ a: placeOf(a), b: placeOf(b) },
        difference: [difference, lower, upper, pValue],
        reclassified: reclassified && changesOf(reclassified),
      })),
      [title, ...sources.map(({ source }, i) => `score${i + 1} is ${source.modelName}`)],
      `${data}.csv`,
    ),
  };
}

function scoreOf({ source, metrics, calibration, decision, ...area }: ComparedSource): ComparedScore {
  const limits = (name: (typeof shares)[number]) => {
    const one = metrics.find((metric) => metric.name === name);
    return [one?.value ?? null, one?.lower ?? null, one?.upper ?? null];
  };
  const { measures = null } = calibration ?? {};
  return {
    area: [area.auc, area.aucLower, area.aucUpper],
    threshold: source.threshold,
    shares:
      metrics.length === 0
        ? null
        : {
            ...{ sensitivity: limits('sensitivity'), specificity: limits('specificity'), ppv: limits('ppv') },
            ...{ npv: limits('npv'), accuracy: limits('accuracy') },
          },
    brier: measures?.brier ?? null,
    slope: measures?.slope ?? null,
    intercept: measures?.inTheLarge ?? null,
    netBenefit: decision,
  };
}

function changesOf({ net, continuous, integrated }: Reclassification) {
  const of = ({ estimate, lower, upper, pValue }: Reclassification['net']) => [estimate, lower, upper, pValue];
  return { net: of(net), continuous: of(continuous), integrated: of(integrated) };
}
