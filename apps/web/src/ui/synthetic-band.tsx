'use client';
import { IconFlask } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import styles from './synthetic-band.module.css';

/** Stands on every page and figure whose data no real person stands behind. */
export function SyntheticBand() {
  const t = useTranslations('ui');
  return (
    <p className={styles['band']} role="note">
      <IconFlask size={16} aria-hidden /> {t('syntheticLong')}
    </p>
  );
}
