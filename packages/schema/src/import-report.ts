import { type Label } from './form.ts';
import { type TableEncoding } from './table-encoding.ts';

/** A cell that was refused, or kept with a doubt: where it stands, what it says, and what would be right. */
export interface ImportProblem {
  /** Line of the file, counting from 1; the headings are line 1. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly rule: string;
  readonly expected: Label;
}

/** A stored value that the file replaces; null: nothing recorded. */
export interface ImportChange {
  readonly row: number;
  readonly patient: string;
  readonly form: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** A cell that is not ASCII, as it reads in an encoding. */
export interface SampleCell {
  readonly line: number;
  readonly text: string;
}

/** One way to read a file, by what its cells would then say. */
export interface Reading {
  readonly encoding: TableEncoding;
  readonly cells: readonly SampleCell[];
}

export type RowFate = 'new' | 'changed' | 'same' | 'refused';

export interface FormCount {
  readonly form: string;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
}

/** What an import did, or a dry run would do: the answer of `/api/imports`. */
export interface ImportReport {
  readonly dryRun: boolean;
  /** True only where every row was sound and the transaction committed. */
  readonly committed: boolean;
  readonly encoding: TableEncoding;
  /** Cells as they were read; empty where the file is in one of the Unicode encodings. */
  readonly sample: readonly SampleCell[];
  readonly rows: Readonly<Record<RowFate, number>> & { readonly read: number };
  readonly forms: readonly FormCount[];
  /** The first of them, as of problems and warnings; the totals count all. */
  readonly changes: readonly ImportChange[];
  readonly changesTotal: number;
  /** Empty cells that leave a stored value as it is. */
  readonly leftAsStored: number;
  /** Cells that say NA, which count as empty. */
  readonly notAvailable: number;
  readonly problems: readonly ImportProblem[];
  readonly problemsTotal: number;
  /** Values that are kept and deserve a second look. */
  readonly warnings: readonly ImportProblem[];
  readonly warningsTotal: number;
  readonly seconds: number;
}
