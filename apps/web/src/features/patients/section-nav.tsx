'use client';
import { IconLock } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { identityForm } from '@haim/schema';
import { useUnsavedForms } from '@/forms/outbox/use-unsaved-forms.ts';
import { fullnessOf, RecordMark } from '@/forms/record-mark.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { usePatientQueries } from '@/queries/patient-queries.tsx';
import { type Study } from '@/session/session.tsx';
import { formsOf } from '@/session/study-forms.ts';
import { type Patient, recordsOf } from './patient-document.ts';
import styles from './patient-page.module.css';
import { type Section } from './sections.ts';

/** The forms of a patient with what is recorded in each. */
export function SectionNav({ patient, study, section }: { patient: Patient; study: Study; section: Section }) {
  const t = useTranslations('patients.sections');
  const removal = useTranslations('removal.removed');
  const label = useLabel();
  const path = usePathname();
  const waiting = usePatientQueries().queries.filter(({ state }) => state !== 'closed').length;
  const isUnsaved = useUnsavedForms();
  const list = useRef<HTMLElement>(null);
  // On a narrow screen the parts are in one row that scrolls.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [section]);
  const here = (name: Section) => (name === section ? ('page' as const) : undefined);
  return (
    <nav ref={list} className={styles['nav']} aria-label={t('navigation')}>
      <Link href={path} aria-current={here('overview')}>
        {t('overview')}
      </Link>
      <Link href={`${path}?form=identity`} aria-current={here('identity')}>
        {label(identityForm.label)}
        <span>
          <IconLock size={14} aria-hidden />
        </span>
      </Link>
      {formsOf(study).map((form) => (
        <Link key={form.name} href={`${path}?form=${form.name}`} aria-current={here(form.name as Section)}>
          {label(form.label)}
          <RecordMark
            form={form}
            fullness={{ ...fullnessOf(form, recordsOf(patient, form)), isDraft: isUnsaved(patient.id, form.name) }}
          />
        </Link>
      ))}
      <Link href={`${path}?form=queries`} aria-current={here('queries')}>
        {t('queries')}
        {waiting > 0 ? <span>{waiting}</span> : null}
      </Link>
      <Link href={`${path}?form=history`} aria-current={here('history')}>
        {t('history')}
      </Link>
      <Link href={`${path}?form=removed`} aria-current={here('removed')}>
        {removal('section')}
      </Link>
    </nav>
  );
}
