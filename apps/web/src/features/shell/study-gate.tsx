'use client';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useStudyOfPath } from '@/session/session.tsx';
import { PageTitle } from '@/ui/page-title.tsx';

/** Shows a study's pages only to its members; a foreign study and none at all look alike. */
export function StudyGate({ children }: { children: ReactNode }) {
  const t = useTranslations('shell.noStudy');
  if (useStudyOfPath()) return children;
  return (
    <>
      <PageTitle title={t('title')} lead={t('text')} />
      <Button component={Link} href="/" variant="default">
        {t('home')}
      </Button>
    </>
  );
}
