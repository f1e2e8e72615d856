'use client';
import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { type Run } from '@/runs/run.ts';
import { attentionColour } from './attention-colours.ts';
import { type Heatmap, type HeatmapContent } from './heatmap.ts';
import { attentionQuery } from './query.ts';
import { type HeatmapState, useHeatmap } from './use-heatmap.ts';

export interface RunAttention {
  readonly run: Run;
  readonly method: NonNullable<Run['attentionMethodStatement']>;
  readonly error: unknown;
  readonly retry: () => void;
  /** Null until it has arrived. */
  readonly heatmap: Heatmap | null;
}

/** Where the head of a run looks, with its state on the screen; null for no run, and for a head without attention. */
export function useRunAttention(run: Run | null, state: HeatmapState): RunAttention | null {
  const method = run?.attentionMethodStatement ?? null;
  const { data, error, refetch } = useQuery(attentionQuery, {
    variables: { id: run?.id ?? '' },
    skip: method === null,
    fetchPolicy: 'cache-first',
  });
  const sent = method === null ? null : (data?.inference.patchAttention ?? null);
  const isSynthetic = run?.weights === 'synthetic';
  const content = useMemo((): HeatmapContent | null => {
    if (sent === null) return null;
    const { sizePx, x, y, relative, percentile } = sent;
    return {
      kind: 'attention',
      map: { sizePx, x, y, block: x.map((_, index) => index), value: relative },
      scale: 0,
      percentile,
      positiveClass: '',
      negativeClass: '',
      isSynthetic,
      colourAt: (index) => attentionColour(percentile[index] ?? 0),
      signAt: () => null,
      hasLines: false,
    };
  }, [sent, isSynthetic]);
  const heatmap = useHeatmap(content, state);
  if (run === null || method === null) return null;
  return { run, method, error, retry: () => void refetch(), heatmap };
}
