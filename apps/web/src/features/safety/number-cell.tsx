'use client';
import { UnstyledButton } from '@mantine/core';
import { useTranslations } from 'use-intl';
import styles from './safety-page.module.css';

interface NumberCellProps {
  readonly count: string;
  readonly rate: string;
  /** Patients behind it. */
  readonly n: number;
  /** What the number counts, for whoever does not see its row and column. */
  readonly name: string;
  /** Opens the patients behind it; absent where they are not to be seen. */
  readonly onOpen?: (() => void) | undefined;
}

/** `12 (4.3 %)`, which opens its patients. */
export function NumberCell({ count, rate, n, name, onOpen }: NumberCellProps) {
  const t = useTranslations('safety');
  const text = (
    <>
      {count} <span className={styles['quiet']}>({rate})</span>
    </>
  );
  if (!onOpen || n === 0) return text;
  return (
    <UnstyledButton className={styles['number']} onClick={onOpen} aria-label={t('behind.open', { name, n })}>
      {text}
    </UnstyledButton>
  );
}
