'use client';
import { useMemo, useState } from 'react';
import { type Heatmap } from '../heatmap/heatmap.ts';
import { type Pair, underOneScale } from './comparison.ts';

export type CompareMode = 'divider' | 'lens';

/** A place on the stage, as shares of its width and height. */
export interface StagePlace {
  readonly x: number;
  readonly y: number;
}

export interface CompareState {
  readonly mode: CompareMode;
  readonly setMode: (mode: CompareMode) => void;
  /** Null until it was moved: then it is in the middle of what is seen of the slide. */
  readonly at: StagePlace | null;
  /** Confined to the stage. */
  readonly moveTo: (at: StagePlace) => void;
}

/** Two heatmaps over one slide, and where the one gives way to the other. */
export interface Comparison extends Pair, CompareState {
  readonly nameA: string;
  readonly nameB: string;
}

const within = (share: number): number => Math.min(1, Math.max(0, share));

export function useCompareState(): CompareState {
  const [mode, setMode] = useState<CompareMode>('divider');
  const [at, setAt] = useState<StagePlace | null>(null);
  return { mode, setMode, at, moveTo: ({ x, y }) => setAt({ x: within(x), y: within(y) }) };
}

/** Null until both are there. */
export function useComparison(
  { a, b, nameA, nameB }: { a: Heatmap | null; b: Heatmap | null; nameA: string; nameB: string },
  state: CompareState,
): Comparison | null {
  const pair = useMemo(() => (a === null || b === null ? null : underOneScale(a, b)), [a, b]);
  if (pair === null) return null;
  return { ...pair, ...state, nameA, nameB };
}
