import { type Label } from '@haim/schema';
import { type Encoding, type SampleCell } from '../../tables/index.ts';

/** One refused cell: where it stands, what it says, and what would be right. */
export interface ImportProblem {
  /** Line of the file, counting from 1; the headings are line 1. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly rule: string;
  readonly expected: Label;
}

/** One stored value that the file replaces. */
export interface ImportChange {
  readonly row: number;
  readonly patient: string;
  readonly form: string;
  readonly field: string;
  /** null: nothing recorded. */
  readonly from: string | null;
  readonly to: string | null;
}

export type RowFate = 'new' | 'changed' | 'same' | 'refused';

export interface ImportReport {
  readonly dryRun: boolean;
  /** True only where every row was sound and the transaction committed. */
  readonly committed: boolean;
  readonly encoding: Encoding;
  /** Cells that are not ASCII as they were read, where the file is in none of the Unicode encodings. */
  readonly sample: readonly SampleCell[];
  readonly rows: Readonly<Record<RowFate, number>> & { readonly read: number };
  readonly forms: readonly {
    readonly form: string;
    readonly new: number;
    readonly changed: number;
    readonly same: number;
  }[];
  /** The first MOST_LISTED; `changesTotal` counts all. */
  readonly changes: readonly ImportChange[];
  readonly changesTotal: number;
  /** Empty cells that leave a stored value as it is. */
  readonly leftAsStored: number;
  /** Cells that say NA, which count as empty. */
  readonly notAvailable: number;
  /** The first MOST_LISTED; `problemsTotal` counts all. */
  readonly problems: readonly ImportProblem[];
  readonly problemsTotal: number;
  /** Values that are kept and deserve a second look. */
  readonly warningsTotal: number;
  readonly warnings: readonly ImportProblem[];
  readonly seconds: number;
}

const MOST_LISTED = 1000;
const LONGEST_VALUE = 80;

/** Counts while rows pass; what it lists of the rows is capped, so that nothing in it grows with the file. */
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

  /** Empty cells over values that stay. */
  leave(cells: number): void {
    this.leftAsStored += cells;
  }

  /** Cells that say NA. */
  pass(cells: number): void {
    this.notAvailable += cells;
  }

  get isSound(): boolean {
    return this.problemsTotal === 0;
  }

  report(about: Pick<ImportReport, 'dryRun' | 'committed' | 'encoding' | 'sample' | 'seconds'>): ImportReport {
    const { problems, problemsTotal, warnings, warningsTotal, changes, changesTotal, leftAsStored, notAvailable } =
      this;
    return {
      ...about,
      rows: { ...this.rowCounts },
      forms: [...this.formCounts].map(([form, counts]) => ({ form, ...counts })),
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
