import { statement, type Statement } from '@haim/schema';
import type { CoxModel } from './cox.ts';
import { type CoxDesign, linearPredictor } from './cox-design.ts';
import { NotYetAtRisk, NowAtRisk } from './cox-entry.ts';
import { placesOf } from '../numerics/ranks.ts';

export interface ConcordanceResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** Pairs (products of weights) in which the higher risk fails first. */
  readonly concordant: number;
  readonly discordant: number;
  /** Comparable pairs of equal risk. */
  readonly tiedRisk: number;
  /** Pairs of events on one day, of different and of equal risk; they do not count. */
  readonly tiedTime: number;
  readonly tiedBoth: number;
  /** (concordant + tiedRisk / 2) / comparable pairs; null without a comparable pair. */
  readonly concordance: number | null;
  /** Infinitesimal jackknife. */
  readonly stdErr: number | null;
}

/**
 * Harrell's concordance of a Cox model with the data it was fitted to, pairs within strata only.
 *
 * @param model - `model` of a Cox fit.
 * @returns counts of pairs (products of weights); concordance and its error are null without a comparable pair.
 * @throws never: the model was checked when it was fitted.
 *
 * Source: Harrell et al. 1982; Therneau & Atkinson 2020 for the standard error.
 * Checked against: `concordance` of reference/goldens (survival::concordance).
 * Common wrong use: quoting it as performance on new patients; it is optimistic on the data of the fit.
 */
export function coxConcordance({ design, beta }: CoxModel): ConcordanceResult {
  const counts = new PairCounts(design, linearPredictor(design, beta));
  const { blockStratum } = design;
  for (let first = 0, block = 1; block <= blockStratum.length; block++) {
    if (blockStratum[block] === blockStratum[first]) continue;
    counts.addStratum(first, block);
    first = block;
  }
  return counts.result();
}

class PairCounts {
  private readonly design: CoxDesign;
  private readonly ranks: Uint32Array;
  private readonly size: number;
  /** Per row the weight of its comparable pairs: concordant minus discordant, and all. */
  private readonly balance: Float64Array;
  private readonly pairs: Float64Array;
  /** Per event the weight of the same risk at risk after its day. */
  private readonly equalLater: Float64Array;
  private concordant = 0;
  private discordant = 0;
  private tiedRisk = 0;
  private tiedTime = 0;
  private tiedBoth = 0;

  constructor(design: CoxDesign, risk: Float64Array) {
    this.design = design;
    ({ place: this.ranks, size: this.size } = placesOf(risk));
    this.balance = new Float64Array(design.n);
    this.pairs = new Float64Array(design.n);
    this.equalLater = new Float64Array(design.n);
  }

  addStratum(first: number, last: number): void {
    const { blockStart, event } = this.design;
    const later = new RankTree(this.size);
    const notYet = new NotYetAtRisk(this.design);
    const leave = (row: number) => later.add(this.ranks[row] as number, -(this.design.weight[row] as number));
    for (let block = last - 1; block >= first; block--) {
      const start = blockStart[block] as number;
      const end = blockStart[block + 1] as number;
      notYet.before(block, leave);
      // Subjects censored on the day outlive its events, so they enter first.
      for (let row = start; row < end; row++) if (event[row] === 0) this.enter(later, row);
      for (let row = start; row < end; row++) if (event[row] === 1) this.compareWithLater(later, row);
      this.enterEvents(later, start, end);
    }
    const earlier = new RankTree(this.size);
    const now = new NowAtRisk(this.design);
    const enter = (row: number) => this.compareWithEarlier(earlier, row, -1);
    for (let block = first; block < last; block++) {
      const start = blockStart[block] as number;
      const end = blockStart[block + 1] as number;
      now.before(block, enter);
      for (let row = start; row < end; row++) if (event[row] === 1) this.compareWithEarlier(earlier, row);
      for (let row = start; row < end; row++) if (event[row] === 1) this.enter(earlier, row);
      for (let row = start; row < end; row++) if (event[row] === 0) this.compareWithEarlier(earlier, row);
    }
  }

