import {
  type CellKind,
  type ImportCells,
  type ImportChange,
  type ImportProblem,
  type ImportReport,
  type RowFate,
} from '@haim/schema';
import { type CellSpool } from './checks/cell-spool.ts';

export type { ImportChange, ImportProblem, ImportReport, RowFate };

const MOST_LISTED = 1000;
const LONGEST_VALUE = 80;

/** Counts rows as they pass; its lists of rows are capped, so that nothing in it grows with the file. */
export class Tally {
  private readonly rowCounts = { read: 0, new: 0, changed: 0, same: 0, refused: 0 };
  private readonly formCounts = new Map<string, { new: number; changed: number; same: number }>();
  private readonly problems: ImportProblem[] = [];
  private readonly warnings: ImportProblem[] = [];
  private readonly changes: ImportChange[] = [];
  private problemsTotal = 0;
  private warningsTotal = 0;
  private changesTotal = 0;
  private leftAsStored = 0;
  private notAvailable = 0;
  private readonly cellCounts = { new: 0, changed: 0, same: 0 };

  /** @param cells - keeps every cell, to be looked at page by page; null where nobody looks. */
  constructor(readonly cells: CellSpool | null = null) {}

  row(fate: RowFate): void {
    this.rowCounts.read += 1;
    this.rowCounts[fate] += 1;
  }

  record(form: string, fate: 'new' | 'changed' | 'same'): void {
    const counts = this.formCounts.get(form) ?? { new: 0, changed: 0, same: 0 };
    counts[fate] += 1;
    this.formCounts.set(form, counts);
  }

  refuse(problem: ImportProblem): void {
    this.problemsTotal += 1;
    if (this.problems.length < MOST_LISTED) this.problems.push(shortened(problem));
    this.cells?.add('refused', problem);
  }

  /** The cells of one kind in a record. */
  cell(kind: Exclude<CellKind, 'refused'>, count: number, entry: () => ImportCells): void {
    if (count === 0) return;
    this.cellCounts[kind] += count;
    this.cells?.add(kind, entry());
  }

  warn(problem: ImportProblem): void {
    this.warningsTotal += 1;
    if (this.warnings.length < MOST_LISTED) this.warnings.push(shortened(problem));
  }

  change(change: ImportChange): void {
    this.changesTotal += 1;
    const { from, to } = change;
    if (this.changes.length < MOST_LISTED) this.changes.push({ ...change, from: cut(from), to: cut(to) });
  }

  /** Empty cells over stored values that are kept. */
  leave(cells: number): void {
    this.leftAsStored += cells;
  }

  /** Cells that contain NA. */
  pass(cells: number): void {
    this.notAvailable += cells;
  }

  get isSound(): boolean {
    return this.problemsTotal === 0;
  }

  report(
    about: Pick<
      ImportReport,
      'dryRun' | 'committed' | 'format' | 'tables' | 'encoding' | 'sample' | 'corrected' | 'seconds'
    >,
  ): ImportReport {
    const { problems, problemsTotal, warnings, warningsTotal, changes, changesTotal, leftAsStored, notAvailable } =
      this;
    return {
      ...about,
      rows: { ...this.rowCounts },
      forms: [...this.formCounts].map(([form, counts]) => ({ form, ...counts })),
      cells: { ...this.cellCounts, refused: problemsTotal },
      check: null,
      ...{ problems, problemsTotal, warnings, warningsTotal },
      ...{ changes, changesTotal, leftAsStored, notAvailable },
    };
  }
}

function shortened(problem: ImportProblem): ImportProblem {
  return { ...problem, value: cut(problem.value) };
}

function cut<Value extends string | null>(value: Value): Value | string {
  return value === null || value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE)}…`;
}
