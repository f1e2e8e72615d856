'use client';
import { Button, Group } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSnapshot } from './use-snapshot.ts';
import { useSnapshotId } from './use-snapshot-id.ts';

/** Whether images and cycles of the chosen data are known, of a snapshot whether it keeps them; null while that is being loaded. */
export function useKept(part: 'keepsImages' | 'keepsCycles'): boolean | null {
  const { isFrozen, isUnknown, snapshot } = useSnapshot();
  // What the study has no snapshot of, the API refuses.
  if (!isFrozen || isUnknown) return true;
  return snapshot?.[part] ?? null;
}

/** In the place of what is made of images or cycles, where a snapshot was made before they were kept. */
export function NotKept({ part }: { readonly part: 'images' | 'cycles' }) {
  const t = useTranslations('snapshots.notKept');
  const { setId } = useSnapshotId();
  return (
    <Panel>
      <EmptyState title={t(`${part}.title`)} text={t(`${part}.text`)}>
        <Group justify="center" mt="sm">
          <Button onClick={() => setId(null)}>{t('toNow')}</Button>
        </Group>
      </EmptyState>
    </Panel>
  );
}