  result(): ConcordanceResult {
    const { concordant, discordant, tiedRisk, tiedTime, tiedBoth } = this;
    const pairs = concordant + discordant + tiedRisk;
    const counts = { concordant, discordant, tiedRisk, tiedTime, tiedBoth };
    const method = statement('harrellConcordance');
    if (!(pairs > 0))
      return { method, warnings: [statement('noComparablePair')], ...counts, concordance: null, stdErr: null };
    const concordance = (concordant + tiedRisk / 2) / pairs;
    const influence = new Float64Array(this.design.n);
    const balance = 2 * concordance - 1;
    for (let row = 0; row < influence.length; row++) {
      const excess = (this.balance[row] as number) - balance * (this.pairs[row] as number);
      influence[row] = ((this.design.weight[row] as number) * excess) / (2 * pairs);
    }
    return { method, warnings: [], ...counts, concordance, stdErr: Math.sqrt(this.sumOfSquares(influence)) };
  }

  private enter(tree: RankTree, row: number): void {
    tree.add(this.ranks[row] as number, this.design.weight[row] as number);
  }

  private compareWithLater(later: RankTree, row: number): void {
    const w = this.design.weight[row] as number;
    const rank = this.ranks[row] as number;
    const below = later.below(rank);
    const equal = (this.equalLater[row] = later.equal(rank));
    const above = later.total - below - equal;
    this.concordant += w * below;
    this.discordant += w * above;
    this.tiedRisk += w * equal;
    this.count(row, below - above, later.total);
  }

  /** Counts the events so far; with a sign of -1 those before the row came under observation, to subtract them. */
  private compareWithEarlier(earlier: RankTree, row: number, sign: 1 | -1 = 1): void {
    const rank = this.ranks[row] as number;
    const below = earlier.below(rank);
    const above = earlier.total - below - earlier.equal(rank);
    this.count(row, sign * (above - below), sign * earlier.total);
  }

  private count(row: number, balance: number, pairs: number): void {
    this.balance[row] = (this.balance[row] as number) + balance;
    this.pairs[row] = (this.pairs[row] as number) + pairs;
  }

  /** Enters the day's events; pairs among them are tied in time, and count only in their own tallies. */
  private enterEvents(later: RankTree, start: number, end: number): void {
    const { event, weight } = this.design;
    let entered = 0;
    for (let row = start; row < end; row++) {
      if (event[row] === 0) continue;
      const w = weight[row] as number;
      const rank = this.ranks[row] as number;
      const tied = later.equal(rank) - (this.equalLater[row] as number);
      this.tiedBoth += w * tied;
      this.tiedTime += w * (entered - tied);
      entered += w;
      later.add(rank, w);
    }
  }

  private sumOfSquares(influence: Float64Array): number {
    const { cluster } = this.design;
    if (cluster === null) return influence.reduce((sum, value) => sum + value * value, 0);
    const sums = new Map<number, number>();
    influence.forEach((value, row) => {
      const own = cluster[row] as number;
      sums.set(own, (sums.get(own) ?? 0) + value);
    });
    return [...sums.values()].reduce((sum, value) => sum + value * value, 0);
  }
}

/** log2 of the ranks in one block. */
const BLOCK_BITS = 5;

/**
 * Weights by rank, with the sum below a rank in logarithmic time: a Fenwick tree over blocks of 32 ranks, and a walk
 * through the rank's own block. This way the tree over a million ranks fits the processor's cache; one over single
 * ranks would not, and each of its steps would wait for memory.
 */
class RankTree {
  total = 0;
  private readonly own: Float64Array;
  private readonly tree: Float64Array;

  constructor(size: number) {
    this.own = new Float64Array(size);
    this.tree = new Float64Array((size >> BLOCK_BITS) + 2);
  }

  add(rank: number, weight: number): void {
    const { tree } = this;
    this.total += weight;
    this.own[rank] = (this.own[rank] as number) + weight;
    for (let i = (rank >> BLOCK_BITS) + 1; i < tree.length; i += i & -i) tree[i] = (tree[i] as number) + weight;
  }

  below(rank: number): number {
    const { own, tree } = this;
    const block = rank >> BLOCK_BITS;
    let sum = 0;
    for (let i = block; i > 0; i -= i & -i) sum += tree[i] as number;
    for (let i = block << BLOCK_BITS; i < rank; i++) sum += own[i] as number;
    return sum;
  }

  equal(rank: number): number {
    return this.own[rank] as number;
  }
}
