'use client';
import { ActionIcon, Button, Text } from '@mantine/core';
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './study-settings.module.css';

interface ListEditorProps<Row extends { readonly key: string; readonly code: string }> {
  readonly list: 'arms' | 'centres';
  readonly rows: readonly Row[];
  /** Codes that stay, because something has them. */
  readonly inUse: readonly string[];
  readonly empty: () => Row;
  readonly error: string | null;
  readonly isReadOnly: boolean;
  /** Whether their order means something. */
  readonly isOrdered: boolean;
  readonly onChange: (rows: readonly Row[]) => void;
  readonly children: (row: Row, i: number, set: (change: Partial<Row>) => void, isInUse: boolean) => ReactNode;
}

/** Rows that are added, changed, and taken out again unless something has them. */
export function ListEditor<Row extends { readonly key: string; readonly code: string }>({
  list,
  rows,
  inUse,
  empty,
  error,
  isReadOnly,
  isOrdered,
  onChange,
  children,
}: ListEditorProps<Row>) {
  const t = useTranslations(`studySettings.${list}`);
  function up(i: number) {
    const [before, row] = [rows[i - 1], rows[i]];
    if (before && row) onChange(rows.with(i - 1, row).with(i, before));
  }
  return (
    <>
      <ul className={styles['rows']}>
        {rows.map((row, i) => {
          // A new row may carry the code of one that is in use while it is typed; only the stored one stays.
          const isInUse = row.key === row.code && inUse.includes(row.code);
          const name = row.code || String(i + 1);
          return (
            <li key={row.key} className={styles['row']}>
              <div className={styles['cells']}>
                {children(row, i, (change) => onChange(rows.with(i, { ...row, ...change })), isInUse)}
              </div>
              {isReadOnly ? null : (
                <div className={styles['actions']}>
                  {isOrdered ? (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      disabled={i === 0}
                      onClick={() => up(i)}
                      aria-label={t('up', { name })}
                    >
                      <IconArrowUp size={16} aria-hidden />
                    </ActionIcon>
                  ) : null}
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    disabled={isInUse}
                    onClick={() => onChange(rows.filter((one) => one !== row))}
                    aria-label={t(isInUse ? 'stays' : 'remove', { name })}
                    title={isInUse ? t('stays', { name }) : undefined}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {error ? (
        <Text size="xs" c="red" role="alert" mt={4}>
          {error}
        </Text>
      ) : null}
      {isReadOnly ? null : (
        <Button
          variant="default"
          size="xs"
          mt="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...rows, empty()])}
        >
          {t('add')}
        </Button>
      )}
    </>
  );
}
