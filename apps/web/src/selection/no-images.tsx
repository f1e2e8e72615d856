'use client';
import { Button, Group } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSnapshot } from './use-snapshot.ts';
import { useSnapshotId } from './use-snapshot-id.ts';

/** Whether the images of the chosen data are known, of a snapshot whether it keeps them; null while that is being loaded. */
export function useKeepsImages(): boolean | null {
  const { isFrozen, isUnknown, snapshot } = useSnapshot();
  // What the study has no snapshot of, the API refuses.
  if (!isFrozen || isUnknown) return true;
  return snapshot?.keepsImages ?? null;
}

/** In the place of what is made of images, where a snapshot was made before they were kept. */
export function NoImages() {
  const t = useTranslations('snapshots.noImages');
  const { setId } = useSnapshotId();
  return (
    <Panel>
      <EmptyState title={t('title')} text={t('text')}>
        <Group justify="center" mt="sm">
          <Button onClick={() => setId(null)}>{t('toNow')}</Button>
        </Group>
      </EmptyState>
    </Panel>
  );
}
