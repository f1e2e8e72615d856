'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { Panel } from '@/ui/panel.tsx';
import { draftOf, settingsOf } from './draft.ts';
import { closeStudyMutation, reopenStudyMutation, type Settings, studySettingsQuery } from './query.ts';
import { Refusal } from './refusal.tsx';
import styles from './study-settings.module.css';

/** Closes the study, or opens it again, for a reason that the audit trail keeps. */
export function ClosingPanel({ settings, onReload }: { settings: Settings; onReload: () => void }) {
  const t = useTranslations('studySettings.closing');
  const instant = useInstant();
  const router = useRouter();
  const { code: study, version, closedAt } = settings;
  const [reason, setReason] = useState('');
  const [set, { loading, error }] = useMutation(closedAt === null ? closeStudyMutation : reopenStudyMutation, {
    refetchQueries: [studySettingsQuery],
    awaitRefetchQueries: true,
  });

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const done = await set({ variables: { study, version, reason } }).catch(() => null);
    if (!done?.data) return;
    setReason('');
    // What is open to the reader has changed.
    router.refresh();
  }

  return (
    <div className={styles['form']}>
      <Panel title={t(closedAt === null ? 'close' : 'reopen')}>
        <form onSubmit={(event) => void submit(event)}>
          <Text size="sm" mb="sm" maw="44rem">
            {closedAt === null ? t('closeText') : t('reopenText', { at: instant(closedAt) })}
          </Text>
          {error ? <Refusal error={error} read={settingsOf(draftOf(settings))} onTakeTheirs={onReload} /> : null}
          <Group align="flex-end" gap="sm">
            <TextInput
              label={t('reason')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={500}
              autoComplete="off"
              required
              flex={1}
              miw="14rem"
            />
            <Button
              type="submit"
              color={closedAt === null ? 'red' : 'teal'}
              variant="light"
              loading={loading}
              disabled={reason.trim() === ''}
            >
              {t(closedAt === null ? 'doClose' : 'doReopen')}
            </Button>
          </Group>
        </form>
      </Panel>
    </div>
  );
}
