'use client';
import { useMemo, useState } from 'react';
import { type Heatmap, type HeatmapContent, type HeatmapControls } from './heatmap.ts';
import { byStrength, PatchFinder, type Region, regionOf, withSurroundings } from './sensitivity-map.ts';

type Kind = Heatmap['kind'];

/** What the heatmaps of a run have in common on the screen: a patch stays selected from one to the other. */
export interface HeatmapState extends HeatmapControls {
  /** Which one was asked for; null for the one that is there. */
  readonly kind: Kind | null;
  readonly choose: (kind: Kind) => void;
  readonly chosen: number | null;
  readonly target: Region | null;
  readonly select: (kind: Kind, index: number, target: Region) => void;
}

interface Place {
  readonly of: string;
  readonly index: number;
  readonly target: Region;
}

/** @param runId - a patch that was selected on another run's map does not exist on this one. */
export function useHeatmapState(runId: string | null): HeatmapState {
  const [kind, choose] = useState<Kind | null>(null);
  const [isShown, setShown] = useState(true);
  const [opacity, setOpacity] = useState(0.6);
  const [isBeside, setBeside] = useState(false);
  const [place, setPlace] = useState<Place | null>(null);
  const here = place?.of === runId ? place : null;
  return {
    kind,
    choose,
    isShown,
    toggle: () => setShown((shown) => !shown),
    opacity,
    setOpacity,
    isBeside,
    toggleBeside: () => setBeside((beside) => !beside),
    chosen: here?.index ?? null,
    target: here?.target ?? null,
    select: (of, index, target) => {
      choose(of);
      setPlace(runId === null ? null : { of: runId, index, target });
    },
  };
}

/**
 * Values of patches with their state on the screen; null for none.
 *
 * @param content - with the same map until the values change.
 */
export function useHeatmap(content: HeatmapContent | null, state: HeatmapState): Heatmap | null {
  const map = content?.map ?? null;
  const known = useMemo(
    () => map && { finder: new PatchFinder(map), ranked: byStrength(map).map(({ index }) => index) },
    [map],
  );
  if (content === null || map === null || known === null) return null;

  const { finder, ranked } = known;
  const { isShown, toggle, opacity, setOpacity, isBeside, toggleBeside, chosen, target } = state;
  const goTo = (index: number, region?: Region): void => {
    const patch = { index, x: map.x[index] ?? 0, y: map.y[index] ?? 0, value: 0, block: 0 };
    state.select(content.kind, index, withSurroundings(region ?? regionOf(patch, map)));
  };
  return {
    ...content,
    ...{ finder, isShown, toggle, opacity, setOpacity, isBeside, toggleBeside, chosen, target, goTo },
    step: (by) => {
      const rank = chosen === null ? (by === 1 ? -1 : ranked.length) : ranked.indexOf(chosen);
      const next = ranked[(rank + by + ranked.length) % ranked.length];
      if (next !== undefined) goTo(next);
    },
  };
}

/** The heatmap that lies over the slide, and what else could. */
export interface HeatmapLayers {
  readonly heatmap: Heatmap | null;
  readonly kinds: readonly Kind[];
  readonly choose: (kind: Kind) => void;
}

/** The one that was asked for, otherwise the first. */
export function layersOf(heatmaps: readonly (Heatmap | null | undefined)[], state: HeatmapState): HeatmapLayers {
  const there = heatmaps.filter((one) => one !== null && one !== undefined);
  return {
    heatmap: there.find(({ kind }) => kind === state.kind) ?? there[0] ?? null,
    kinds: there.map(({ kind }) => kind),
    choose: state.choose,
  };
}
