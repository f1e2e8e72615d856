import { type Label, type Row } from '@haim/schema';
import { type CopiedType, type CopiedValue, rowsByCopy } from '../../db/rows-by-copy.ts';
import { type ReadTransaction } from '../../db/study-db.ts';
import { type DescribedTable, type TableCell, type TableColumn, type TableRow } from '../../tables/index.ts';
import { type DateShift } from './de-identify.ts';

/** A row as it is read, with what all its cells are made of. */
export interface ReadRow {
  readonly values: readonly CopiedValue[];
  /** Days by which its dates are moved; 0 where they are true. */
  readonly shift: number;
  /** Its number among the rows of its patient, from 1. */
  readonly record: number;
  /** What is stored together, by field: values of the study's own fields, and reasons. */
  readonly gathered: readonly (Row | null)[];
}

export interface SourceColumn {
  readonly column: TableColumn;
  readonly cell: (row: ReadRow) => TableCell;
  /** Whose longest value has to be known before the first row is written. */
  readonly textSql?: string;
}

/** A column that is left out, and why. */
export interface LeftOutColumn {
  readonly table: string;
  readonly name: string;
  readonly label: Label;
}

export interface Source {
  readonly name: string;
  readonly label: Label;
  /** FROM and WHERE. */
  readonly from: string;
  readonly orderBy: string;
  /** The id of the patient. */
  readonly patientSql: string;
  readonly selected: readonly { readonly sql: string; readonly type: CopiedType }[];
  /** Expressions of `jsonb`. */
  readonly gathered: readonly string[];
  readonly columns: readonly SourceColumn[];
}

/** Describes a table as the transaction sees it: its rows are counted, its longest texts measured. */
export async function describedSource(
  tx: ReadTransaction,
  source: Source,
  shift: DateShift | null,
): Promise<DescribedTable> {
  const texts = source.columns.flatMap(({ textSql }, place) => (textSql === undefined ? [] : [{ textSql, place }]));
  const measures = texts.map(({ textSql }, i) => `coalesce(max(octet_length(${textSql})), 0)::int as b${i}`);
  const [found] = await tx.rows<Record<string, number>>(
    `select ${['count(*)::int as n', ...measures].join(', ')} ${source.from}`,
  );
  const bytesOf = new Map(texts.map(({ place }, i) => [place, found?.[`b${i}`] ?? 0]));
  const columns = source.columns.map(({ column }, i) => {
    const bytes = bytesOf.get(i);
    return bytes === undefined ? column : { ...column, bytes };
  });
  return {
    name: source.name,
    label: source.label,
    columns,
    rows: found?.['n'] ?? 0,
    batches: () => rowsOf(tx, source, shift),
  };
}

/** The rows of a source as they are read. */
export async function* rowsOf(
  tx: ReadTransaction,
  source: Source,
  shift: DateShift | null,
): AsyncGenerator<TableRow[]> {
  const { selected, gathered, columns } = source;
  const list = [
    source.patientSql,
    ...selected.map(({ sql }) => sql),
    ...gathered.map((sql) => `nullif(${sql}, '{}')::text`),
  ];
  const types: CopiedType[] = ['uuid', ...selected.map(({ type }) => type), ...gathered.map(() => 'text' as const)];
  const cells = columns.map(({ cell }) => cell);
  const firstGathered = 1 + selected.length;
  let patient = '';
  let record = 0;
  const stream = tx.copy(`select ${list.join(', ')} ${source.from} order by ${source.orderBy}`);
  for await (const batch of rowsByCopy(stream, types)) {
    yield batch.map((values) => {
      const id = values[0] as string;
      if (id !== patient) record = 0;
      patient = id;
      record++;
      const row: ReadRow = {
        values,
        record,
        shift: shift ? shift.of(id) : 0,
        gathered: gathered.map((_, i) => {
          const text = values[firstGathered + i];
          return typeof text === 'string' ? (JSON.parse(text) as Row) : null;
        }),
      };
      return cells.map((cell) => cell(row));
    });
  }
}
