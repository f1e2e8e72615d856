'use client';
import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useParams } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { type Study, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { gonePatientsQuery } from './removal-query.ts';

/** A patient of another study or centre looks like one that does not exist; one who was removed or merged is named. */
export function NoPatient() {
  const t = useTranslations('patients.notFound');
  const merging = useTranslations('merging');
  const instant = useInstant();
  const study = useStudy();
  const { id } = useParams();
  const { data } = useQuery(gonePatientsQuery, { variables: { study: study.code } });
  const gone = data?.removedPatients.find((one) => one.id === id);
  const toList = (
    <Button component={Link} href={patientsPath(study)} variant="default">
      {t('back')}
    </Button>
  );
  if (!gone) {
    return (
      <>
        <PageTitle title={t('title')} />
        <EmptyState title={t('text')}>{toList}</EmptyState>
      </>
    );
  }
  const { code, mergedInto, removedBy: name, removedAt, reason } = gone;
  return (
    <>
      <PageTitle title={code} />
      <EmptyState
        title={merging(mergedInto ? 'gone.merged' : 'gone.removed', { code })}
        text={merging('gone.by', { name, at: instant(removedAt, 'medium'), reason })}
      >
        {mergedInto ? (
          <Button component={Link} href={studyPath(study.code, 'patients', mergedInto)}>
            {merging('gone.open')}
          </Button>
        ) : (
          toList
        )}
      </EmptyState>
    </>
  );
}

/** Where patients are listed: the grid of forms for those who enter data, the cohort for readers. */
export function patientsPath({ code, writableCentres }: Study): string {
  return studyPath(code, writableCentres.length > 0 ? 'entry' : 'cohort');
}
