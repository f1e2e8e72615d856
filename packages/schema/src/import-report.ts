import { type Label } from './form.ts';
import { type TableEncoding } from './table-encoding.ts';

/** A cell that was refused, or kept with a warning: where it is, what it contains, and what is expected. */
export interface ImportProblem {
  /** Line of the file, counting from 1; the headings are line 1. */
  readonly row: number;
  /** Where the file has several: the sheet, or the file of an archive. */
  readonly table?: string;
  readonly column: string;
  readonly value: string;
  readonly rule: string;
  readonly expected: Label;
  /** The field that the cell is of; absent for what says who the patient is. */
  readonly form?: string;
  readonly field?: string;
  /** What the cell may hold, where the mapping lists it or it is a centre. */
  readonly choices?: readonly string[];
}

/** What happens to a cell: recorded anew, in place of another value, as it is recorded already, or not at all. */
export const cellKinds = ['new', 'changed', 'same', 'refused'] as const;
export type CellKind = (typeof cellKinds)[number];

/** The cells of one kind in a record that the file gives: field, what is stored, and what will be; null for nothing. */
export interface ImportCells {
  readonly row: number;
  readonly table?: string;
  readonly patient: string;
  readonly form: string;
  readonly cells: readonly (readonly [field: string, from: string | null, to: string | null])[];
}

/** A page of what a check found of one kind: records with their cells, or refused cells. */
export interface ImportCellPage {
  readonly pages: number;
  readonly entries: readonly (ImportCells | ImportProblem)[];
}

/** A cell that is imported with another text than the file has; without a column its row is left out. */
export interface ImportCorrection {
  readonly table?: string;
  readonly row: number;
  readonly column: string | null;
  readonly value: string | null;
}

/** A stored value that the file replaces; null if nothing was recorded. */
export interface ImportChange {
  readonly row: number;
  readonly table?: string;
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

/** The formats that are imported; for a file of several tables that of the first. */
export const importFormats = ['csv', 'xlsx', 'sav', 'dta', 'xpt', 'sas7bdat', 'redcap', 'odm'] as const;
export type ImportFormat = (typeof importFormats)[number];

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
  readonly format: ImportFormat;
  /** The tables that were read, by name. */
  readonly tables: readonly string[];
  readonly encoding: TableEncoding;
  /** Sample cells as they were read; empty if the file is in a Unicode encoding. */
  readonly sample: readonly SampleCell[];
  readonly rows: Readonly<Record<RowFate, number>> & { readonly read: number };
  readonly forms: readonly FormCount[];
  readonly cells: Readonly<Record<CellKind, number>>;
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
  /** Cells that were corrected, and rows left out, by whoever imports. */
  readonly corrected: number;
  /** By which the checked file is looked at, corrected and imported without being sent again; null where it is not held. */
  readonly check: string | null;
  readonly seconds: number;
}
