import { type ReactNode } from 'react';
import styles from './printed-table.module.css';

/** What a cell says; `node` where the page shows it otherwise than a file does, as a link for instance. */
export type PrintedCell = string | { readonly text: string; readonly node: ReactNode };

export interface PrintedRow {
  readonly id: string;
  /** The first names the row. */
  readonly cells: readonly PrintedCell[];
  /** Belongs to the row above that is not indented. */
  readonly indented?: boolean;
}

export interface PrintedColumn {
  readonly header: string;
  readonly below?: string;
  /** Words, which begin where the heading does; numbers end there. */
  readonly isText?: boolean;
  /** Something to press: in no file. */
  readonly isOfPage?: boolean;
}

/** A table as it is printed: what is on the page is in the files. */
export interface PrintedTable {
  /** The first is that of the names of rows. */
  readonly columns: readonly PrintedColumn[];
  readonly rows: readonly PrintedRow[];
}

/** As files have it. */
export function forFiles({ columns, rows }: PrintedTable): PrintedTable {
  const isKept = (_: unknown, c: number) => columns[c]?.isOfPage !== true;
  return { columns: columns.filter(isKept), rows: rows.map((row) => ({ ...row, cells: row.cells.filter(isKept) })) };
}

export const textOf = (cell: PrintedCell): string => (typeof cell === 'string' ? cell : cell.text);

/** Rules above and below, none between columns; where it is wider than its place it scrolls, and names of rows stay. */
export function PrintedTableView({ caption, table: { columns, rows } }: { caption: string; table: PrintedTable }) {
  return (
    <div className={styles['frame']} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles['table']} aria-label={caption}>
        <thead>
          <tr>
            {columns.map(({ header, below, isText }, c) => (
              <th key={`${c} ${header}`} scope="col" data-text={isText}>
                {header}
                {below ? <span className={styles['below']}>{below}</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells, indented }) => (
            <tr key={id} data-indented={indented}>
              {cells.map((cell, c) => {
                const shown = typeof cell === 'string' ? cell : cell.node;
                return c === 0 ? (
                  <th key="name" scope="row">
                    {shown}
                  </th>
                ) : (
                  <td key={`${c} ${columns[c]?.header}`} data-text={columns[c]?.isText}>
                    {shown}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
