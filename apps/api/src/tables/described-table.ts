import { type Label } from '@haim/schema';

/**
 * One description of a table for every format: what a column is called, what it holds and what its codes mean. A writer
 * takes it and says what its format can say of it; a reader of a file that says as much returns it.
 */
export interface DescribedTable {
  /** snake_case; the name of the file. */
  readonly name: string;
  readonly label: Label;
  readonly columns: readonly TableColumn[];
  /** How many rows `batches` gives: some formats state it before the first. */
  readonly rows: number;
  /** Reads the rows from their source; some formats read them a second time. */
  readonly batches: () => AsyncIterable<readonly TableRow[]>;
}

/** A date is the days since 1970-01-01, so that it is shifted, compared and written without being parsed. */
export type TableCell = string | number | boolean | null;
/** A cell for each column. */
export type TableRow = readonly TableCell[];

/** `partialDate` is text: 2024, 2024-03 or 2024-03-05. `code` is a text of `codes`. */
export type ColumnType = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'partialDate' | 'code';

export interface ColumnCode {
  readonly code: string;
  readonly label: Label;
  /** In formats whose labelled values are numbers: the code itself where all codes are whole numbers, otherwise its place from 1. */
  readonly number: number;
}

export interface TableColumn {
  /** snake_case. */
  readonly name: string;
  readonly label: Label;
  readonly type: ColumnType;
  readonly unit: string | null;
  /** In order; null where the values are no codes. */
  readonly codes: readonly ColumnCode[] | null;
  /** The standard of the codes, and its version. */
  readonly standard: string | null;
  /** The CDISC variable. */
  readonly cdisc: string | null;
  /** 'baseline.afpNgMl', 'derived' or 'registry'. */
  readonly origin: string;
  /** The column whose missing values this one explains. */
  readonly reasonFor: string | null;
  /** Bytes in UTF-8 of the longest text in the rows; 0 where there is none, or the values are no texts. */
  readonly bytes: number;
  /** What was done to the values on their way out. */
  readonly note: Label | null;
}

/** Completes a column: what it leaves out is what most columns have. */
export function tableColumn(given: Pick<TableColumn, 'name' | 'label' | 'type'> & Partial<TableColumn>): TableColumn {
  return {
    unit: null,
    codes: null,
    standard: null,
    cdisc: null,
    origin: 'registry',
    reasonFor: null,
    bytes: 0,
    note: null,
    ...given,
  };
}

/** Codes with their numbers. */
export function numberedCodes(codes: readonly { readonly code: string; readonly label: Label }[]): ColumnCode[] {
  const areNumbers = codes.every(({ code }) => /^(0|[1-9]\d{0,5})$/.test(code));
  return codes.map(({ code, label }, place) => ({ code, label, number: areNumbers ? Number(code) : place + 1 }));
}

/** Where each column's reason is among the columns; -1 for a column without reasons. */
export function reasonPlaces(columns: readonly TableColumn[]): number[] {
  return columns.map(({ name }) => columns.findIndex(({ reasonFor }) => reasonFor === name));
}

/** The number of each code. */
export function numbersOf(column: TableColumn): ReadonlyMap<string, number> {
  return new Map(column.codes?.map(({ code, number }) => [code, number]));
}

/** @throws where a stored code is not among those that the table declares: it would be lost without a word. */
export function codeNumber(numbers: ReadonlyMap<string, number>, value: TableCell, column: TableColumn): number {
  const number = numbers.get(String(value));
  if (number === undefined) throw new Error(`${column.name}: ${String(value)} is not one of its declared codes`);
  return number;
}

const DAY_MS = 86_400_000;
const texts = new Map<number, string>();

/** Days since 1970 as 2024-03-05. A study has few different days. */
export function dayText(day: number): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    if (texts.size < 100_000) texts.set(day, text);
  }
  return text;
}

/** 2024-03-05 as days since 1970. */
export function dayOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY_MS;
}

/**
 * The batches of a table whose number of rows a file states before the first.
 *
 * @throws at the end, where the rows are not as many.
 */
export async function* countedBatches(table: DescribedTable): AsyncGenerator<readonly TableRow[]> {
  let rows = 0;
  for await (const batch of table.batches()) {
    rows += batch.length;
    yield batch;
  }
  if (rows !== table.rows) throw new Error(`${table.name}: ${rows} rows where ${table.rows} were counted`);
}
