import { logFactorials } from '../numerics/log-factorial.ts';

/** Relative tolerance within which two tables count as equally likely. */
export const EQUALLY_LIKELY = 1 + 1e-7;

/** What the remaining columns can add, for one vector of remaining row totals. */
interface Outlook {
  /** log of the largest and smallest probability of any completion, and of their sum. */
  readonly most: number;
  readonly least: number;
  readonly total: number;
}

/**
 * Two-sided exact p of a table larger than 2 by 2: the share of tables with these margins that are no likelier.
 *
 * Column by column, over the row totals still to be placed. Partial tables that reach the same totals with the same
 * probability are merged; a partial table whose completions all fall on one side is resolved at once.
 *
 * Source: Mehta & Patel 1983 (network algorithm).
 */
export function fisherTableP(table: readonly (readonly number[])[]): number {
  const counts = table.filter((row) => row.some((count) => count > 0));
  const columns = (counts[0] ?? [])
    .map((_, j) => counts.map((row) => row[j] as number))
    .filter((column) => column.some((count) => count > 0))
    .sort((a, b) => sum(a) - sum(b));
  if (counts.length < 2 || columns.length < 2) return 1;
  return new Network(columns).pValue();
}

class Network {
  private readonly log: Float64Array;
  private readonly columnTotals: number[];
  private readonly observed: number;
  private readonly rowTotals: number[];
  private readonly outlooks = new Map<string, Outlook>();

  /** A table's probability is, up to a constant, the product of 1 / count! over its cells. */
  constructor(columns: readonly (readonly number[])[]) {
    this.columnTotals = columns.map(sum);
    this.rowTotals = (columns[0] as readonly number[]).map((_, i) => sum(columns.map((column) => column[i] as number)));
    this.log = logFactorials(sum(this.columnTotals));
    this.observed = -sum(columns.flat().map((count) => this.log[count] as number));
  }

  pValue(): number {
    const all = this.outlook(this.columnTotals.length, this.rowTotals).total;
    const limit = this.observed + Math.log(EQUALLY_LIKELY);
    let settled = 0;
    let nodes = new Map([
      [this.rowTotals.join(), { left: this.rowTotals, paths: new Map([['', { log: 0, count: 1 }]]) }],
    ]);
    for (let remaining = this.columnTotals.length; remaining > 0; remaining--) {
      const next: typeof nodes = new Map();
      for (const { left, paths } of nodes.values()) {
        this.eachColumn(this.columnTotals[remaining - 1] as number, left, (rest, logCell) => {
          const outlook = this.outlook(remaining - 1, rest);
          const key = rest.join();
          let node = next.get(key);
          for (const path of paths.values()) {
            const log = path.log + logCell;
            if (log + outlook.most <= limit) settled += path.count * Math.exp(log + outlook.total - all);
            else if (log + outlook.least <= limit) {
              node ??= { left: rest, paths: new Map() };
              merge(node.paths, log, path.count);
            }
          }
          if (node !== undefined) next.set(key, node);
        });
      }
      nodes = next;
    }
    return Math.min(1, settled);
  }

  private outlook(remaining: number, left: readonly number[]): Outlook {
    if (remaining === 0) return { most: 0, least: 0, total: 0 };
    const key = `${remaining}:${[...left].sort((a, b) => a - b).join()}`;
    const known = this.outlooks.get(key);
    if (known !== undefined) return known;
    let most = -Infinity;
    let least = Infinity;
    this.eachColumn(this.columnTotals[remaining - 1] as number, left, (rest, logCell) => {
      const after = this.outlook(remaining - 1, rest);
      most = Math.max(most, logCell + after.most);
      least = Math.min(least, logCell + after.least);
    });
    // All completions together: a multinomial coefficient per margin.
    const placed = this.columnTotals.slice(0, remaining);
    const total = (this.log[sum(left)] as number) - this.sumOfLogs(left) - this.sumOfLogs(placed);
    const outlook = { most, least, total };
    this.outlooks.set(key, outlook);
    return outlook;
  }

  /** Every way to fill a column from the remaining row totals. */
  private eachColumn(total: number, left: readonly number[], visit: (rest: number[], logCell: number) => void): void {
    const room = left.map((_, i) => sum(left.slice(i + 1)));
    const rest = [...left];
    const fill = (row: number, toPlace: number, logCell: number): void => {
      if (row === left.length) {
        visit([...rest], logCell);
        return;
      }
      const most = Math.min(toPlace, left[row] as number);
      for (let count = Math.max(0, toPlace - (room[row] as number)); count <= most; count++) {
        rest[row] = (left[row] as number) - count;
        fill(row + 1, toPlace - count, logCell - (this.log[count] as number));
      }
    };
    fill(0, total, 0);
  }

  private sumOfLogs(counts: readonly number[]): number {
    return sum(counts.map((count) => this.log[count] as number));
  }
}

/** Adds paths of one probability, distinguished to nine digits. */
function merge(paths: Map<string, { log: number; count: number }>, log: number, count: number): void {
  const key = log.toFixed(9);
  const path = paths.get(key);
  if (path === undefined) paths.set(key, { log, count });
  else path.count += count;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
