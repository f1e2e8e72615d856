import { createContext, type ReactNode } from 'react';

/** Where panels are folded by their titles: whether the panel inside is open. */
export interface PanelFold {
  readonly isOpen: boolean;
  readonly toggle: () => void;
  /** What the head of the panel has beside its title, by the id of that. */
  readonly tools?: (titleId: string) => ReactNode;
}

/** Null where panels are always open. */
export const PanelFold = createContext<PanelFold | null>(null);
