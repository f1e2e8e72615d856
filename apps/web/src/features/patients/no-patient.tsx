'use client';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type Study, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';

/** A patient of another study or centre looks like one that does not exist. */
export function NoPatient() {
  const t = useTranslations('patients.notFound');
  return (
    <>
      <PageTitle title={t('title')} />
      <EmptyState title={t('text')}>
        <Button component={Link} href={patientsPath(useStudy())} variant="default">
          {t('back')}
        </Button>
      </EmptyState>
    </>
  );
}

/** Where patients are listed: the grid of forms for those who enter data, the cohort for readers. */
export function patientsPath({ code, writableCentres }: Study): string {
  return studyPath(code, writableCentres.length > 0 ? 'entry' : 'cohort');
}
