'use client';
import { useState } from 'react';
import { type Combining } from './combine-regions.ts';
import { type Outline, type Regions } from './outline.ts';

/** What becomes of the next shape that is drawn. */
export type DrawMode = 'new' | Combining;

export interface CombiningState {
  readonly mode: DrawMode;
  readonly setMode: (mode: DrawMode) => void;
  /** The outline selected last, which a shape may be added to or cut out of; null where there is none that is open. */
  readonly target: Outline | null;
  /** Nothing would be left of the outline: it stays as it was. */
  readonly isNothingLeft: boolean;
  readonly failed: boolean;
  /** Puts what was drawn where it belongs. */
  readonly receive: (key: string | null, regions: Regions, press: number | null) => void;
  /** Combines an outline with another, which stays. */
  readonly combine: (outline: Outline, other: Outline, how: Combining) => Promise<void>;
}

type Put = (key: string, regions: Regions, press: number | null) => void;

/** @param selected - the outline that is selected on the slide: a mode that needs one takes it as its target. */
export function useCombining(list: readonly Outline[], selected: string | null, put: Put): CombiningState {
  const [chosen, setChosen] = useState<DrawMode>('new');
  // The library lets go of the selected outline when a tool is taken up.
  const [last, setLast] = useState(selected);
  if (selected !== null && selected !== last) setLast(selected);
  const [outcome, setOutcome] = useState<'nothing' | 'failed' | null>(null);
  const target = list.find(({ key, saved }) => key === last && saved?.locked !== true) ?? null;
  const mode = target === null ? 'new' : chosen;

  const combine = async (outline: Outline, other: Regions, how: Combining): Promise<void> => {
    setOutcome(null);
    try {
      const { combinedRegions } = await import('./combine-regions.ts');
      const regions = combinedRegions(outline.regions, other, how);
      if (regions.length === 0) setOutcome('nothing');
      else put(outline.key, regions, null);
    } catch {
      setOutcome('failed');
    }
  };
  return {
    mode,
    setMode: (next) => {
      setOutcome(null);
      setChosen(next);
    },
    target,
    isNothingLeft: outcome === 'nothing',
    failed: outcome === 'failed',
    receive: (key, regions, press) => {
      if (regions.length === 0) return;
      if (mode === 'new' || target === null) put(key ?? crypto.randomUUID(), regions, press);
      else void combine(target, regions, mode);
    },
    combine: (outline, other, how) => combine(outline, other.regions, how),
  };
}
