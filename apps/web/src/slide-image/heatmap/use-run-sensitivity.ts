'use client';
import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { type Run } from '@/runs/run.ts';
import { classesOf } from '@/evaluation/classes.ts';
import { cssColour } from './colour-scale.ts';
import { type Heatmap, type HeatmapContent } from './heatmap.ts';
import { sensitivityMapQuery, sensitivityOfRunQuery } from './query.ts';
import { type SensitivityMap } from './sensitivity-map.ts';
import { type Explanation } from './sensitivity-progress.tsx';
import { type HeatmapState, useHeatmap } from './use-heatmap.ts';

export interface RunSensitivity {
  readonly run: Run;
  /** Undefined until it is known; null if nobody has requested one. */
  readonly explanation: Explanation | null | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  /** Null until it is made, and if it holds no values. */
  readonly heatmap: Heatmap | null;
  /** Made, but from a single patch: there is nothing to compare. */
  readonly isWithoutValues: boolean;
}

/** Below this share of the scale a sign would only distract. */
const signFromShare = 0.1;

/** The explanation of a run's score with its state on the screen; null for no run. */
export function useRunSensitivity(run: Run | null, state: HeatmapState): RunSensitivity | null {
  const asked = useQuery(sensitivityOfRunQuery, { variables: { id: run?.id ?? '' }, skip: run === null });
  const explanation = asked.data?.inference.patchSensitivity;
  const isDone = explanation?.status === 'done';
  const mapped = useQuery(sensitivityMapQuery, {
    variables: { id: explanation?.id ?? '' },
    skip: !isDone,
    fetchPolicy: 'cache-first',
  });
  const sent = mapped.data?.patchSensitivity.map ?? null;
  const value = sent?.value ?? null;
  const map = useMemo(() => sent && value && { ...sent, value }, [sent, value]);
  const heatmap = useHeatmap(isDone && map !== null ? contentOf(map, explanation) : null, state);
  if (run === null) return null;
  return {
    run,
    explanation,
    error: asked.error ?? mapped.error,
    retry: () => void (asked.error ? asked.refetch() : mapped.refetch()),
    heatmap,
    isWithoutValues: isDone && sent !== null && value === null,
  };
}

function contentOf(map: SensitivityMap, explanation: Explanation): HeatmapContent {
  const scale = explanation.scale ?? 0;
  const shareAt = (index: number): number => (scale > 0 ? (map.value[index] ?? 0) / scale : 0);
  return {
    kind: 'sensitivity',
    map,
    scale,
    percentile: null,
    positiveClass: explanation.positiveClass,
    negativeClass: classesOf(explanation)?.negativeClass ?? '',
    isSynthetic: explanation.weights === 'synthetic',
    colourAt: (index) => cssColour(shareAt(index)),
    signAt: (index) => (Math.abs(shareAt(index)) < signFromShare ? null : shareAt(index) > 0 ? '+' : '−'),
    hasLines: true,
  };
}
