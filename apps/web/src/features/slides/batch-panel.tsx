'use client';
import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { NeedsRight } from '@/session/needs-right.tsx';
import { Panel } from '@/ui/panel.tsx';
import { BatchForm } from './batch-form.tsx';
import { BatchProgress } from './batch-progress.tsx';
import { Details } from '@/ui/details.tsx';
import { useLiveBatches } from './use-live-batches.ts';

/** Runs a model on all slides of a selection of patients, and shows the progress of the newest batch. */
export function BatchPanel({ study }: { study: string }) {
  const t = useTranslations('batches');
  const { batches, active } = useLiveBatches(study);
  const shown = active ?? batches?.[0] ?? null;
  const older = batches?.filter((batch) => batch !== shown) ?? [];
  return (
    <Panel title={t('title')} note={t('note')}>
      <Stack gap="md">
        <NeedsRight right="runModels">
          <BatchForm study={study} />
        </NeedsRight>
        {shown && <BatchProgress batch={shown} study={study} />}
        {older.length > 0 && (
          <Details summary={t('older', { n: older.length })}>
            <Stack gap="md" mt="xs">
              {older.map((batch) => (
                <BatchProgress key={batch.id} batch={batch} study={study} />
              ))}
            </Stack>
          </Details>
        )}
      </Stack>
    </Panel>
  );
}
