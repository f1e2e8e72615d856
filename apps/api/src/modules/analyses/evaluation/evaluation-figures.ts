import { type ScoreOfPatient, type Statement, statement } from '@haim/schema';
import { classedScores, countsAt, measuredTable, roc, type RocPoint } from '@haim/stats';
import { isPositive, negativeClass, positiveClass } from '../../cohort/index.ts';
import { contradictionsAmong } from '../../patients/index.ts';
import { type ScoredRow } from './evaluation.query.ts';
import { onePerPatient } from './one-per-patient.ts';

const direction = 'higher-is-positive' as const;

/** How scores of slides become cases and calls. */
export interface EvaluationRule {
  /** Null: no matrix. */
  readonly threshold: number | null;
  readonly scoreOfPatient: ScoreOfPatient;
  /** Whether the class that low scores predict is the positive one. The calls stay the same: only their names change. */
  readonly isFlipped?: boolean;
}

/** The results for the patients of one set; no matrix without a threshold. */
export function figures(rows: readonly ScoredRow[], { threshold, scoreOfPatient, isFlipped = false }: EvaluationRule) {
  const { rows: patients, counted, nRepeated } = onePerPatient(rows, scoreOfPatient);
  const cases = patients.flatMap((row) => {
    const positive = isPositive(row.bestResponse);
    return positive === null ? [] : [{ ...row, positive: positive !== isFlipped }];
  });
  const withoutResponse = patients.length - cases.length;
  const scores = cases.map(({ score }) => score);
  // Of the class that high scores predict, whichever is called positive.
  const isHigh = cases.map(({ positive }) => positive !== isFlipped);
  const nPositive = cases.filter(({ positive }) => positive).length;
  const nNegative = cases.length - nPositive;
  const curve = nPositive > 0 && nNegative > 0 ? roc(scores, isHigh, { direction }) : null;
  const matrix =
    threshold !== null && cases.length > 0
      ? measuredTable(countsAt(classedScores(scores, isHigh), threshold, isFlipped))
      : null;
  const [named, other] = isFlipped ? [negativeClass, positiveClass] : [positiveClass, negativeClass];
  const warnings: Statement[] = [
    ...(nRepeated > 0 ? [statement('severalSlides', { n: nRepeated })] : []),
    ...mixture(counted),
    ...(withoutResponse ? [statement('scoredWithoutResponse', { n: withoutResponse })] : []),
    ...(curve
      ? curve.warnings
      : [statement('bothClassesNeeded', { nPositive, positive: named, nNegative, negative: other })]),
    ...(matrix?.warnings ?? []),
  ];
  return {
    n: cases.length,
    nPositive,
    nNegative,
    positiveClass: named,
    negativeClass: other,
    isFlipped,
    isLowPositive: isFlipped,
    direction: statement(isFlipped ? 'lowScorePredicts' : 'scorePredicts', { positive: named }),
    auc: curve?.auc ?? null,
    aucLower: curve?.aucLower ?? null,
    aucUpper: curve?.aucUpper ?? null,
    aucMethod: curve?.method ?? statement('notEstimable'),
    ...vertices(curve, isFlipped),
    youden: curve?.youden.map((point) => namedPoint(point, isFlipped)) ?? [],
    threshold,
    confusion:
      threshold === null
        ? null
        : {
            truePositive: matrix?.counts.tp ?? 0,
            falsePositive: matrix?.counts.fp ?? 0,
            falseNegative: matrix?.counts.fn ?? 0,
            trueNegative: matrix?.counts.tn ?? 0,
            metrics: matrix?.metrics.map((metric) => ({ ...metric, method: matrix.method })) ?? [],
            measures: matrix ? [...matrix.measures] : [],
          },
    cases,
    contradictions: contradictionsAmong(cases),
    warnings,
  };
}

export type EvaluatedCase = ReturnType<typeof figures>['cases'][number];

/** A model scores a whole slide differently from the tumour outlined on it: a figure that mixes both states so. */
function mixture(cases: readonly Pick<ScoredRow, 'isOutlined'>[]): Statement[] {
  const computed = cases.filter(({ isOutlined }) => isOutlined !== null);
  const outlined = computed.filter(({ isOutlined }) => isOutlined).length;
  if (outlined === 0 || outlined === computed.length) return [];
  return [statement('outlinedAndWhole', { outlined, computed: computed.length })];
}

/** As a curve is drawn, from (0, 0) to (1, 1) of the positive class; an infinite threshold travels as null. */
export function vertices(curve: ReturnType<typeof roc> | null, isFlipped: boolean) {
  if (!curve) return { thresholds: [], sensitivity: [], specificity: [] };
  const sign = isFlipped ? -1 : 1;
  const order = curve.thresholds
    .map((_, i) => i)
    .toSorted((a, b) => sign * ((curve.thresholds[b] ?? 0) - (curve.thresholds[a] ?? 0)));
  const [sensitivity, specificity] = isFlipped
    ? [curve.specificity, curve.sensitivity]
    : [curve.sensitivity, curve.specificity];
  return {
    thresholds: order.map((i) => finite(curve.thresholds[i])),
    sensitivity: order.map((i) => sensitivity[i] ?? 0),
    specificity: order.map((i) => specificity[i] ?? 0),
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function namedPoint({ threshold, sensitivity, specificity }: RocPoint, isFlipped: boolean) {
  const [named, other] = isFlipped ? [specificity, sensitivity] : [sensitivity, specificity];
  return { threshold: finite(threshold), sensitivity: named, specificity: other };
}
