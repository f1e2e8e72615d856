import { type CohortFilter } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { type Block, columnOfBlock } from './block.ts';
import { type CodeColumn, type NumberColumn, valueAt } from './column.ts';
import { binCodes, type Bins, countBins } from './kernels/bins.ts';
import { countByBit, countByCode, countByCodeAlone, countByTwoCodes } from './kernels/count.ts';
import { type Outside, outsideOf, ownOf } from './kernels/outside.ts';
import { type Tally, tallyOf } from './kernels/quantity.ts';
import { ranksOf } from './kernels/ranks.ts';

/** The cohorts of a block that are kept beside everybody: the selections that pages show. */
const KEPT_COHORTS = 3;

interface Kept {
  readonly everybody: BlockCohort;
  readonly cohorts: LRUCache<string, BlockCohort>;
}

const kept = new WeakMap<Block, Kept>();

/** The patients of one block that match a filter; null: all. */
export function cohortOfBlock(block: Block, filter: CohortFilter | null): BlockCohort {
  const ofBlock = kept.get(block) ?? {
    everybody: new BlockCohort(block, null),
    cohorts: new LRUCache<string, BlockCohort>({ max: KEPT_COHORTS }),
  };
  kept.set(block, ofBlock);
  const { everybody, cohorts } = ofBlock;
  if (filter === null) return everybody;
  const key = JSON.stringify(filter);
  const cohort = cohorts.get(key) ?? new BlockCohort(block, filter, everybody);
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

  /** @param everybody - all patients of the block; null for those themselves. */
  constructor(
    readonly block: Block,
    filter: CohortFilter | null,
    private readonly everybody: BlockCohort | null = null,
  ) {
    this.outside = outsideOf(block, filter);
  }

  get n(): number {
    return this.outside.rows.length;
  }

  /** Patients by code of a variable. */
  byCode(variable: string): Uint32Array {
    const { codes, words } = codesOf(this.block, variable);
    return this.countOf(`code ${variable}`, (rows) => countByCode(codes, words.length, rows));
  }

  /** The same under all conditions but those on the variable itself. */
  byCodeAlone(variable: string): Uint32Array {
    const own = ownOf(this.outside, variable);
    if (own === 0) return this.byCode(variable);
    const { codes, words } = codesOf(this.block, variable);
    return this.once(`alone ${variable}`, () => countByCodeAlone(codes, words.length, this.outside, own));
  }

  /** Patients by two codes: see `countByTwoCodes`. */
  byTwoCodes(a: string, b: string): Uint32Array {
    const [one, other] = [codesOf(this.block, a), codesOf(this.block, b)];
    return this.countOf(`codes ${a} ${b}`, (rows) =>
      countByTwoCodes(one.codes, one.words.length, other.codes, other.words.length, rows),
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
      counts: countByTwoCodes(group.codes, group.words.length, codes, distinct.length, this.outside.rows),
    };
  }

  /** The values of a variable, patient by patient. */
  valuesOf(variable: string): (string | number | null)[] {
    const column = columnOfBlock(this.block, variable);
    return Array.from(this.outside.rows, (row) => valueAt(column, row));
  }

  /** Patients by the rule that their records break. */
  byRule(): Uint32Array {
    return this.countOf('rule', (rows) => countByBit(this.block.contradictions, rows));
  }

  /** The values of a quantity. */
  tally(variable: string): Tally {
    const known = this.tallies.get(variable);
    if (known) return known;
    const { distinct, codes } = ranksOf(numbersOf(this.block, variable));
    const count = (rows: Uint32Array) => countByCode(codes, distinct.length, rows);
    const tally = tallyOf(
      distinct,
      this.fromFewer(count, (everybody) => everybody.tally(variable).upTo, difference),
    );
    this.tallies.set(variable, tally);
    return tally;
  }

  /**
   * Patients by bin of a quantity or date, counted from 1.
   *
   * @param isAlone - under all conditions but those on the variable itself.
   */
  byBin(variable: string, bins: Bins, isAlone: boolean): Uint32Array {
    const own = isAlone ? ownOf(this.outside, variable) : 0;
    // What the tile beside the histogram has counted of the cohort is by value already.
    if (own === 0) return countBins(this.tally(variable), bins);
    return this.once(`bin ${own} ${variable} ${bins.edges.join()}`, () =>
      countByCodeAlone(binCodes(numbersOf(this.block, variable), bins), bins.edges.length - 1, this.outside, own),
    );
  }

  private countOf(key: string, count: (rows: Uint32Array) => Uint32Array): Uint32Array {
    return this.once(key, () => this.fromFewer(count, (everybody) => everybody.countOf(key, count)));
  }

  /**
   * Counts of these patients, or where the others are fewer, those of everybody without the others: at most half is visited.
   *
   * @param at - the count of everybody at a place of what `ofAll` gives.
   */
  private fromFewer(
    count: (rows: Uint32Array) => Uint32Array,
    ofAll: (everybody: BlockCohort) => Uint32Array,
    at = (all: Uint32Array, k: number): number => all[k] as number,
  ): Uint32Array {
    const { rows, others } = this.outside;
    if (this.everybody === null || rows.length <= others.length) return count(rows);
    const all = ofAll(this.everybody);
    const counts = count(others);
    for (let k = 0; k < counts.length; k++) counts[k] = at(all, k) - (counts[k] as number);
    return counts;
  }

  private once(key: string, count: () => Uint32Array): Uint32Array {
    const counts = this.counted.get(key) ?? count();
    this.counted.set(key, counts);
    return counts;
  }
}

/** Patients with the k-th value of a tally; nobody at 0, for those without a value. */
function difference(upTo: Uint32Array, k: number): number {
  return k === 0 ? 0 : (upTo[k] as number) - (upTo[k - 1] as number);
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
