import type { CoxModel } from './cox.ts';
import { type CoxDesign, linearPredictor } from './cox-design.ts';

export interface ConcordanceResult {
  readonly method: string;
  readonly warnings: string[];
  /** Pairs (products of weights) in which the higher risk fails first. */
  readonly concordant: number;
  readonly discordant: number;
  /** Comparable pairs of equal risk. */
  readonly tiedRisk: number;
  /** Pairs of events on one day, of different and of equal risk; they count for nothing. */
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
 * Source: Harrell et al. 1982; Therneau & Atkinson 2020 for the standard error.
 * Checked against: `concordance` of reference/goldens (survival::concordance).
 * Common wrong use: quoting it as performance on new patients; it is optimistic on the data of the fit.
 */
export function coxConcordance({ design, beta }: CoxModel): ConcordanceResult {
  const risk = linearPredictor(design, beta);
  const distinct = Float64Array.from(new Set(risk)).sort();
  const rank = new Map(Array.from(distinct, (value, i) => [value, i] as const));
  const ranks = Uint32Array.from(risk, (value) => rank.get(value) ?? 0);
  const counts = new PairCounts(design, ranks, distinct.length);
  for (let first = 0, block = 1; block <= design.blockStratum.length; block++) {
    if (design.blockStratum[block] === design.blockStratum[first]) continue;
    counts.addStratum(first, block);
    first = block;
  }
  return counts.result();
}

class PairCounts {
  private concordant = 0;
  private discordant = 0;
  private tiedRisk = 0;
  private tiedTime = 0;
  private tiedBoth = 0;
  /** Each row's comparable pairs: those for, against, and tied. */
  private readonly forRow: Float64Array;
  private readonly againstRow: Float64Array;
  private readonly tiedRow: Float64Array;
  private readonly design: CoxDesign;
  private readonly ranks: Uint32Array;
  private readonly size: number;

  constructor(design: CoxDesign, ranks: Uint32Array, size: number) {
    this.design = design;
    this.ranks = ranks;
    this.size = size;
    this.forRow = new Float64Array(design.n);
    this.againstRow = new Float64Array(design.n);
    this.tiedRow = new Float64Array(design.n);
  }

  addStratum(first: number, last: number): void {
    const later = new RankTree(this.size);
    for (let block = last - 1; block >= first; block--) {
      // Censored on the day outlive its events, so they enter first.
      this.eachRow(block, 0, (_row, w, rank) => later.add(rank, w));
      this.eachRow(block, 1, (row, w, rank) => {
        const [below, equal, above] = later.split(rank);
        this.count(row, below, above, equal);
        this.concordant += w * below;
        this.discordant += w * above;
        this.tiedRisk += w * equal;
      });
      this.countTiedEvents(block);
      this.eachRow(block, 1, (_row, w, rank) => later.add(rank, w));
    }
    const earlier = new RankTree(this.size);
    for (let block = first; block < last; block++) {
      const compare = (row: number, _w: number, rank: number) => {
        const [below, equal, above] = earlier.split(rank);
        this.count(row, above, below, equal);
      };
      this.eachRow(block, 1, compare);
      this.eachRow(block, 1, (_row, w, rank) => earlier.add(rank, w));
      this.eachRow(block, 0, compare);
    }
  }

  result(): ConcordanceResult {
    const { concordant, discordant, tiedRisk, tiedTime, tiedBoth } = this;
    const pairs = concordant + discordant + tiedRisk;
    const counts = { concordant, discordant, tiedRisk, tiedTime, tiedBoth };
    const method = 'Harrell concordance';
    if (!(pairs > 0)) return { method, warnings: ['No comparable pair.'], ...counts, concordance: null, stdErr: null };
    const concordance = (concordant + tiedRisk / 2) / pairs;
    const influence = new Float64Array(this.design.n);
    for (let row = 0; row < influence.length; row++) {
      const [agree, against, tied] = [this.forRow[row], this.againstRow[row], this.tiedRow[row]] as [
        number,
        number,
        number,
      ];
      const weight = this.design.weight[row] as number;
      influence[row] = (weight * (agree + tied / 2 - concordance * (agree + against + tied))) / pairs;
    }
    return { method, warnings: [], ...counts, concordance, stdErr: Math.sqrt(this.sumOfSquares(influence)) };
  }

  private sumOfSquares(influence: Float64Array): number {
    const { cluster } = this.design;
    if (cluster === null) return influence.reduce((sum, value) => sum + value * value, 0);
    const sums = new Map<number, number>();
    influence.forEach((value, row) =>
      sums.set(cluster[row] as number, (sums.get(cluster[row] as number) ?? 0) + value),
    );
    return [...sums.values()].reduce((sum, value) => sum + value * value, 0);
  }

  private count(row: number, agree: number, against: number, tied: number): void {
    this.forRow[row] = (this.forRow[row] as number) + agree;
    this.againstRow[row] = (this.againstRow[row] as number) + against;
    this.tiedRow[row] = (this.tiedRow[row] as number) + tied;
  }

  private countTiedEvents(block: number): void {
    let total = 0;
    let squares = 0;
    const perRank = new Map<number, number>();
    this.eachRow(block, 1, (_row, w, rank) => {
      total += w;
      squares += w * w;
      perRank.set(rank, (perRank.get(rank) ?? 0) + w);
    });
    const sameRank = [...perRank.values()].reduce((sum, w) => sum + w * w, 0);
    this.tiedTime += (total * total - sameRank) / 2;
    this.tiedBoth += (sameRank - squares) / 2;
  }

  private eachRow(block: number, event: 0 | 1, visit: (row: number, weight: number, rank: number) => void): void {
    const { blockStart, weight } = this.design;
    for (let row = blockStart[block] as number; row < (blockStart[block + 1] as number); row++) {
      if (this.design.event[row] === event) visit(row, weight[row] as number, this.ranks[row] as number);
    }
  }
}

/** Weights by rank, with sums below and above a rank in logarithmic time (Fenwick tree). */
class RankTree {
  private total = 0;
  private readonly own: Float64Array;
  private readonly tree: Float64Array;

  constructor(size: number) {
    this.own = new Float64Array(size);
    this.tree = new Float64Array(size + 1);
  }

  add(rank: number, weight: number): void {
    this.total += weight;
    this.own[rank] = (this.own[rank] as number) + weight;
    for (let i = rank + 1; i < this.tree.length; i += i & -i) this.tree[i] = (this.tree[i] as number) + weight;
  }

  split(rank: number): [below: number, equal: number, above: number] {
    let below = 0;
    for (let i = rank; i > 0; i -= i & -i) below += this.tree[i] as number;
    const equal = this.own[rank] as number;
    return [below, equal, this.total - below - equal];
  }
}
