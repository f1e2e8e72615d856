import type { CoxDesign } from './cox-design.ts';

/**
 * Takes rows out of a risk set that is filled from the last day to the first: at an event on day t those whose interval
 * opens at t or later are not yet at risk.
 */
export class NotYetAtRisk {
  private readonly design: CoxDesign;
  private next = -1;
  private stratum = -1;

  constructor(design: CoxDesign) {
    this.design = design;
  }

  /** Calls `leave` for every row that leaves the risk set at this block. Blocks come in descending order. */
  before(block: number, leave: (row: number) => void): void {
    const { entry, blockStratum, blockPosition, blockStart } = this.design;
    if (entry === null) return;
    const stratum = blockStratum[block] as number;
    if (stratum !== this.stratum) {
      this.stratum = stratum;
      this.next = (blockStart[block + 1] as number) - 1;
    }
    const first = entry.first[stratum] as number;
    const here = blockPosition[block] as number;
    for (; this.next >= first; this.next--) {
      const row = entry.order[this.next] as number;
      if ((entry.opens[row] as number) < here) return;
      leave(row);
    }
  }
}

/**
 * In the other direction: at each block, ascending, the rows whose interval opened before it and after the block
 * before.
 */
export class NowAtRisk {
  private readonly design: CoxDesign;
  private next = 0;
  private stratum = -1;

  constructor(design: CoxDesign) {
    this.design = design;
  }

  /** Calls `enter` for every row that came under observation since the last block. Blocks come in ascending order. */
  before(block: number, enter: (row: number) => void): void {
    const { entry, blockStratum, blockPosition, n } = this.design;
    if (entry === null) return;
    const stratum = blockStratum[block] as number;
    if (stratum !== this.stratum) {
      this.stratum = stratum;
      this.next = entry.first[stratum] as number;
    }
    const last = entry.first[stratum + 1] ?? n;
    const here = blockPosition[block] as number;
    for (; this.next < last; this.next++) {
      const row = entry.order[this.next] as number;
      if ((entry.opens[row] as number) >= here) return;
      enter(row);
    }
  }
}
