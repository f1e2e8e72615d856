'use client';
import { Text } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './kept.module.css';

/** Whether what is shown answers the present question: it does, the answer is loading, or it failed. */
export type Freshness = 'present' | 'waiting' | 'former';

/** For a query whose previous answer stays on the page until the next has arrived. */
export function freshnessOf({ data, error }: { data?: unknown; error?: unknown }): Freshness {
  if (error) return 'former';
  return data ? 'present' : 'waiting';
}

interface KeptProps {
  freshness: Freshness;
  /** Nothing inside can be pressed meanwhile: an exported file would name the new selection beside the old numbers. */
  locks?: true;
  className?: string | undefined;
  children: ReactNode;
}

/** Numbers kept while others are loading never look like the answer: paler while it loads, grey if it failed. */
export function Kept({ freshness, locks, className, children }: KeptProps) {
  const t = useTranslations('ui');
  return (
    <div aria-busy={freshness === 'waiting'} data-freshness={freshness}>
      {freshness === 'former' ? (
        <Text size="sm" fw={600} mb="xs" role="note">
          {t('former')}
        </Text>
      ) : null}
      <div
        className={className ? `${styles['content']} ${className}` : styles['content']}
        data-freshness={freshness}
        inert={locks === true && freshness !== 'present'}
      >
        {children}
      </div>
    </div>
  );
}
