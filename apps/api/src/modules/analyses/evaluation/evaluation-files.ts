import { csvOf } from '@haim/schema';
import { rocToR, type ScoredFigure, scoredFigureToR } from '@haim/stats';
import { type TableFiles } from '../table-files.ts';
import { type figures } from './evaluation-figures.ts';
import { calibrationOf, decisionCurveOf, histogramOf, precisionRecallOf } from './evaluation-views.ts';
import { type SubgroupFiles, subgroupFiles } from './subgroup-files.ts';

/** The figures of an evaluation that a script makes again. */
export const evaluationFigures = [
  'curve',
  'matrix',
  'precisionRecall',
  'calibration',
  'decision',
  'scores',
  'subgroups',
] as const;
export type EvaluationFigure = (typeof evaluationFigures)[number];

type Found = ReturnType<typeof figures> & Omit<SubgroupFiles, keyof ReturnType<typeof figures>>;
/** As many bins as the page draws. */
const bins = 20;

/**
 * Score and class of each patient of an evaluation, and a script that makes the numbers of a figure again in R.
 *
 * @param name - of the files, without extension.
 * @param title - for the head of the script.
 * @param variables - of the subgroups; null: the usual ones.
 */
export function evaluationFiles(
  found: Found,
  figure: EvaluationFigure,
  {
    name,
    title,
    variables,
  }: { readonly name: string; readonly title: string; readonly variables: readonly string[] | null },
): TableFiles {
  const head = [title, `positive is ${found.positiveClass}`];
  if (figure === 'subgroups') return subgroupFiles(found, variables, { name, head });
  const data = `${name}-data`;
  const of = { n: found.n, nPositive: found.nPositive, isFlipped: found.isFlipped };
  const shown = figure === 'curve' ? null : scoredFigure(found, figure);
  return {
    name: data,
    data: csvOf([['score', 'positive'], ...found.cases.map(({ score, positive }) => [score, positive ? 1 : 0])]),
    rows: found.cases.length,
    script:
      shown === null ? rocToR(curveOf(found), head, `${data}.csv`) : scoredFigureToR(of, shown, head, `${data}.csv`),
  };
}

function curveOf(found: Found): Parameters<typeof rocToR>[0] {
  return {
    ...{ n: found.n, nPositive: found.nPositive, isFlipped: found.isFlipped },
    area: [found.auc, found.aucLower, found.aucUpper],
    sensitivity: found.sensitivity,
    specificity: found.specificity,
    matrix: tableOf(found),
  };
}

type Table = Omit<Extract<ScoredFigure, { kind: 'table' }>, 'kind'>;

function tableOf({ confusion, threshold, cases }: Found): Table | null {
  if (threshold === null || confusion === null || cases.length === 0) return null;
  const { truePositive, falsePositive, falseNegative, trueNegative, metrics, measures } = confusion;
  // F1 is among the measures, with limits.
  const all = [...metrics.filter(({ name }) => name !== 'f1'), ...measures];
  return {
    threshold,
    counts: [truePositive, falsePositive, falseNegative, trueNegative],
    measures: Object.fromEntries(all.map(({ name, value, lower, upper }) => [name, [value, lower, upper]])),
  };
}

/** Of a set without a case, or a matrix without a threshold, the script has the patients alone. */
function scoredFigure(found: Found, figure: Exclude<EvaluationFigure, 'curve' | 'subgroups'>): ScoredFigure {
  return shownFigure(found, figure) ?? { kind: 'histogram', bins, ...histogramOf(found, bins) };
}

function shownFigure(found: Found, figure: Exclude<EvaluationFigure, 'curve' | 'subgroups'>): ScoredFigure | null {
  switch (figure) {
    case 'matrix': {
      const table = tableOf(found);
      return table && { kind: 'table', ...table };
    }
    case 'precisionRecall': {
      const curve = precisionRecallOf(found);
      return curve && { kind: figure, ...curve, average: [curve.averagePrecision, curve.lower, curve.upper] };
    }
    case 'decision': {
      const curve = decisionCurveOf(found);
      return curve && { kind: figure, ...curve };
    }
    case 'calibration':
      return calibrationFigure(found);
    case 'scores':
      return null;
  }
}

function calibrationFigure(found: Found): ScoredFigure | null {
  const view = calibrationOf(found);
  if (view === null) return null;
  const { measures, curve, groupCount } = view;
  return {
    kind: 'calibration',
    measures: measures && {
      ...measures,
      slope: [measures.slope, measures.slopeLower, measures.slopeUpper],
      intercept: [measures.inTheLarge, measures.inTheLargeLower, measures.inTheLargeUpper],
    },
    groupCount,
    groups: {
      n: curve.points.map(({ n }) => n),
      meanPredicted: curve.points.map(({ meanPredicted }) => meanPredicted),
      observedRate: curve.points.map(({ observedRate }) => observedRate),
      lower: curve.points.map(({ lower }) => lower),
      upper: curve.points.map(({ upper }) => upper),
    },
    smooth: curve,
  };
}
