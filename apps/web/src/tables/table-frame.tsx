'use client';
import { Text } from '@mantine/core';
import { createContext, use, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useSnapshotLines } from '@/selection/use-snapshot.ts';
import { CopyIcon } from '@/ui/copy-icon.tsx';
import { Panel } from '@/ui/panel.tsx';
import { forFiles, PrintedTableView } from './printed-table.tsx';
import { TableFiles } from './table-files.tsx';
import { type TableFrameProps } from './table-frame-props.ts';
import styles from './table-frame.module.css';

export { type TableFrameProps } from './table-frame-props.ts';

/** A table that is not shown: what it would show, as it is at the moment. */
export type CopiedTable = () => TableFrameProps & { readonly origin: readonly string[] };

/** Returns what takes the report back once the table is gone. */
type Report = (table: CopiedTable) => () => void;

const CopyContext = createContext<Report | null>(null);

/** Around tables that are set for files and not shown: each of them reports itself. */
export const CopiesTables = CopyContext.Provider;

/** The frame of every table to be published: title, table, caption, files. The numbers come from the server. */
export function TableFrame(props: TableFrameProps) {
  const { provenance, isSynthetic } = props;
  const t = useTranslations('tables.frame');
  const ui = useTranslations('ui');
  const snapshotLines = useSnapshotLines();
  const report = use(CopyContext);
  const { study, dataVersion, selection, recipe } = provenance;
  const origin = [
    t('origin', { study, version: dataVersion, selection }),
    ...snapshotLines,
    ...(recipe === null ? [] : [t('recipe', { recipe })]),
    ...(isSynthetic ? [ui('syntheticLong')] : []),
  ];
  const complete = { ...props, origin };
  return report ? (
    <TableCopy table={{ ...complete, table: forFiles(complete.table) }} report={report} />
  ) : (
    <ShownTable {...complete} />
  );
}

function TableCopy({ table, report }: { readonly table: ReturnType<CopiedTable>; readonly report: Report }) {
  const latest = useRef(table);
  useLayoutEffect(() => {
    latest.current = table;
  });
  const first = useRef({ report, copied: () => latest.current });
  useEffect(() => first.current.report(first.current.copied), []);
  return null;
}

function ShownTable({ origin, ...props }: ReturnType<CopiedTable>) {
  const { title, table, caption, methods, controls, children } = props;
  const t = useTranslations('tables.frame');
  return (
    <div className={styles['frame']} data-frame="table">
      <Panel
        title={title}
        actions={
          <div className={styles['actions']} data-frame-controls>
            {controls}
            <TableFiles {...props} origin={origin} />
          </div>
        }
      >
        {children}
        <PrintedTableView caption={title} table={table} />
        <div className={styles['caption']}>
          {[...caption, ...origin].map((line) => (
            <Text key={line} size="xs">
              {line}
            </Text>
          ))}
        </div>
        <div className={styles['methods']} data-frame-controls>
          <Text size="xs">
            <strong>{t('methods')}</strong> {methods}
          </Text>
          <CopyIcon text={methods} label={t('copyMethods')} done={t('copiedMethods')} />
        </div>
      </Panel>
    </div>
  );
}
