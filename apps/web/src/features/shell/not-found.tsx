'use client';
import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useStudies, useStudyOfPath } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';

/** Says what is missing, and offers what exists: the study's own pages, or the reader's studies. */
export function NotFound({ what }: { what?: 'slide' }) {
  const t = useTranslations('shell');
  const path = usePathname();
  const study = useStudyOfPath();
  const studies = useStudies();
  const kind = what ?? (path.startsWith('/studies/') && !study ? 'study' : 'page');
  const base = study ? studyPath(study.code) : null;
  return (
    <>
      <PageTitle title={t(`missing.${kind}.title`)} />
      <EmptyState title={t(`missing.${kind}.text`)} text={t('missing.address', { path })}>
        <Group gap="xs" mt="xs">
          {base ? (
            <Button component={Link} href={`${base}/${what === 'slide' ? 'slides' : 'cohort'}`} variant="default">
              {t(what === 'slide' ? 'missing.toSlides' : 'missing.toCohort')}
            </Button>
          ) : (
            studies.map(({ code }) => (
              <Button key={code} component={Link} href={studyPath(code, 'cohort')} variant="default">
                {code}
              </Button>
            ))
          )}
          <Button component={Link} href="/" variant="default">
            {t('noStudy.home')}
          </Button>
        </Group>
      </EmptyState>
    </>
  );
}
