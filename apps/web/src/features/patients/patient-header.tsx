'use client';
import { Text, Title } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { baselineForm, demographicsForm, mrecistResponse, treatmentForm } from '@haim/schema';
import { useShownValue } from '@/forms/use-words.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { showMonths } from '@/numbers/to-months.ts';
import { MissingAction } from '@/session/missing-action.tsx';
import { type Study, useCentresWith } from '@/session/session.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type MissingTime, type Patient } from './patient-document.ts';
import { PatientMenu } from './patient-menu.tsx';
import styles from './patient-page.module.css';
import { ReviewMenu } from './review-menu.tsx';

/** Who the patient is and how it went, in one strip. */
export function PatientHeader({ patient, study }: { patient: Patient; study: Study }) {
  const t = useTranslations('patients.header');
  const label = useLabel();
  const show = useShownValue({ arm: study.arms });
  const mayEnterThere = useCentresWith('enterRecords').includes(patient.centre);
  const { demographics, baseline, treatment, outcome } = patient;
  const centre = study.centres.find(({ code }) => code === patient.centre);
  const response = mrecistResponse.codes.find(({ code }) => code === outcome.bestResponse);
  const survival = (days: number | null, state: string | null, reason: MissingTime | null) =>
    days === null || state === null ? (
      <>
        {missing} {reason ? <small>{t(`missing.${reason}`)}</small> : null}
      </>
    ) : (
      <>
        {t('months', { months: showMonths(days, study.monthDays) })} <small>{t('daysAnd', { days, state })}</small>
      </>
    );
  const { osDays, osEvent, osMissing, pfsDays, pfsEvent, pfsMissing } = outcome;
  // Neither dead nor alive until it is recorded.
  const osState = osEvent === null ? null : t(osEvent ? 'died' : 'alive');
  const pfsState = pfsEvent === null ? null : t(pfsEvent ? 'progressed' : 'notProgressed');
  const facts: [key: string, label: string, value: ReactNode][] = [
    ['centre', t('centre'), <span title={centre?.name}>{patient.centre}</span>],
    ['arm', label(treatmentForm.fields.arm.label), show(treatmentForm.fields.arm, treatment?.arm)],
    ['age', t('age'), demographics ? t('years', { years: demographics.ageYears }) : missing],
    ['sex', t('sex'), show(demographicsForm.fields.sex, demographics?.sex)],
    ['bclc', 'BCLC', baseline?.bclcStage ? show(baselineForm.fields.bclcStage, baseline.bclcStage) : missing],
    ['best', t('bestResponse'), response ? `${response.code} · ${label(response.label)}` : missing],
    ['os', t('os'), survival(osDays, osState, osMissing)],
    ['pfs', t('pfs'), survival(pfsDays, pfsState, pfsMissing)],
  ];
  return (
    <header>
      <div className={styles['head']}>
        <Title order={1}>{patient.code}</Title>
        {patient.writable ? (
          <PatientMenu patient={patient} study={study} />
        ) : mayEnterThere ? (
          <StatusBadge tone="neutral">{t('readOnly')}</StatusBadge>
        ) : (
          <MissingAction action={t('readOnly')} right="enterRecords" centre={patient.centre} />
        )}
        <ReviewMenu patient={patient} form={null} record={null} />
        <Text size="xs" c="var(--text-quiet)">
          {t('recipe', { recipe: outcome.recipe })}
        </Text>
      </div>
      <dl className={styles['facts']}>
        {facts.map(([key, term, value]) => (
          <div key={key} className={styles['fact']}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
