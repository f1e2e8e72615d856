'use client';
import { useTranslations } from 'use-intl';
import { useStudies } from '@/session/session.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { NoStudy } from './no-study.tsx';
import { StudyDesk } from './study-desk.tsx';
import { StudyList } from './study-list.tsx';

/** The first page: of one study what waits there, of several which there are, of none what to do about it. */
export function Home() {
  const t = useTranslations('home');
  const studies = useStudies();
  const [only] = studies.length === 1 ? studies : [];
  if (only) return <StudyDesk study={only} />;
  return (
    <>
      <PageTitle title={t('title')} lead={studies.length > 0 ? t('lead') : null} />
      {studies.length === 0 ? <NoStudy /> : <StudyList studies={studies} />}
    </>
  );
}
