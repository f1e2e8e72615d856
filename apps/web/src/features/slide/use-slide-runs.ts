'use client';
import { useQuery } from '@apollo/client/react';
import { parseAsString, useQueryState } from 'nuqs';
import { type Classes, classesOf, isPositive } from '@/evaluation/classes.ts';
import { type SlideModelsQuery } from '@/graphql/generated/graphql.ts';
import { slideModelsQuery } from '@/runs/query.ts';
import { byNewest, isActive, newestScored, type Run } from '@/runs/run.ts';
import { runOfSource, type SlideDetail } from './slide.ts';

export interface SlideRuns {
  readonly models: SlideModelsQuery['models'] | null;
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly latest: Run | null;
  /** The one that was chosen, or that the list is of from which somebody came; otherwise the latest that is over. */
  readonly shown: Run | null;
  readonly choose: (id: string) => void;
  /** Whose score is told and whose patches and colours lie over the slide: the one shown if it has them, otherwise the newest that does. */
  readonly mapped: Run | null;
  /** The scores of the list from which somebody came, where none of these runs has one of them. */
  readonly otherSource: string | null;
  readonly classes: Classes | null;
  /** Whether the best response is in the positive class; null if it is in neither. */
  readonly truth: boolean | null;
  readonly modelName: (id: string) => string;
}

/** The runs of a slide, and which of them the page shows. */
export function useSlideRuns(slide: SlideDetail): SlideRuns {
  const { data } = useQuery(slideModelsQuery, { fetchPolicy: 'cache-first' });
  const [chosen, setChosen] = useQueryState('run', parseAsString);
  const [source] = useQueryState('source', parseAsString);
  const models = data?.models ?? null;
  const runs = byNewest(slide.inferences);
  const latest = runs[0] ?? null;
  const scored = newestScored(runs);
  const ofSource = runOfSource(runs, source);
  const asked = runs.find(({ id }) => id === chosen) ?? ofSource;
  const shown = asked ?? (latest && !isActive(latest) ? latest : scored);
  const mapped = shown?.status === 'done' ? shown : scored;
  const model = models?.find(({ id }) => id === mapped?.modelId) ?? models?.[0] ?? null;
  const classes = classesOf(model);
  return {
    models,
    runs,
    latest,
    shown,
    choose: (id) => void setChosen(id),
    mapped,
    otherSource: ofSource === null ? source : null,
    classes,
    truth: classes === null ? null : isPositive(slide.bestResponse, classes),
    modelName: (id) => models?.find((one) => one.id === id)?.name ?? id,
  };
}
