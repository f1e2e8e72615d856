import { countedBatches, dayText, type DescribedTable, type TableCell, type TableColumn } from '../described-table.ts';

export interface DatasetOrigin {
  readonly study: string;
  /** What the data are of: version, recipe. */
  readonly metaDataVersion: string;
  readonly madeAt: Date;
  /** In the order of their sequence. */
  readonly keys: readonly string[];
}

const dataTypes = {
  text: 'string',
  partialDate: 'string',
  code: 'string',
  integer: 'integer',
  decimal: 'double',
  boolean: 'boolean',
  date: 'date',
} as const;

/** A table as a data set of CDISC Dataset-JSON 1.1: codes as they are stored, dates as 2024-03-05, missing is null. */
export async function* datasetJsonOf(
  table: DescribedTable,
  { study, metaDataVersion, madeAt, keys }: DatasetOrigin,
): AsyncGenerator<string> {
  const at = `${madeAt.toISOString().slice(0, 19)}Z`;
  const head = {
    datasetJSONCreationDateTime: at,
    datasetJSONVersion: '1.1.0',
    originator: 'HAIM Portal',
    sourceSystem: { name: 'HAIM Portal', version: '0.1.0' },
    studyOID: study,
    metaDataVersionOID: metaDataVersion,
    itemGroupOID: `IG.${table.name}`,
    records: table.rows,
    name: table.name,
    label: table.label.en,
    columns: table.columns.map((column) => columnOf(table.name, column, keys)),
  };
  // The rows are written as they come: the object is closed behind them.
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  const isDate = table.columns.map(({ type }) => type === 'date');
  let separator = '\n';
  for await (const batch of countedBatches(table)) {
    const lines = batch.map((row) => JSON.stringify(row.map((cell, i) => shown(cell, isDate[i] ?? false))));
    yield separator + lines.join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

function columnOf(table: string, { name, label, type, bytes, codes }: TableColumn, keys: readonly string[]) {
  const longest = Math.max(bytes, ...(codes ?? []).map(({ code }) => Buffer.byteLength(code)));
  return {
    itemOID: `IT.${table}.${name}`,
    name,
    label: label.en,
    dataType: dataTypes[type],
    ...(dataTypes[type] === 'string' && longest > 0 && { length: longest }),
    ...(keys.includes(name) && { keySequence: keys.indexOf(name) + 1 }),
  };
}

function shown(cell: TableCell, isDate: boolean): TableCell {
  return isDate && cell !== null ? dayText(cell as number) : cell;
}
