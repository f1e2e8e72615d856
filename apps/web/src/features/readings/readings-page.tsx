'use client';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Stack } from '@mantine/core';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { useMay } from '@/session/session.tsx';
import { WithoutRight } from '@/session/needs-right.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { AgreementPanel } from './agreement-panel.tsx';
import { AssignPanel } from './assign-panel.tsx';
import { CasesPanel } from './cases-panel.tsx';
import { TaskList } from './task-list.tsx';

const ReadingView = onOpening(
  async () => (await import('./reading-view.tsx')).ReadingView,
  <LoadingState height={320} />,
);

/** Blinded readings: for readers and adjudicators their cases, for others who reads what and how far readers agree. */
export function ReadingsPage() {
  const t = useTranslations('readings');
  const [open, setOpen] = useQueryState('reading', parseAsString.withOptions({ history: 'push' }));
  const may = { read: useMay('readBlind'), decide: useMay('adjudicate'), assign: useMay('assignReadings') };
  const mayReadRecords = useMay('readRecords');
  const isBlind = may.read || may.decide;
  if (open !== null && isBlind) return <ReadingView key={open} id={open} onClose={() => void setOpen(null)} />;
  return (
    <>
      <PageTitle title={t('title')} lead={t(isBlind ? 'leadBlind' : 'lead')} />
      <Stack gap="md">
        {may.read ? <TaskList right="readBlind" onOpen={(id) => void setOpen(id)} /> : null}
        {may.decide ? <TaskList right="adjudicate" onOpen={(id) => void setOpen(id)} /> : null}
        {may.assign ? <CasesPanel /> : null}
        {may.assign ? <AssignPanel /> : null}
        {mayReadRecords ? <AgreementPanel /> : null}
        {isBlind || may.assign || mayReadRecords ? null : (
          <EmptyState title={t('none')} text={<WithoutRight right="assignReadings" />} />
        )}
      </Stack>
    </>
  );
}
