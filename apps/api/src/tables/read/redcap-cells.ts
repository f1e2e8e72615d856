import { type Label } from '@haim/schema';
import { type TableRecord } from '../read-records.ts';
import { RecordMaker } from './read-table.ts';
import { type RedcapColumn } from './redcap-columns.ts';

const oneCode: Label = {
  en: 'a code: several choices of this variable have the label, so export the data raw',
  zh: '选项编码：该变量有多个选项使用此标签，请以原始值（raw）导出数据',
};
const COMMA = /^-?\d+,\d+$/;

/** Writes the cells of a row as the dictionary means them: labels as codes, decimal commas as points, times without their T. */
export class RedcapCells {
  private readonly record = new RecordMaker();
  /** By place: the codes that a label has; null where values are as they are. */
  private readonly codes: readonly (ReadonlyMap<string, readonly string[]> | null)[];

  constructor(
    private readonly columns: readonly RedcapColumn[],
    isLabelled: boolean,
    /** Of the columns that are written. */
    private readonly places: readonly number[],
  ) {
    this.codes = columns.map((column) => (isLabelled && column.column.codes ? codesByLabel(column) : null));
  }

  of({ line, cells }: TableRecord): TableRecord {
    for (const place of this.places) this.write(cells[place] ?? '', place);
    return this.record.take(line);
  }

  private write(cell: string, place: number): void {
    const found = this.codes[place]?.get(cell.trim());
    if (found === undefined) {
      const isNumber = this.columns[place]?.hasDecimalComma && COMMA.test(cell.trim());
      this.record.value(isNumber ? cell.trim().replace(',', '.') : cell);
    } else if (found.length === 1) this.record.value(found[0] ?? cell);
    else this.record.fault(cell, 'notInList', oneCode);
  }
}

function codesByLabel({ column }: RedcapColumn): ReadonlyMap<string, readonly string[]> {
  const codes = new Map<string, string[]>();
  for (const { code, label } of column.codes ?? []) codes.set(label.en, [...(codes.get(label.en) ?? []), code]);
  return codes;
}
