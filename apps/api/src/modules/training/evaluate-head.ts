import { type Statement } from '@haim/schema';
import { confusion, roc } from '@haim/stats';

/** Higher scores indicate SD/PD. */
const direction = 'higher-is-positive' as const;

/** Performance of a head on one part of the split at its threshold. */
export interface PartEvaluation {
  readonly part: 'tuning' | 'test';
  readonly n: number;
  readonly nPositive: number;
  readonly nNegative: number;
  /** Null where a class is empty; limits null with fewer than two slides in a class. */
  readonly auc: number | null;
  readonly aucLower: number | null;
  readonly aucUpper: number | null;
  readonly aucMethod: Statement;
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
  readonly metrics: readonly PartMetric[];
  readonly warnings: readonly Statement[];
}

export interface PartMetric {
  readonly name: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly method: Statement;
}

export interface ChosenThreshold {
  readonly value: number;
  /** In words, for the manifest and the page. */
  readonly rule: string;
  readonly ruleZh: string;
}

/**
 * The threshold with the largest sensitivity + specificity - 1 on the tuning part; of several, the lowest, which misses the
 * fewest positive cases. 0.5 if no threshold is better than chance there.
 */
export function chooseThreshold(scores: ArrayLike<number>, positive: readonly boolean[]): ChosenThreshold {
  const { youden } = roc(scores, positive, { direction });
  const finite = youden.filter(({ threshold }) => Number.isFinite(threshold) && threshold >= 0 && threshold <= 1);
  const [lowest] = finite.toSorted((a, b) => a.threshold - b.threshold);
  if (!lowest || lowest.sensitivity + lowest.specificity <= 1) {
    return {
      value: 0.5,
      rule: 'no threshold was better than chance on the tuning part: 0.5 taken',
      ruleZh: '在调参部分没有优于随机的阈值：取 0.5',
    };
  }
  return {
    value: lowest.threshold,
    rule: 'Youden: maximises TPR - FPR; of several, the lowest',
    ruleZh: 'Youden：使 TPR − FPR 最大；多个时取最低者',
  };
}

/** AUC with its interval and the matrix at a threshold. @throws StatsInputError for an empty part. */
export function evaluatePart(
  part: PartEvaluation['part'],
  scores: ArrayLike<number>,
  positive: readonly boolean[],
  threshold: number,
): PartEvaluation {
  const curve = roc(scores, positive, { direction });
  const matrix = confusion(scores, positive, threshold, { direction });
  return {
    part,
    n: curve.n,
    nPositive: curve.nPositive,
    nNegative: curve.nNegative,
    auc: curve.auc,
    aucLower: curve.aucLower,
    aucUpper: curve.aucUpper,
    aucMethod: curve.method,
    truePositive: matrix.tp,
    falsePositive: matrix.fp,
    falseNegative: matrix.fn,
    trueNegative: matrix.tn,
    metrics: matrix.metrics.map(({ name, value, lower, upper, numerator, denominator }) => {
      return { name, value, lower, upper, numerator, denominator, method: matrix.method };
    }),
    warnings: [...curve.warnings, ...matrix.warnings],
  };
}
