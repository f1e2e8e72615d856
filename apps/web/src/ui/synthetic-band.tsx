'use client';
import { IconFlask } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import styles from './synthetic-band.module.css';

/** Shown on every page and figure whose data are not of real people. */
export function SyntheticBand() {
  const t = useTranslations('ui');
  return (
    <p className={styles['band']} role="note">
      <IconFlask size={16} aria-hidden /> {t('syntheticLong')}
    </p>
  );
}
