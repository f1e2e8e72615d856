'use client';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { readPlaces, type StagePlaces, withMoved, withToggled } from './stage-places.ts';

export interface StageState extends StagePlaces {
  /** The dock is at the bottom of a narrow window, otherwise at its right. */
  readonly isNarrow: boolean;
  readonly toggleDock: () => void;
  readonly toggleFilm: () => void;
  readonly toggle: (key: string) => void;
  /** Of the keys that are present, in the order in which they are shown. */
  readonly move: (present: readonly string[], key: string, by: -1 | 1) => void;
}

/** As in slide-view.module.css. */
const narrow = '(max-width: 62em)';
const nameOf = (isNarrow: boolean): string => (isNarrow ? 'slide-stage-narrow' : 'slide-stage');

/** What of the stage is folded, and the order of its panels; this browser keeps it from slide to slide. */
export function useStagePlaces(): StageState {
  const isNarrow = useMediaQuery(narrow, false, { getInitialValueInEffect: false });
  const [held, setHeld] = useState<{ readonly isNarrow: boolean; readonly places: StagePlaces } | null>(null);
  const places = held?.isNarrow === isNarrow ? held.places : readPlaces(kept(nameOf(isNarrow)), isNarrow);
  const keep = (next: StagePlaces): void => {
    setHeld({ isNarrow, places: next });
    try {
      localStorage.setItem(nameOf(isNarrow), JSON.stringify(next));
    } catch {
      // A browser that keeps nothing: folded until the page is closed.
    }
  };
  return {
    ...places,
    isNarrow,
    toggleDock: () => keep({ ...places, isDockFolded: !places.isDockFolded }),
    toggleFilm: () => keep({ ...places, isFilmFolded: !places.isFilmFolded }),
    toggle: (key) => keep(withToggled(places, key)),
    move: (present, key, by) => keep(withMoved(places, present, key, by)),
  };
}

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
