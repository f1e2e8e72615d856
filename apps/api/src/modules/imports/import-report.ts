import { type Label } from '@haim/schema';

/** One refused cell: where it stands, what it says, and what would be right. */
export interface ImportProblem {
  /** Line of the file, counting from 1; the headings are line 1. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly rule: string;
  readonly expected: Label;
}

export type RowFate = 'new' | 'changed' | 'same' | 'refused';

export interface ImportReport {
  readonly dryRun: boolean;
  /** True only where every row was sound and the transaction committed. */
  readonly committed: boolean;
  readonly encoding: string;
  readonly rows: Readonly<Record<RowFate, number>> & { readonly read: number };
  readonly forms: readonly {
    readonly form: string;
    readonly new: number;
    readonly changed: number;
    readonly same: number;
  }[];
  /** The first MOST_PROBLEMS; `problemsTotal` counts all. */
  readonly problems: readonly ImportProblem[];
  readonly problemsTotal: number;
  /** Values that are kept and deserve a second look. */
  readonly warningsTotal: number;
  readonly warnings: readonly ImportProblem[];
  readonly seconds: number;
}

const MOST_PROBLEMS = 1000;
const LONGEST_VALUE = 80;

/** Counts while rows pass; nothing in it grows with the file but the problems, and those are capped. */
export class Tally {
  private readonly rowCounts = { read: 0, new: 0, changed: 0, same: 0, refused: 0 };
  private readonly formCounts = new Map<string, { new: number; changed: number; same: number }>();
  private readonly problems: ImportProblem[] = [];
  private readonly warnings: ImportProblem[] = [];
  private problemsTotal = 0;
  private warningsTotal = 0;

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
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(shortened(problem));
  }

  warn(problem: ImportProblem): void {
    this.warningsTotal += 1;
    if (this.warnings.length < MOST_PROBLEMS) this.warnings.push(shortened(problem));
  }

  get isSound(): boolean {
    return this.problemsTotal === 0;
  }

  report(about: Pick<ImportReport, 'dryRun' | 'committed' | 'encoding' | 'seconds'>): ImportReport {
    const { problems, problemsTotal, warnings, warningsTotal } = this;
    const forms = [...this.formCounts].map(([form, counts]) => ({ form, ...counts }));
    return { ...about, rows: { ...this.rowCounts }, forms, problems, problemsTotal, warnings, warningsTotal };
  }
}

function shortened(problem: ImportProblem): ImportProblem {
  const { value } = problem;
  return value.length <= LONGEST_VALUE ? problem : { ...problem, value: `${value.slice(0, LONGEST_VALUE)}…` };
}
