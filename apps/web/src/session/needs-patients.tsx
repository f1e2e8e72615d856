'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { useSelectedLayoutSegment } from 'next/navigation';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState } from '@/ui/empty-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { patientCountQuery } from './query.ts';
import { type Study, useMay, useStudy } from './session.tsx';
import { studyPath } from './study-path.ts';

/** Pages that have nothing to show while a study has no patient. */
const aboutPatients = ['cohort', 'survival', 'response', 'tables', 'safety', 'slides', 'training'] as const;

/** Around the pages of a study: while it has no patient, they say what comes next. */
export function NeedsPatients({ children }: { children: ReactNode }) {
  const study = useStudy();
  const t = useTranslations('shell.nav');
  const segment = useSelectedLayoutSegment();
  const page = aboutPatients.find((one) => one === segment);
  if (study.patientCount > 0 || page === undefined) return children;
  return (
    <Checked study={study} title={t(page)}>
      {children}
    </Checked>
  );
}

/** The count of the session is as old as the page load: somebody may have added a patient since. */
function Checked({ study, title, children }: { study: Study; title: string; children: ReactNode }) {
  const { data, error } = useQuery(patientCountQuery, {
    variables: { study: study.code },
    fetchPolicy: 'network-only',
  });
  if (error || (data && data.study.patientCount > 0)) return children;
  return (
    <>
      <PageTitle title={title} />
      {data ? <NoPatients study={study} /> : <LoadingState height={240} />}
    </>
  );
}

function NoPatients({ study }: { study: Study }) {
  const t = useTranslations('rights.noPatients');
  const mayManagePeople = useMay('managePeople');
  const writes = study.writableCentres.length > 0;
  return (
    <EmptyState title={t('title')} text={t(study.closedAt ? 'closed' : writes ? 'yours' : 'others')}>
      <Group gap="xs" mt="sm" justify="center">
        {writes ? (
          <>
            <Button component={Link} href={studyPath(study.code, 'entry')}>
              {t('entry')}
            </Button>
            <Button component={Link} href={studyPath(study.code, 'import')} variant="default">
              {t('import')}
            </Button>
          </>
        ) : null}
        {mayManagePeople ? (
          <Button component={Link} href={studyPath(study.code, 'people')} variant="default">
            {t('people')}
          </Button>
        ) : null}
      </Group>
    </EmptyState>
  );
}
