'use client';
import { Text } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './kept.module.css';

/** Whether what is shown answers what is asked: it does, the answer is on its way, or it failed to come. */
export type Freshness = 'present' | 'waiting' | 'former';

/** Of a query whose former answer stays on the page until the next is there. */
export function freshnessOf({ data, error }: { data?: unknown; error?: unknown }): Freshness {
  if (error) return 'former';
  return data ? 'present' : 'waiting';
}

interface KeptProps {
  freshness: Freshness;
  /** Nothing inside may be pressed meanwhile: a file made of it would name the new selection beside the old numbers. */
  locks?: true;
  className?: string | undefined;
  children: ReactNode;
}

/** Numbers that stay while others are asked for never look like the answer: paler while it comes, grey where it failed. */
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
