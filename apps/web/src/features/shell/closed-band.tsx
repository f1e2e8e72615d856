'use client';
import { IconLock } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import styles from './closed-band.module.css';

/** On every page of a study that is closed. */
export function ClosedBand({ closedAt }: { closedAt: string }) {
  const t = useTranslations('shell');
  const instant = useInstant();
  return (
    <p className={styles['band']} role="note">
      <IconLock size={16} aria-hidden /> {t('closedStudy', { at: instant(closedAt) })}
    </p>
  );
}
