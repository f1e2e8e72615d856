import { hash } from 'node:crypto';
import { type GuessFor, type LookedColumn } from '@haim/schema';
import { abandoned } from '../../../context/portal-error.ts';
import { type ReadTable, TableError } from '../../../tables/index.ts';
import { ownHeadings } from '../own-headings.ts';
import { ColumnProfile } from './column-profile.ts';

export interface SeenTable {
  readonly table: ReadTable;
  readonly shape: string;
  readonly rows: number;
  readonly columns: readonly LookedColumn[];
}

/**
 * Reads a table to its end, to know what its columns hold.
 *
 * @throws UNAVAILABLE where nobody waits for it any more.
 */
export async function lookAtTable(table: ReadTable, gone?: AbortSignal): Promise<SeenTable> {
  const profiles = table.columns.map((column) => new ColumnProfile(column));
  let rows = 0;
  for await (const { cells } of table.records()) {
    if (gone?.aborted) throw abandoned();
    rows += 1;
    for (let i = 0; i < profiles.length; i += 1) profiles[i]?.take(cells[i] ?? '');
  }
  return { table, rows, shape: shapeOf(table), columns: profiles.map((profile) => profile.seen()) };
}

/** The same for tables with the same columns, in whatever order and of whatever file. */
export function shapeOf({ columns }: ReadTable): string {
  return hash('sha256', JSON.stringify(columns.map(({ name }) => name).toSorted()));
}

/** Whether its headings are the portal's own, so that it needs no mapping. */
export function hasOwnHeadings(table: ReadTable, { forms }: GuessFor): boolean {
  try {
    const { ignore, records } = ownHeadings(table, forms);
    const fields = new Set(
      records.flatMap((record) => record.fields.map(([, source]) => 'column' in source && source.column)),
    );
    const known = (name: string) =>
      fields.has(name) || ignore.includes(name) || /^(patient(_code)?|centre)$/.test(name);
    return table.columns.every(({ name }) => known(name) || name.startsWith('missing_') || /_\d+$/.test(name));
  } catch (cause) {
    if (cause instanceof TableError) return false;
    throw cause;
  }
}
