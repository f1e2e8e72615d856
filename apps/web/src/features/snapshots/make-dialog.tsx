'use client';
import { useMutation } from '@apollo/client/react';
import { Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Refusal, refusalOf } from '@/forms/answers.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { snapshotChangesQuery, snapshotsQuery } from '@/selection/snapshot-query.ts';
import { useStudy } from '@/session/session.tsx';
import { makeSnapshotMutation } from './query.ts';

/** Asks for the name of a snapshot and what it is for. */
export function MakeDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('snapshots.make');
  const study = useStudy();
  const [name, setName] = useState('');
  const [make] = useMutation(makeSnapshotMutation, {
    refetchQueries: [snapshotsQuery, snapshotChangesQuery],
    awaitRefetchQueries: true,
  });

  async function act(reason: string): Promise<Refusal | null> {
    try {
      await make({ variables: { study: study.code, name: name.trim(), reason } });
      notifications.show({ message: t('done', { name: name.trim() }), color: 'teal' });
      return null;
    } catch (error) {
      return refusalOf(error);
    }
  }

  return (
    <ReasonDialog title={t('title')} action={t('action')} isReady={name.trim() !== ''} onAct={act} onClose={onClose}>
      <Stack gap="sm">
        <Text size="sm">{t('about')}</Text>
        <TextInput
          label={t('name')}
          description={t('nameHelp')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          autoComplete="off"
          required
          data-autofocus
        />
      </Stack>
    </ReasonDialog>
  );
}
