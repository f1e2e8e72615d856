'use client';
import { IconFlask } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import styles from './training.module.css';

/** What of a training is not of people: drawn images, networks with random weights. */
export function SyntheticMarks({ drawn, slides, weights }: { drawn: number; slides: number; weights: string | null }) {
  const t = useTranslations('training.marks');
  if (drawn === 0 && weights !== 'synthetic') return null;
  return (
    <div className={styles['marks']} role="note">
      {drawn > 0 && (
        <span className={styles['mark']}>
          <IconFlask size={14} aria-hidden />
          {t('drawn', { drawn, slides })}
        </span>
      )}
      {weights === 'synthetic' && (
        <span className={styles['mark']}>
          <IconFlask size={14} aria-hidden />
          {t('weights')}
        </span>
      )}
    </div>
  );
}
