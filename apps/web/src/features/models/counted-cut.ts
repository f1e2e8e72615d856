import { classedScores, type ClassedScores, countsAt, measuredTable } from '@haim/stats/in-the-page';
import { type Confusion, type Cut, type Evaluation } from '@/evaluation/evaluation.ts';

/** The cases of an evaluation, ready to be cut at any threshold; null where there is none. */
export function sortedCases({ cases, isLowPositive }: Evaluation): ClassedScores | null {
  if (cases.length === 0) return null;
  return classedScores(
    cases.map(({ score }) => score),
    cases.map(({ positive }) => positive !== isLowPositive),
  );
}

/**
 * An evaluation at a threshold that the API has not answered yet: its numbers from the cases.
 *
 * @param named - the matrix of another threshold: by which method each number is made does not depend on the threshold.
 */
export function countedAt(threshold: number, base: Evaluation, sorted: ClassedScores, named: Confusion): Cut {
  const { counts, metrics, measures } = measuredTable(countsAt(sorted, threshold, base.isLowPositive));
  return {
    ...base,
    threshold,
    confusion: {
      ...named,
      ...{ truePositive: counts.tp, falsePositive: counts.fp, falseNegative: counts.fn, trueNegative: counts.tn },
      metrics: renumbered(named.metrics, metrics),
      measures: renumbered(named.measures, measures),
    },
    // Why a measure has no value is stated of the threshold that it was asked at.
    statements: base.statements.filter(({ code }) => code !== 'metricWithoutValue'),
  };
}

/** Both shares of a threshold on these cases; null where a class is empty. */
export function measuredAt(
  threshold: number,
  { isLowPositive }: Pick<Evaluation, 'isLowPositive'>,
  sorted: ClassedScores,
): { readonly sensitivity: number; readonly specificity: number } | null {
  const { metrics } = measuredTable(countsAt(sorted, threshold, isLowPositive));
  const share = (name: string) => metrics.find((one) => one.name === name)?.value ?? null;
  const [sensitivity, specificity] = [share('sensitivity'), share('specificity')];
  return sensitivity === null || specificity === null ? null : { sensitivity, specificity };
}

interface Numbers {
  readonly name: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly below: number | null;
  readonly above: number | null;
}

function renumbered<M extends { readonly name: string }>(named: readonly M[], found: readonly Numbers[]): M[] {
  return named.map((one) => {
    const numbers = found.find(({ name }) => name === one.name);
    if (numbers === undefined) return one;
    const { value, lower, upper, numerator, denominator, below, above } = numbers;
    const beside = 'below' in one ? { below, above } : {};
    return { ...one, value, lower, upper, numerator, denominator, ...beside };
  });
}

/** Whether the API's answer at a threshold is of the same version and counts as the cases do. */
export function isOfSameCases(
  { threshold, confusion, dataVersion }: Pick<Evaluation, 'threshold' | 'confusion' | 'dataVersion'>,
  base: Evaluation,
  sorted: ClassedScores | null,
): boolean {
  if (dataVersion !== base.dataVersion) return false;
  if (threshold === null || confusion === null || sorted === null) return true;
  const { tp, fp, fn, tn } = countsAt(sorted, threshold, base.isLowPositive);
  const { truePositive, falsePositive, falseNegative, trueNegative } = confusion;
  return tp === truePositive && fp === falsePositive && fn === falseNegative && tn === trueNegative;
}
