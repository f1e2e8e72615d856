import { type Label } from '../form.ts';
import { type ImportFormat, type SampleCell } from '../import-report.ts';
import { type MissingReason } from '../codes/missing-reason.ts';
import { type TableEncoding } from '../table-encoding.ts';

/** Where a field's value comes from, as a mapping says it in JSON; the API checks it. */
export type MapSource =
  | {
      readonly column: string;
      readonly values?: Readonly<Record<string, string | number | boolean>>;
      readonly multiplyBy?: number | 'monthDays';
      readonly missing?: readonly string[] | Readonly<Record<string, MissingReason>>;
      readonly reasons?: string;
      readonly continued?: readonly string[];
      readonly dates?: 'dayFirst' | 'monthFirst';
      readonly withTime?: true;
    }
  | { readonly constant: string | number | boolean };

export type ColumnSource = Extract<MapSource, { column: string }>;

/** The mapping of a table in JSON. */
export interface TableMap {
  readonly note?: string;
  readonly patient: { readonly code: MapSource; readonly centre: MapSource | { readonly stored: true } };
  readonly records: readonly {
    readonly form: string;
    readonly unless?: { readonly column: string | readonly string[]; readonly in: readonly string[] };
    readonly fields: Readonly<Record<string, MapSource>>;
  }[];
  readonly ignore?: readonly string[];
}

/** What a column of a file holds, for whoever says which field it is. */
export interface LookedColumn {
  readonly name: string;
  /** As the file has it; the name itself where it has none. */
  readonly label: Label;
  /** As the file says. */
  readonly unit: string | null;
  readonly filled: number;
  /** Different values with how often each is there, most frequent first; null where there are too many to be codes. */
  readonly values: readonly { readonly value: string; readonly label: string | null; readonly count: number }[] | null;
  readonly samples: readonly string[];
  /** Whether every value is a number, a date with its year first, or one with day or month first. */
  readonly holds: 'numbers' | 'dates' | 'datesOtherwise' | 'texts' | 'nothing';
  /** Of dates whose year is last: as what they can be read. Both: the file does not decide. */
  readonly orders: readonly ('dayFirst' | 'monthFirst')[];
  readonly withTime: boolean;
  /** What stands for a missing value, as the file says. */
  readonly marks: readonly { readonly mark: string; readonly label: string }[];
}

/** A table of a file that was looked at, with a mapping to begin with. */
export interface LookedTable {
  readonly name: string;
  /** The same for files with the same columns: by it a mapping is remembered. */
  readonly shape: string;
  readonly rows: number;
  readonly columns: readonly LookedColumn[];
  /** Where the mapping is from: the headings are the portal's own, somebody made it for such a file, or it is a guess. */
  readonly from: 'own' | 'remembered' | 'guessed';
  readonly map: PartialMap;
}

/** A mapping as far as it is known: the patient's code and centre may still be open. */
export interface PartialMap extends Omit<TableMap, 'patient'> {
  readonly patient: { readonly code: MapSource | null; readonly centre: MapSource | { readonly stored: true } | null };
}

/** The answer of `/api/imports/STUDY/look`. */
export interface ImportLook {
  readonly format: ImportFormat;
  readonly encoding: TableEncoding;
  readonly sample: readonly SampleCell[];
  readonly tables: readonly LookedTable[];
}
