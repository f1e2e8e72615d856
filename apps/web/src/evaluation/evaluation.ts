import type {
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

/** The cases in one cell, by the rule the server counted with: positive from the threshold upwards. */
export function casesOfCell(cases: readonly Case[], threshold: number, { truth, predicted }: CellAddress): Case[] {
  return cases.filter((one) => one.positive === (truth === 1) && one.score >= threshold === (predicted === 1));
}

export function metricOf(metrics: readonly Metric[], name: string): Metric | null {
  return metrics.find((metric) => metric.name === name) ?? null;
}
