import { type Label, type Population } from '@haim/schema';

/** Whom the study's analyses count, and the names of the criteria by which others are left out. */
export interface CountedPopulation {
  readonly population: Population;
  readonly criteria: readonly { readonly code: string; readonly label: Label }[];
}

export const everybody: CountedPopulation = { population: 'all', criteria: [] };
