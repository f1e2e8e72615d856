'use client';
import { Anchor, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useVisibleRows } from '@/ui/use-visible-rows.ts';
import { type PatientColumn } from './patient-columns.tsx';
import styles from './patient-grid.module.css';
import { type PatientRow } from './query.ts';

/** As in the style sheet: every row is as high as every other. */
const rowPx = 32;

interface PatientGridProps {
  readonly caption: string;
  readonly columns: readonly PatientColumn[];
  readonly rows: number;
  readonly rowAt: (place: number) => PatientRow;
  readonly hrefOf: (row: PatientRow) => string;
  readonly sort: string;
  readonly descending: boolean;
  readonly onSort: (column: string, descending: boolean) => void;
}

/** A table of thousands of patients, of which those in sight are drawn. A row opens its patient; its code is the link. */
export function PatientGrid({ caption, columns, rows, rowAt, hrefOf, sort, descending, onSort }: PatientGridProps) {
  const frame = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const { from, to } = useVisibleRows(frame, rows, rowPx);
  useSteadyWidths(frame, `${columns.map(({ name }) => name).join()} ${from}`);
  const shown = Array.from({ length: to - from }, (_, i) => ({ place: from + i, row: rowAt(from + i) }));
  return (
    // A frame that scrolls must be reachable without a mouse.
    <div ref={frame} className={styles['frame']} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles['table']} aria-label={caption} aria-rowcount={rows + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Heading
                key={column.name}
                column={column}
                sorted={sort === column.name ? (descending ? 'descending' : 'ascending') : null}
                onSort={onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <Space rows={from} columns={columns.length} />
          {shown.map(({ place, row }) => (
            <tr
              key={row.id}
              aria-rowindex={place + 2}
              className={styles['row']}
              onClick={({ target, metaKey, ctrlKey }) => {
                // The link does so itself, and a text that is being selected is no click.
                if (target instanceof Element && target.closest('a')) return;
                if (window.getSelection()?.toString()) return;
                if (metaKey || ctrlKey) window.open(hrefOf(row), '_blank');
                else router.push(hrefOf(row));
              }}
            >
              {columns.map(({ name, isNumber, cell }) =>
                name === 'code' ? (
                  <th key={name} scope="row">
                    <Anchor component={Link} href={hrefOf(row)} size="sm">
                      {row['code']}
                    </Anchor>
                  </th>
                ) : (
                  <td key={name} className={isNumber ? styles['right'] : undefined}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
          <Space rows={rows - to} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** No column becomes narrower while other rows come into sight: the table would sway. */
function useSteadyWidths(frame: RefObject<HTMLElement | null>, seen: string): void {
  const widest = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    for (const heading of frame.current?.querySelectorAll<HTMLElement>('thead th[data-column]') ?? []) {
      const name = heading.dataset['column'] ?? '';
      const width = Math.max(widest.current.get(name) ?? 0, heading.offsetWidth);
      widest.current.set(name, width);
      heading.style.minWidth = `${width}px`;
    }
  }, [frame, seen]);
}

/** As high as the rows that are not drawn. */
function Space({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null;
  return (
    <tr aria-hidden className={styles['space']}>
      <td colSpan={columns} style={{ height: rows * rowPx }} />
    </tr>
  );
}

interface HeadingProps {
  readonly column: PatientColumn;
  readonly sorted: 'ascending' | 'descending' | null;
  readonly onSort: (column: string, descending: boolean) => void;
}

function Heading({ column: { name, header, isNumber, isSortable }, sorted, onSort }: HeadingProps) {
  const Arrow = sorted === null ? IconArrowsSort : sorted === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <th
      scope="col"
      data-column={name}
      className={isNumber ? styles['right'] : undefined}
      aria-sort={sorted ?? undefined}
    >
      {isSortable ? (
        <UnstyledButton className={styles['sort']} onClick={() => onSort(name, sorted === 'ascending')}>
          {header}
          <Arrow size={13} opacity={sorted ? 1 : 0.45} aria-hidden />
        </UnstyledButton>
      ) : (
        header
      )}
    </th>
  );
}
