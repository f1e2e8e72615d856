'use client';
import { useTranslations } from 'use-intl';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import styles from './training.module.css';

/** What in a training does not come from patients: drawn images, networks with random weights. */
export function SyntheticMarks({ drawn, slides, weights }: { drawn: number; slides: number; weights: string | null }) {
  const t = useTranslations('training.marks');
  if (drawn === 0 && weights !== 'synthetic') return null;
  return (
    <div className={styles['marks']} role="note">
      {drawn > 0 && <SyntheticMark>{t('drawn', { drawn, slides })}</SyntheticMark>}
      {weights === 'synthetic' && <SyntheticMark>{t('weights')}</SyntheticMark>}
    </div>
  );
}
