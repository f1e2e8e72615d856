'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSnapshotLines } from '@/selection/use-snapshot.ts';
import { Panel } from '@/ui/panel.tsx';
import { CopyIcon } from './copy-icon.tsx';
import { PrintedTableView } from './printed-table.tsx';
import { TableFiles } from './table-files.tsx';
import { type TableFrameProps } from './table-frame-props.ts';
import styles from './table-frame.module.css';

export { type Reproduced, type TableFrameProps } from './table-frame-props.ts';

/** The frame of every table to be published: title, table, caption, files. The numbers come from the server. */
export function TableFrame(props: TableFrameProps) {
  const { title, table, caption, methods, provenance, isSynthetic, controls, children } = props;
  const t = useTranslations('tables.frame');
  const ui = useTranslations('ui');
  const snapshotLines = useSnapshotLines();
  const { study, dataVersion, selection, recipe } = provenance;
  const origin = [
    t('origin', { study, version: dataVersion, selection }),
    ...snapshotLines,
    ...(recipe === null ? [] : [t('recipe', { recipe })]),
    ...(isSynthetic ? [ui('syntheticLong')] : []),
  ];
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
