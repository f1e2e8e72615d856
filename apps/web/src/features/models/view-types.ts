import {
  type EvaluationSubgroupsQuery,
  type EvaluationUseQuery,
  type ScoreComparisonQuery,
  type ScoreOutcomeQuery,
} from '@/graphql/generated/graphql.ts';
import { type ChosenSet, type Evaluation, type ScoreSource } from '@/evaluation/evaluation.ts';
import { type Asked } from './use-evaluated.ts';

export type UseOfScore = EvaluationUseQuery['evaluation'];
export type Subgroups = EvaluationSubgroupsQuery['evaluation'];
export type Comparison = ScoreComparisonQuery['scoreComparison'];
export type Outcome = ScoreOutcomeQuery['scoreOutcome'];

/** Whose scores a figure is of. */
interface OfScores {
  readonly source: ScoreSource;
  readonly set: ChosenSet;
}

export interface UseFigureProps extends OfScores {
  readonly asked: Asked;
  readonly evaluation: Evaluation;
  readonly use: UseOfScore;
}

export interface OutcomeFigureProps extends OfScores {
  readonly asked: Asked;
  readonly outcome: Outcome;
}
