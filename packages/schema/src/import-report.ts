import { type Label } from './form.ts';
import { type TableEncoding } from './table-encoding.ts';

/** A cell that was refused, or kept with a warning: where it is, what it contains, and what is expected. */
export interface ImportProblem {
  /** Line of the file, counting from 1; the headings are line 1. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly rule: string;
  readonly expected: Label;
}

/** A stored value that the file replaces; null if nothing was recorded. */
export interface ImportChange {
  readonly row: number;
  readonly patient: string;
  readonly form: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** A cell that is not ASCII, decoded in a given encoding. */
export interface SampleCell {
  readonly line: number;
  readonly text: string;
}

/** One way to read a file, with what its cells would then contain. */
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
  /** True only if every row was valid and the transaction committed. */
  readonly committed: boolean;
  readonly encoding: TableEncoding;
  /** Sample cells as they were read; empty if the file is in a Unicode encoding. */
  readonly sample: readonly SampleCell[];
  readonly rows: Readonly<Record<RowFate, number>> & { readonly read: number };
  readonly forms: readonly FormCount[];
  /** Only the first ones, as for problems and warnings; the totals count all. */
  readonly changes: readonly ImportChange[];
  readonly changesTotal: number;
  /** Empty cells that leave a stored value unchanged. */
  readonly leftAsStored: number;
  /** Cells that contain NA, which count as empty. */
  readonly notAvailable: number;
  readonly problems: readonly ImportProblem[];
  readonly problemsTotal: number;
  /** Values that are kept but deserve a second look. */
  readonly warnings: readonly ImportProblem[];
  readonly warningsTotal: number;
  readonly seconds: number;
}
