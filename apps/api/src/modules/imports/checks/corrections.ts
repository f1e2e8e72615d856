import { type ImportCorrection } from '@haim/schema';
import { z } from 'zod';
import { type ReadTable, TableError, type TableRecord } from '../../../tables/index.ts';

/** More belong into the file itself. */
const MOST = 1000;
const LONGEST = 10_000;

const given = z
  .array(
    z.strictObject({
      table: z.string().optional(),
      row: z.int().min(1),
      column: z.string().nullable(),
      value: z.string().max(LONGEST).nullable(),
    }),
  )
  .max(MOST);

/** @throws TableError for what is not a list of corrections, naming the place. */
export function readCorrections(json: string): readonly ImportCorrection[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new TableError({ en: 'the corrections are not JSON', zh: '更正内容不是 JSON' });
  }
  const result = given.safeParse(parsed);
  if (result.success) {
    return result.data.map(({ table, ...one }) => (table === undefined ? one : { ...one, table }));
  }
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') || 'their top';
  throw new TableError({
    en: `the corrections are wrong at ${place}: ${issue?.message}`,
    zh: `更正内容在 ${place} 处有误：${issue?.message}`,
  });
}

/** A correction with what the file has at its place, as it is kept with the import. */
export interface MadeCorrection {
  readonly table?: string;
  readonly row: number;
  /** Null: the row is left out. */
  readonly column: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** Cells that whoever imports corrects, and rows that they leave out: the file stays as it was sent. */
export class Corrections {
  private readonly byPlace: ReadonlyMap<string, readonly ImportCorrection[]>;
  private readonly met = new Map<string, MadeCorrection[]>();

  constructor(corrections: readonly ImportCorrection[]) {
    this.byPlace = Map.groupBy(corrections, placeOf);
  }

  /** What was made of the file so far, in the order of its rows. */
  get made(): readonly MadeCorrection[] {
    return [...this.met.values()].flat();
  }

  /** The records of a table as they are to be imported. @param name - where a file has several. */
  over(table: ReadTable, name: string | null): AsyncGenerator<TableRecord> {
    return this.byPlace.size === 0 ? table.records() : this.correctedOf(table, name);
  }

  private async *correctedOf(table: ReadTable, name: string | null): AsyncGenerator<TableRecord> {
    for await (const record of table.records()) {
      const ofRow = this.byPlace.get(placeOf({ row: record.line, ...(name !== null && { table: name }) }));
      if (!ofRow) yield record;
      else if (this.keep(ofRow, table, record)) yield corrected(record, table, ofRow);
    }
  }

  /** @throws TableError for a line that the file does not have, once it was read. */
  refuseUnmet(): void {
    const [unmet] = [...this.byPlace].filter(([place]) => !this.met.has(place)).flatMap(([, ofRow]) => ofRow);
    if (!unmet) return;
    const { row, table } = unmet;
    const of = table === undefined ? { en: 'the file', zh: '文件' } : { en: table, zh: table };
    throw new TableError({
      en: `a correction names line ${row}, which ${of.en} does not have`,
      zh: `更正指向第 ${row} 行，而${of.zh}中没有该行`,
    });
  }

  /** Notes what becomes of a row. @returns whether it stays. */
  private keep(ofRow: readonly ImportCorrection[], { columns }: ReadTable, { cells }: TableRecord): boolean {
    const [first] = ofRow;
    if (!first) return true;
    const place = { row: first.row, ...(first.table !== undefined && { table: first.table }) };
    if (ofRow.some(({ column }) => column === null)) {
      this.met.set(placeOf(first), [{ ...place, column: null, from: null, to: null }]);
      return false;
    }
    const made = ofRow.map(({ column, value }): MadeCorrection => {
      const at = columns.findIndex(({ name }) => name === column);
      if (at < 0) {
        throw new TableError({
          en: `a correction names the column "${column}", which the file does not have`,
          zh: `更正指向列 "${column}"，而文件中没有该列`,
        });
      }
      return { ...place, column, from: cells[at] ?? '', to: value ?? '' };
    });
    this.met.set(placeOf(first), made);
    return true;
  }
}

/** What the format said of a cell, that it is missing or no value, is not said of the one in its place. */
function corrected(record: TableRecord, { columns }: ReadTable, ofRow: readonly ImportCorrection[]): TableRecord {
  const places = new Map(
    ofRow.map(({ column, value }) => [columns.findIndex(({ name }) => name === column), value ?? '']),
  );
  const { line, cells, marks, faults } = record;
  return {
    line,
    cells: cells.map((cell, at) => places.get(at) ?? cell),
    ...(marks && { marks: new Map([...marks].filter(([at]) => !places.has(at))) }),
    ...(faults && { faults: faults.filter(({ at }) => !places.has(at)) }),
  };
}

function placeOf({ table = '', row }: Pick<ImportCorrection, 'table' | 'row'>): string {
  return `${row} ${table}`;
}
