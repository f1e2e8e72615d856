'use client';
import { useQuery } from '@apollo/client/react';
import { useMemo, useState } from 'react';
import { type Run } from '@/runs/run.ts';
import { sensitivityMapQuery, sensitivityOfRunQuery } from './query.ts';
import {
  byStrength,
  PatchFinder,
  type Region,
  regionOf,
  type SensitivityMap,
  withSurroundings,
} from './sensitivity-map.ts';
import { type Explanation } from './sensitivity-progress.tsx';

/** An explanation shown over the slide, and its controls. */
export interface Heatmap {
  readonly map: SensitivityMap;
  readonly finder: PatchFinder;
  /** The colour scale runs from minus this to plus this. */
  readonly scale: number;
  readonly positiveClass: string;
  readonly negativeClass: string;
  readonly isSynthetic: boolean;
  readonly isShown: boolean;
  readonly toggle: () => void;
  /** 0 to 1. */
  readonly opacity: number;
  readonly setOpacity: (opacity: number) => void;
  /** Whether the slide without colours is shown beside it. */
  readonly isBeside: boolean;
  readonly toggleBeside: () => void;
  /** Index of the selected patch; null before. */
  readonly chosen: number | null;
  /** Where the viewer is asked to go; a new object each time. */
  readonly target: Region | null;
  /** Goes to a patch, or to all of its block. */
  readonly goTo: (index: number, region?: Region) => void;
  /** Goes to the next weaker (1) or stronger (-1) patch, starting at the strongest. */
  readonly step: (by: 1 | -1) => void;
}

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

/** The explanation of a run's score with its state on the screen; null for no run. */
export function useRunSensitivity(run: Run | null): RunSensitivity | null {
  const asked = useQuery(sensitivityOfRunQuery, { variables: { id: run?.id ?? '' }, skip: run === null });
  const explanation = asked.data?.inference.patchSensitivity;
  const isDone = explanation?.status === 'done';
  const mapped = useQuery(sensitivityMapQuery, {
    variables: { id: explanation?.id ?? '' },
    skip: !isDone,
    fetchPolicy: 'cache-first',
  });
  const map = mapped.data?.patchSensitivity.map ?? null;
  const heatmap = useHeatmap(map, explanation ?? null);
  if (run === null) return null;
  return {
    run,
    explanation,
    error: asked.error ?? mapped.error,
    retry: () => void (asked.error ? asked.refetch() : mapped.refetch()),
    heatmap: isDone ? heatmap : null,
    isWithoutValues: isDone && map !== null && map.value === null,
  };
}

type SentMap = Omit<SensitivityMap, 'value'> & { readonly value: readonly number[] | null };

interface Place {
  readonly of: SentMap;
  readonly index: number;
  readonly target: Region;
}

function useHeatmap(sent: SentMap | null, explanation: Explanation | null): Heatmap | null {
  const [isShown, setShown] = useState(true);
  const [opacity, setOpacity] = useState(0.6);
  const [isBeside, setBeside] = useState(false);
  const [place, setPlace] = useState<Place | null>(null);
  const known = useMemo(() => {
    if (!sent?.value) return null;
    const map: SensitivityMap = { ...sent, value: sent.value };
    return { map, finder: new PatchFinder(map), ranked: byStrength(map).map(({ index }) => index) };
  }, [sent]);
  if (sent === null || known === null || explanation === null) return null;

  const { map, finder, ranked } = known;
  // A patch selected on another run's map does not exist on this one.
  const here = place?.of === sent ? place : null;
  const goTo = (index: number, region?: Region): void => {
    const patch = { index, x: map.x[index] ?? 0, y: map.y[index] ?? 0, value: 0, block: 0 };
    setPlace({ of: sent, index, target: withSurroundings(region ?? regionOf(patch, map)) });
  };
  return {
    map,
    finder,
    scale: explanation.scale ?? 0,
    positiveClass: explanation.positiveClass,
    negativeClass: explanation.classes.find((name) => name !== explanation.positiveClass) ?? '',
    isSynthetic: explanation.weights === 'synthetic',
    isShown,
    toggle: () => setShown((shown) => !shown),
    opacity,
    setOpacity,
    isBeside,
    toggleBeside: () => setBeside((beside) => !beside),
    chosen: here?.index ?? null,
    target: here?.target ?? null,
    goTo,
    step: (by) => {
      const rank = here === null ? (by === 1 ? -1 : ranked.length) : ranked.indexOf(here.index);
      const next = ranked[(rank + by + ranked.length) % ranked.length];
      if (next !== undefined) goTo(next);
    },
  };
}
