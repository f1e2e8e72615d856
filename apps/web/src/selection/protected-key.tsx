'use client';
import { useTranslations } from 'use-intl';
import styles from './histogram-plot.module.css';

/** What the bars of protected bins are: about so many, a bound, and one's own patients, exactly. */
export function ProtectedKey({ hasBounds }: { hasBounds: boolean }) {
  const t = useTranslations('cohort.histogram');
  return (
    <ul className={styles['key']}>
      <li>
        <span className={styles['some']} aria-hidden /> {t('about')}
      </li>
      {hasBounds ? (
        <li>
          <span className={styles['bound']} aria-hidden /> {t('atMost')}
        </li>
      ) : null}
      <li>
        <span className={styles['own']} aria-hidden /> {t('ownExactly')}
      </li>
    </ul>
  );
}
