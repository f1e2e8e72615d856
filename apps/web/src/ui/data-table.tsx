'use client';
import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo, useState } from 'react';
import styles from './data-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  readonly align?: 'right';
  /** The value to sort by in the browser; with `onSort` any value will do, it only says that one may sort. */
  readonly sortBy?: (row: Row) => string | number | null;
  /** Names its row for screen readers; at most one per table. */
  readonly rowHeader?: true;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

interface DataTableProps<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Says what the table holds; shown above it unless `hideCaption`. */
  caption: string;
  hideCaption?: true;
  /** For narrow places: less room between columns. */
  dense?: true;
  maxHeight?: number | string;
  /** Given together where the server sorts; without them the table sorts its rows itself. */
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

/** A real table: headings that sort are buttons, the sorted one says so, wide tables scroll in their frame. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, caption, hideCaption, dense, maxHeight, sort, onSort } = props;
  const [ownSorting, setOwnSorting] = useState<SortingState>([]);
  const sorting: SortingState = onSort ? (sort ? [{ id: sort.column, desc: sort.descending }] : []) : ownSorting;
  const definitions = useMemo(() => columns.map((column) => define(column)), [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows as Row[],
    getRowId: rowKey,
    state: { sorting },
    onSortingChange: setOwnSorting,
    manualSorting: onSort !== undefined,
  });

  function sortBy(column: string) {
    const present = sorting[0];
    const next = { column, descending: present?.id === column && !present.desc };
    if (onSort) onSort(next);
    else setOwnSorting([{ id: next.column, desc: next.descending }]);
  }

  return (
    // A frame that scrolls must be reachable without a mouse.
    <div className={styles['frame']} style={{ maxHeight }} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles['table']} data-dense={dense}>
        <caption className={hideCaption ? 'mantine-visually-hidden' : undefined} hidden={hideCaption}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sorting={sorting} onSort={sortBy} />
            ))}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {columns.map(({ id, cell, align, rowHeader }) => {
                const content = cell(row.original);
                return rowHeader ? (
                  <th key={id} scope="row" className={align && styles[align]}>
                    {content}
                  </th>
                ) : (
                  <td key={id} className={align && styles[align]}>
                    {content}
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

function define<Row extends object>({ id, header, sortBy }: Column<Row>): ColumnDef<typeof features, Row> {
  // Null goes last in both directions, as undefined does.
  return {
    id,
    header,
    accessorFn: (row) => sortBy?.(row) ?? undefined,
    sortFn: 'basic',
    sortUndefined: 'last',
    enableSorting: sortBy !== undefined,
  };
}

interface HeaderCellProps<Row> {
  column: Column<Row>;
  sorting: SortingState;
  onSort: (column: string) => void;
}

function HeaderCell<Row>({ column, sorting, onSort }: HeaderCellProps<Row>) {
  const { id, header, align, sortBy } = column;
  const sorted = sorting.find((entry) => entry.id === id);
  const Arrow = sorted ? (sorted.desc ? IconArrowDown : IconArrowUp) : IconArrowsSort;
  return (
    <th
      scope="col"
      className={align && styles[align]}
      aria-sort={sorted ? (sorted.desc ? 'descending' : 'ascending') : undefined}
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
