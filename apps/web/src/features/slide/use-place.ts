'use client';
import { useQuery } from '@apollo/client/react';
import { errorCode } from '@/graphql/error-code.ts';
import { type Evaluation, type ScoreSource } from '@/evaluation/evaluation.ts';
import { evaluationQuery, scoreSourcesQuery } from '@/evaluation/query.ts';
import { type Run } from '@/runs/run.ts';
import { type SlideDetail } from './slide.ts';

export interface SlidePlacing {
  readonly source: ScoreSource | null;
  /** The slide is of the training set, and so are those it is shown among. */
  readonly isTraining: boolean;
  /** Null until it is here, and where there is none. */
  readonly evaluation: Evaluation | null;
  readonly isLoading: boolean;
  /** Too few are scored: no failure. */
  readonly isTooFew: boolean;
  readonly error: unknown;
}

/** The scores of the model and version that scored the slide, among which it has its place. */
export function usePlace(slide: SlideDetail, run: Run | null): SlidePlacing {
  const sources = useQuery(scoreSourcesQuery, { variables: { study: slide.study }, skip: run === null });
  const source = sourceOf(sources.data?.scoreSources ?? [], run);
  const isTraining = slide.evaluationSet === 'training';
  const { data, error } = useQuery(evaluationQuery, {
    variables: { study: slide.study, source: source?.id ?? '', set: isTraining ? 'TRAINING' : 'ENTIRE' },
    skip: source === null,
  });
  const isNotEstimable = error !== undefined && errorCode(error) === 'NOT_ESTIMABLE';
  const evaluation = data?.evaluation ?? null;
  const hasSources = sources.data !== undefined;
  return {
    source,
    isTraining,
    evaluation,
    isLoading:
      run !== null &&
      !sources.error &&
      (hasSources ? source !== null && evaluation === null && error === undefined : true),
    isTooFew: (hasSources && source === null) || isNotEstimable,
    error: sources.error ?? (isNotEstimable ? undefined : error),
  };
}

/** The scores of the exact model and version that made the run. */
function sourceOf(sources: readonly ScoreSource[], run: Run | null): ScoreSource | null {
  const ofModel = sources.filter(({ id }) => id.startsWith(`portal:${run?.modelId ?? ''}@`));
  return ofModel.find(({ id }) => id.endsWith(run?.modelSha256?.slice(0, 12) ?? '')) ?? ofModel[0] ?? null;
}
