'use client';
import { useTranslations } from 'use-intl';
import { LoadingState } from '@/ui/loading-state.tsx';
import { besideAnswer } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';

const Explorer = besideAnswer(async () => (await import('./explorer.tsx')).Explorer, <LoadingState height={480} />);

/** Where a question to the API is tried before a program asks it: as the person who has signed in. */
export function ExplorerPage() {
  const t = useTranslations('explorer');
  const title = useTranslations('shell')('nav.explorer');
  return (
    <>
      <PageTitle title={title} lead={t('lead')} />
      <Explorer />
    </>
  );
}
