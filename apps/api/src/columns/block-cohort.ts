import { type CohortFilter } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { type Block, columnOfBlock } from './block.ts';
import { type CodeColumn, type NumberColumn, valueAt } from './column.ts';
import { binCodes, type Bins } from './kernels/bins.ts';
import { countByBit, countByCode, countByTwoCodes } from './kernels/count.ts';
import { type Outside, outsideOf, ownOf } from './kernels/outside.ts';
import { type Tally, tallyOf } from './kernels/quantity.ts';
import { ranksOf } from './kernels/ranks.ts';

/** The cohorts of a block that are kept: usually all patients and the selections that pages show. */
const KEPT_COHORTS = 3;

const kept = new WeakMap<Block, LRUCache<string, BlockCohort>>();

/** The patients of one block that match a filter; null: all. */
export function cohortOfBlock(block: Block, filter: CohortFilter | null): BlockCohort {
  const cohorts = kept.get(block) ?? new LRUCache<string, BlockCohort>({ max: KEPT_COHORTS });
  kept.set(block, cohorts);
  const key = JSON.stringify(filter);
  const cohort = cohorts.get(key) ?? new BlockCohort(block, filter);
  cohorts.set(key, cohort);
  return cohort;
}

/**
 * Patients of one block, and what was counted of them. A block never changes, so it is counted once: after a correction
 * only the centre of that patient is counted again.
 */
export class BlockCohort {
  readonly outside: Outside;
  private readonly counted = new Map<string, Uint32Array>();
  private readonly tallies = new Map<string, Tally>();

  constructor(
    readonly block: Block,
    filter: CohortFilter | null,
  ) {
    this.outside = outsideOf(block, filter);
  }

  get n(): number {
    return this.outside.rows.length;
  }

  /** Patients by code of a variable. */
  byCode(variable: string): Uint32Array {
    return this.once(`code ${variable}`, () => this.count(variable, 0));
  }

  /** The same under all conditions but those on the variable itself. */
  byCodeAlone(variable: string): Uint32Array {
    const own = ownOf(this.outside, variable);
    return own === 0 ? this.byCode(variable) : this.once(`alone ${variable}`, () => this.count(variable, own));
  }

  /** Patients by two codes: see `countByTwoCodes`. */
  byTwoCodes(a: string, b: string): Uint32Array {
    const [one, other] = [codesOf(this.block, a), codesOf(this.block, b)];
    return this.once(`codes ${a} ${b}`, () =>
      countByTwoCodes(one.codes, one.words.length, other.codes, other.words.length, this.outside),
    );
  }

  /**
   * Patients by group and by place among the distinct values of a quantity, of which 0 is missing: see
   * `countByTwoCodes`. Not kept: with a quantity of many values it is as large as the column.
   */
  valuesByGroup(variable: string, groupBy: string | null): { distinct: Float64Array; counts: Uint32Array } {
    const { distinct, codes } = ranksOf(numbersOf(this.block, variable));
    const group =
      groupBy === null
        ? { codes: new Uint8Array(this.block.rows).fill(1), words: ['All'] }
        : codesOf(this.block, groupBy);
    return {
      distinct,
      counts: countByTwoCodes(group.codes, group.words.length, codes, distinct.length, this.outside),
    };
  }

  /** The values of a variable, patient by patient. */
  valuesOf(variable: string): (string | number | null)[] {
    const column = columnOfBlock(this.block, variable);
    return Array.from(this.outside.rows, (row) => valueAt(column, row));
  }

  /** Patients by the rule that their records break. */
  byRule(): Uint32Array {
    return this.once('rule', () => countByBit(this.block.contradictions, this.outside));
  }

  /** The values of a quantity. */
  tally(variable: string): Tally {
    const known = this.tallies.get(variable);
    if (known) return known;
    const { distinct, codes } = ranksOf(numbersOf(this.block, variable));
    const tally = tallyOf(distinct, countByCode(codes, distinct.length, this.outside));
    this.tallies.set(variable, tally);
    return tally;
  }

  /**
   * Patients by bin of a quantity or date, 0 being missing.
   *
   * @param isAlone - under all conditions but those on the variable itself.
   */
  byBin(variable: string, bins: Bins, isAlone: boolean): Uint32Array {
    const own = isAlone ? ownOf(this.outside, variable) : 0;
    return this.once(`bin ${own} ${variable} ${bins.edges.join()}`, () =>
      countByCode(binCodes(numbersOf(this.block, variable), bins), bins.edges.length - 1, this.outside, own),
    );
  }

  private count(variable: string, own: number): Uint32Array {
    const { codes, words } = codesOf(this.block, variable);
    return countByCode(codes, words.length, this.outside, own);
  }

  private once(key: string, count: () => Uint32Array): Uint32Array {
    const counts = this.counted.get(key) ?? count();
    this.counted.set(key, counts);
    return counts;
  }
}

export function codesOf(block: Block, variable: string): CodeColumn {
  const column = columnOfBlock(block, variable);
  if (column.kind !== 'codes') throw new Error(`${variable} has no values to count by`);
  return column;
}

export function numbersOf(block: Block, variable: string): NumberColumn {
  const column = columnOfBlock(block, variable);
  if (column.kind !== 'numbers') throw new Error(`${variable} is not a quantity`);
  return column;
}
