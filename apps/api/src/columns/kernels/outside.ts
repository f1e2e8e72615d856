import { type CohortFilter, conjunctsOf, isAbout, variablesOf } from '@haim/schema';
import { type Block } from '../block.ts';
import { maskOf } from './mask.ts';

/**
 * Who is outside a cohort, and why. 0 means the patients of the cohort; k those whom only the conditions on the k-th
 * variable of `owners` exclude; 255 all others. One pass over it counts a facet with its own filter left out: the
 * patients of 0 and of its own k.
 */
export interface Outside {
  readonly by: Uint8Array;
  readonly owners: readonly string[];
  /** The rows of 0, ascending: what is counted in the cohort alone costs its patients, not those of the block. */
  readonly rows: Uint32Array;
  /** All other rows, ascending. */
  readonly others: Uint32Array;
}

const BY_SEVERAL = 255;

export function outsideOf(block: Block, filter: CohortFilter | null): Outside {
  const by = new Uint8Array(block.rows);
  const owners: string[] = [];
  for (const part of conjunctsOf(filter)) {
    const [variable] = variablesOf(part);
    const isOwned = variable !== undefined && isAbout(part, variable);
    if (isOwned && !owners.includes(variable)) owners.push(variable);
    keepOut(by, maskOf(block, part), isOwned ? owners.indexOf(variable) + 1 : BY_SEVERAL);
  }
  if (filter === null) return { by, owners, rows: everyRow(block.rows), others: new Uint32Array(0) };
  return { by, owners, ...rowsOf(by) };
}

let every = new Uint32Array(0);

/** 0, 1, 2 … shared by all cohorts without a filter. */
function everyRow(rows: number): Uint32Array {
  if (every.length < rows) every = new Uint32Array(rows).map((_, row) => row);
  return every.subarray(0, rows);
}

/** In one pass, from the two ends of one array. */
export function rowsOf(by: Uint8Array): Pick<Outside, 'rows' | 'others'> {
  const both = new Uint32Array(by.length);
  const last = by.length - 1;
  let n = 0;
  for (let row = 0; row < by.length; row++) {
    const isOutside = Number(by[row] !== 0);
    // Place n for a patient of the cohort; for another as far from the end as others came before.
    both[n + isOutside * (last - row)] = row;
    n += 1 - isOutside;
  }
  return { rows: both.subarray(0, n), others: both.subarray(n).reverse() };
}

/** A table instead of branches: the branch a row takes is close to random, which a processor cannot predict. */
function keepOut(by: Uint8Array, mask: Uint8Array, own: number): void {
  const next = new Uint8Array(512);
  for (let before = 0; before <= BY_SEVERAL; before++) {
    next[before] = before === 0 || before === own ? own : BY_SEVERAL;
    next[256 + before] = before;
  }
  for (let row = 0; row < by.length; row++) {
    by[row] = next[((mask[row] as number) << 8) | (by[row] as number)] as number;
  }
}

/** 1 for the values of `by` that count: the patients of the cohort, and those whom only `own` excludes. */
export function weightsOf(own: number): Uint8Array {
  const weights = new Uint8Array(256);
  weights[0] = 1;
  weights[own] = 1;
  return weights;
}

/** The value in `by` for patients whom only the conditions on this variable exclude; 0 where it has none. */
export function ownOf({ owners }: Outside, variable: string): number {
  return owners.indexOf(variable) + 1;
}
