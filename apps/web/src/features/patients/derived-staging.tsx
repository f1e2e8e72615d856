'use client';
import { useTranslations } from 'use-intl';
import { deriveStaging, inBoth, type Row } from '@haim/schema';
import { useSay } from '@/i18n/use-say.ts';
import { StatusBadge } from '@/ui/status-badge.tsx';
import styles from './derived-staging.module.css';
import { type Patient } from './patient-document.ts';

/** ALBI, Child-Pugh and BCLC as they follow from the baseline, also while it is typed, beside what was entered. */
export function DerivedStaging({ patient, baseline }: { patient: Patient; baseline: Row }) {
  const t = useTranslations('patients.staging');
  const say = useSay();
  const { labResults, treatment } = patient;
  const { albi, stages } = deriveStaging({ baseline, labResults, timeZero: treatment?.startedOn ?? null });
  return (
    <section className={styles['derived']} aria-label={t('title')}>
      <h3>{t('title')}</h3>
      <ul>
        <li>{say(inBoth(albi))}</li>
        {stages.map(({ field, entered, differs, how }) => (
          <li key={field}>
            {say(inBoth(how))}{' '}
            {differs ? (
              <StatusBadge tone="attention" mark="≠">
                {t('differs', { entered: entered ?? '' })}
              </StatusBadge>
            ) : null}
          </li>
        ))}
      </ul>
      <p>{t('note')}</p>
    </section>
  );
}
