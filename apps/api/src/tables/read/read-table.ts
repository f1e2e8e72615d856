import { type ImportFormat, type Label } from '@haim/schema';
import { type Reading } from '../choose-encoding.ts';
import { type TableColumn } from '../described-table.ts';
import { type CellFault, type TableRecord } from '../read-records.ts';

/** A table of a file, whatever its format: what the file says of its columns, and its rows as texts. */
export interface ReadTable {
  /** Of the file without its ending, or of the sheet. */
  readonly name: string;
  readonly format: ImportFormat;
  readonly label: Label | null;
  readonly columns: readonly ReadColumn[];
  /** How its bytes became text, with samples where that was in doubt. */
  readonly reading: Reading;
  /**
   * Its rows from the beginning. A caller that does not read them to the end must `return` it, so that the file is closed.
   */
  readonly records: () => AsyncGenerator<TableRecord>;
}

/** What a file says of a column. Where it has labels in one language, both are that one. */
export interface ReadColumn extends TableColumn {
  /** What stands for a missing value, and what the file says of it: 99, or `.a` of Stata and SAS. */
  readonly marks: readonly { readonly mark: string; readonly label: string }[];
}

/** Gathers the cells of one row. */
export class RecordMaker {
  private cells: string[] = [];
  private marks: Map<number, string> | null = null;
  private faults: CellFault[] | null = null;

  value(text: string): void {
    this.cells.push(text);
  }

  /** A value that the file says is missing, by what stands for it. */
  missing(mark: string): void {
    (this.marks ??= new Map()).set(this.cells.length, mark);
    this.cells.push('');
  }

  fault(value: string, rule: string, expected: Label): void {
    (this.faults ??= []).push({ at: this.cells.length, value, rule, expected });
    this.cells.push(value);
  }

  take(line: number): TableRecord {
    const { cells, marks, faults } = this;
    this.cells = [];
    this.marks = null;
    this.faults = null;
    return { line, cells, ...(marks && { marks }), ...(faults && { faults }) };
  }
}
