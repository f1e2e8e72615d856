import type { EvaluationQuery, EvaluationSet, ScoreSourcesQuery } from '@/graphql/generated/graphql.ts';

export type Evaluation = EvaluationQuery['evaluation'];
export type ScoreSource = ScoreSourcesQuery['scoreSources'][number];
export type Case = Evaluation['cases'][number];
export type Metric = Evaluation['confusion']['metrics'][number];

/** The sets of a URL, in the order of their curves; "external" is a held-out centre subset. */
export const sets = ['entire', 'internal', 'external'] as const;
export type SetName = (typeof sets)[number];

export const setInApi: Readonly<Record<SetName, EvaluationSet>> = {
  entire: 'ENTIRE',
  internal: 'INTERNAL',
  external: 'EXTERNAL',
};

export interface CellAddress {
  readonly truth: 0 | 1;
  readonly predicted: 0 | 1;
}

/** The cases in one cell, by the rule the server counted with: positive from the threshold upwards. */
export function casesOfCell(cases: readonly Case[], threshold: number, { truth, predicted }: CellAddress): Case[] {
  return cases.filter((one) => one.positive === (truth === 1) && one.score >= threshold === (predicted === 1));
}

export function metricOf(metrics: readonly Metric[], name: string): Metric | null {
  return metrics.find((metric) => metric.name === name) ?? null;
}
