import { isCohortKey } from '@haim/schema';
import type {
  CohortInput,
  EvaluationFieldsFragment,
  EvaluationSet,
  ScoreSourceFieldsFragment,
} from '@/graphql/generated/graphql.ts';
import type { CellAddress } from './confusion-cells.ts';

export type Evaluation = EvaluationFieldsFragment;
export type ScoreSource = ScoreSourceFieldsFragment;
export type Case = Evaluation['cases'][number];
export type Confusion = NonNullable<Evaluation['confusion']>;
export type Metric = Confusion['metrics'][number];

/** The sets of a URL, in the order of their curves. */
export const sets = ['entire', 'internal', 'external'] as const;
export type SetName = (typeof sets)[number];

export const setInApi: Readonly<Record<SetName, EvaluationSet>> = {
  entire: 'ENTIRE',
  internal: 'INTERNAL',
  external: 'EXTERNAL',
};

/** What is evaluated: a set of the study, its training cases, every scored patient, or those of a cohort that it keeps. */
export type ChosenSet = SetName | 'training' | 'all' | `cohort_${number}`;

export function isChosenSet(text: string): text is ChosenSet {
  return sets.some((one) => one === text) || text === 'training' || text === 'all' || isCohortKey(text);
}

/** The same as arguments of the API. */
export function setVariables(chosen: ChosenSet): { set: EvaluationSet; cohort: CohortInput | null } {
  const named = sets.find((one) => one === chosen);
  if (named !== undefined) return { set: setInApi[named], cohort: null };
  if (chosen === 'training' || chosen === 'all')
    return { set: chosen === 'training' ? 'TRAINING' : 'ALL', cohort: null };
  return { set: 'ALL', cohort: { filter: { variable: chosen, in: ['true'] } } };
}

/** The cells as an address names them. */
export const cellNames = ['tn', 'fp', 'fn', 'tp'] as const;
export type CellName = (typeof cellNames)[number];

const cells: Readonly<Record<CellName, CellAddress>> = {
  tn: { truth: 0, predicted: 0 },
  fp: { truth: 0, predicted: 1 },
  fn: { truth: 1, predicted: 0 },
  tp: { truth: 1, predicted: 1 },
};

/** One object per cell, so that cells can be compared by identity. */
export const cellNamed = (name: CellName): CellAddress => cells[name];

export function nameOfCell({ truth, predicted }: CellAddress): CellName {
  return truth === 1 ? (predicted === 1 ? 'tp' : 'fn') : predicted === 1 ? 'fp' : 'tn';
}

/** An evaluation at a threshold, which therefore has a matrix. */
export type Cut = Evaluation & { readonly threshold: number; readonly confusion: Confusion };

export function isCut(evaluation: Evaluation): evaluation is Cut {
  return evaluation.threshold !== null && evaluation.confusion !== null;
}

/**
 * Whether a score is called positive, by the rule the server counted with: from the threshold upwards, or below it where
 * the positive class is the one that low scores predict.
 */
export function isCalledPositive(score: number, threshold: number, isLow: boolean): boolean {
  return score >= threshold !== isLow;
}

/** The cases in one cell. */
export function casesOfCell(
  cases: readonly Case[],
  threshold: number,
  { truth, predicted }: CellAddress,
  isLow = false,
): Case[] {
  return cases.filter(
    ({ positive, score }) =>
      positive === (truth === 1) && isCalledPositive(score, threshold, isLow) === (predicted === 1),
  );
}

export function metricOf(metrics: readonly Metric[], name: string): Metric | null {
  return metrics.find((metric) => metric.name === name) ?? null;
}
