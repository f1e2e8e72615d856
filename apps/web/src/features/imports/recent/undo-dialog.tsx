'use client';
import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Issue } from '@haim/schema';
import { type Refusal, refusalOf } from '@/forms/answers.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { ObstaclesTable } from './obstacles-table.tsx';
import { importUndoQuery, type RecentImport, undoImportMutation } from './query.ts';

interface UndoDialogProps {
  readonly imported: RecentImport;
  readonly onUndone: () => void;
  readonly onClose: () => void;
}

/** Says what an undo would take back, or what is in its way, before it asks for the reason. */
export function UndoDialog({ imported, onUndone, onClose }: UndoDialogProps) {
  const t = useTranslations('imports.undo');
  const instant = useInstant();
  const client = useApolloClient();
  const { id, fileName, patientsAdded, recordsAdded, recordsChanged, undoableUntil } = imported;
  const { data, error, refetch } = useQuery(importUndoQuery, { variables: { id }, fetchPolicy: 'network-only' });
  const [undo] = useMutation(undoImportMutation);
  /** Found by the undo itself: what the look before it cannot know. */
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const title = t('title', { file: fileName });

  async function act(reason: string): Promise<Refusal | null> {
    try {
      await undo({ variables: { id, reason } });
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (refusal.kind === 'issues') {
        setIssues(refusal.issues);
        return { kind: 'failed', code: 'CONFLICT' };
      }
      return refusal;
    }
    // Every list and figure read before it is out of date.
    await client.clearStore();
    notifications.show({ message: t('done', { file: fileName }), color: 'teal' });
    onUndone();
    return null;
  }

  if (issues.length > 0) {
    return (
      <Shown title={title} onClose={onClose}>
        <Text size="sm">{t('refused')}</Text>
        <IssueList issues={issues} />
      </Shown>
    );
  }
  if (!data) {
    return (
      <Shown title={title} onClose={onClose}>
        {error ? (
          <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
        ) : (
          <LoadingState height={120} lines={4} />
        )}
      </Shown>
    );
  }
  const { obstacles, obstaclesTotal } = data.importUndo;
  if (obstaclesTotal > 0) {
    return (
      <Shown title={title} onClose={onClose}>
        <Text size="sm">{t('refused')}</Text>
        <ObstaclesTable obstacles={obstacles} total={obstaclesTotal} />
      </Shown>
    );
  }
  return (
    <ReasonDialog title={title} action={t('action')} isRemoval onAct={act} onClose={onClose}>
      <Stack gap={4}>
        {recordsAdded > 0 ? (
          <Text size="sm">{t('added', { records: recordsAdded, patients: patientsAdded })}</Text>
        ) : null}
        {recordsChanged > 0 ? <Text size="sm">{t('changed', { n: recordsChanged })}</Text> : null}
        <Text size="sm">{t('whole', { until: instant(undoableUntil) })}</Text>
      </Stack>
    </ReasonDialog>
  );
}

function Shown({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const t = useTranslations('imports.undo');
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size="xl"
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{title}</Text>}
    >
      <Stack gap="sm">
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function IssueList({ issues }: { issues: readonly Issue[] }) {
  const label = useLabel();
  return (
    <ul style={{ margin: 0, paddingInlineStart: '1.1rem' }}>
      {issues.map(({ expected }) => (
        <li key={expected.en}>
          <Text size="sm" component="span">
            {label(expected)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
