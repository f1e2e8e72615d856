'use client';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type StudyPage } from '@/session/place-in-study.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';

/** The page that has the evidence, as a cell of a table. */
export function useEvidence() {
  const nav = useTranslations('shell.nav');
  const { code } = useStudy();
  return (page: StudyPage | null) =>
    page === null
      ? ''
      : {
          text: nav(page),
          node: (
            <Anchor component={Link} href={studyPath(code, page)} size="sm">
              {nav(page)}
            </Anchor>
          ),
        };
}
