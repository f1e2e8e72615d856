'use client';
import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import styles from './data-table.module.css';
import { sortedRows } from './sorted-rows.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers are right-aligned. */
  readonly align?: 'right';
  /** The value to sort by in the browser; with `onSort` any value will do, it only marks the column as sortable. */
  readonly sortBy?: (row: Row) => string | number | null;
  /** Names its row for screen readers; at most one per table. */
  readonly rowHeader?: true;
  /** Words of any length, which may take several lines: reasons, remarks. */
  readonly wraps?: true;
  /** In a narrow table it is shown below its row with its heading; the most important cells stay in the row. */
  readonly folds?: true;
  /** Below its row it is left out where this is false; beside other cells it always has its place. */
  readonly isTold?: (row: Row) => boolean;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

interface DataTableProps<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** States what the table holds; shown above it unless `hideCaption`. */
  caption: string;
  hideCaption?: true;
  /** For narrow places: less space between columns. */
  dense?: true;
  maxHeight?: number | string;
  /** The width below which columns fold: about what all of them need side by side. On a phone rows become cards. */
  foldBelow?: 'wide' | 'medium';
  /** Given together if the server sorts; without them the table sorts its rows itself. */
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
}

/** A real table: headings that sort are buttons, the sorted one is marked, wide tables fold or scroll. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, caption, hideCaption, dense, maxHeight, foldBelow, sort, onSort } = props;
  const [ownSort, setOwnSort] = useState<Sort | null>(null);
  const sorted = (onSort ? sort : ownSort) ?? null;
  const shown = useMemo(() => {
    const by = onSort ? undefined : columns.find(({ id }) => id === ownSort?.column)?.sortBy;
    return by && ownSort ? sortedRows(rows, by, ownSort.descending) : rows;
  }, [columns, rows, onSort, ownSort]);
  const sortBy = (column: string) =>
    (onSort ?? setOwnSort)({ column, descending: sorted?.column === column && !sorted.descending });

  return (
    // A frame that scrolls must be reachable without a mouse.
    <div
      className={styles['frame']}
      style={{ maxHeight }}
      tabIndex={0}
      role="group"
      aria-label={caption}
      data-fold-below={foldBelow}
    >
      {/* The roles are explicit: laid out as cards, elements of a table lose their own. */}
      <table className={styles['table']} data-dense={dense} role="table">
        <caption className={hideCaption ? 'mantine-visually-hidden' : undefined} hidden={hideCaption}>
          {caption}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sorted} onSort={sortBy} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {shown.map((row) => (
            <DataRow key={rowKey(row)} columns={columns} row={row} foldable={foldBelow !== undefined} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DataRowProps<Row> {
  columns: readonly Column<Row>[];
  row: Row;
  foldable: boolean;
}

/** The cells side by side; those that fold are repeated below, and the width decides which of the two is shown. */
function DataRow<Row>({ columns, row, foldable }: DataRowProps<Row>) {
  const folding = foldable ? columns.filter(({ folds }) => folds) : [];
  // Below its row a heading without anything beside it would say nothing.
  const filled = folding
    .filter(({ isTold }) => isTold?.(row) ?? true)
    .map(({ id, header, cell }) => ({ id, header, content: cell(row) }))
    .filter(({ content }) => content !== null && content !== '');
  return (
    <>
      <tr role="row" data-has-fold={folding.length > 0 || undefined}>
        {columns.map((column) => {
          const { id, header, cell, align, rowHeader, wraps, folds } = column;
          const attributes = {
            className: wraps ? styles['wraps'] : align && styles[align],
            'data-folds': (foldable && folds) || undefined,
            'data-heading': foldable ? header : undefined,
          };
          return rowHeader ? (
            <th key={id} scope="row" role="rowheader" {...attributes}>
              {cell(row)}
            </th>
          ) : (
            <td key={id} role="cell" {...attributes}>
              {cell(row)}
            </td>
          );
        })}
      </tr>
      {folding.length > 0 && (
        <tr role="row" className={styles['folded']}>
          <td role="cell" colSpan={columns.length - folding.length}>
            <dl>
              {filled.map(({ id, header, content }) => (
                <div key={id}>
                  <dt>{header}</dt>
                  <dd>{content}</dd>
                </div>
              ))}
            </dl>
          </td>
        </tr>
      )}
    </>
  );
}

interface HeaderCellProps<Row> {
  column: Column<Row>;
  sort: Sort | null;
  onSort: (column: string) => void;
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const { id, header, align, sortBy, folds } = column;
  const sorted = sort?.column === id ? sort : null;
  const Arrow = sorted ? (sorted.descending ? IconArrowDown : IconArrowUp) : IconArrowsSort;
  return (
    <th
      scope="col"
      role="columnheader"
      className={align && styles[align]}
      data-folds={folds}
      aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
    >
      {sortBy ? (
        <UnstyledButton className={styles['sort']} onClick={() => onSort(id)}>
          {header}
          <Arrow size={13} opacity={sorted ? 1 : 0.45} aria-hidden />
        </UnstyledButton>
      ) : (
        header
      )}
    </th>
  );
}
