import { type CohortFilter, conjunctsOf, isAbout, variablesOf } from '@haim/schema';
import { type Block } from '../block.ts';
import { maskOf } from './mask.ts';

/**
 * Who is outside a cohort, and by what. 0 stands for the patients of the cohort; k for those whom only the conditions on
 * the k-th variable of `owners` keep out; 255 for all others. One pass over it counts a facet with its own filter left
 * out: the patients of 0 and of its own k.
 */
export interface Outside {
  readonly by: Uint8Array;
  readonly owners: readonly string[];
}

const BY_SEVERAL = 255;

export function outsideOf(block: Block, filter: CohortFilter | null): Outside {
  const by = new Uint8Array(block.rows);
  const owners: string[] = [];
  for (const part of conjunctsOf(filter)) {
    const [variable] = variablesOf(part);
    const isOwned = variable !== undefined && isAbout(part, variable);
    if (isOwned && !owners.includes(variable)) owners.push(variable);
    const own = isOwned ? owners.indexOf(variable) + 1 : BY_SEVERAL;
    const mask = maskOf(block, part);
    for (let row = 0; row < by.length; row++) {
      if (mask[row] === 1) continue;
      const before = by[row] as number;
      by[row] = before === 0 || before === own ? own : BY_SEVERAL;
    }
  }
  return { by, owners };
}

/** What stands in `by` for patients whom only the conditions on this variable keep out; 0 where it has none. */
export function ownOf({ owners }: Outside, variable: string): number {
  return owners.indexOf(variable) + 1;
}

export function sizeOf({ by }: Outside): number {
  let n = 0;
  for (let row = 0; row < by.length; row++) if (by[row] === 0) n++;
  return n;
}
