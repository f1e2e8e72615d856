'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { checkReading, isError } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { Panel } from '@/ui/panel.tsx';
import { DerivedSummary } from './derived-rows.tsx';
import { derivedQuery, type Task } from './query.ts';
import { Refused } from './refused.tsx';
import { type Draft, draftOf, inputOf, mayAddTarget, withLesion } from './sheet-draft.ts';
import { Sheet } from './sheet.tsx';

interface ReadingEditorProps {
  readonly task: Task;
  readonly onSave: (
    reading: ReturnType<typeof inputOf>,
    remark: string | null,
    isSubmitted: boolean,
  ) => Promise<unknown>;
}

/** Measures a case: what follows is derived by the server as it is typed, and kept when that is asked for. */
export function ReadingEditor({ task, onSave }: ReadingEditorProps) {
  const t = useTranslations('readings.editor');
  const { id, days } = task;
  const [draft, setDraft] = useState<Draft>(() => draftOf(task, days.length));
  const [remark, setRemark] = useState(task.remark ?? '');
  const [isAsking, setAsking] = useState(false);
  const [handsIn, setHandsIn] = useState(false);
  const [busy, setBusy] = useState<'save' | 'submit' | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [typed] = useDebouncedValue(draft, 250);
  const { data, previousData, error } = useQuery(derivedQuery, {
    variables: { id, reading: inputOf(typed) },
    skip: checkReading(typed, days, task, false).some(isError),
    fetchPolicy: 'no-cache',
  });
  const derived = (data ?? previousData)?.derivedReading ?? null;
  // What is handed in is what was seen: the summary is of the measurements that are in the sheet.
  const isDerived = typed === draft && (data !== undefined || error !== undefined);
  // What is missing is only said once it is to be handed in.
  const issues = checkReading(draft, days, task, handsIn);
  const change = (next: Draft) => {
    setDraft(next);
    setAsking(false);
    setFailure(null);
  };

  async function send(isSubmitted: boolean) {
    setHandsIn(isSubmitted);
    if (checkReading(draft, days, task, isSubmitted).some(isError)) return setAsking(false);
    if (isSubmitted && !isAsking) return setAsking(true);
    setBusy(isSubmitted ? 'submit' : 'save');
    setFailure(null);
    try {
      await onSave(inputOf(draft), remark, isSubmitted);
    } catch (error) {
      setFailure(error);
      setBusy(null);
      setAsking(false);
    }
  }

  return (
    <Panel
      title={t('title')}
      note={t('note')}
      actions={
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={!mayAddTarget(draft)}
            onClick={() => change(withLesion(draft, 'target', days.length))}
          >
            {t('addTarget')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change(withLesion(draft, 'non-target', days.length))}
          >
            {t('addNonTarget')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            title={t('addAtypicalAbout', { mm: task.atypicalGrowthMm })}
            onClick={() => change(withLesion(draft, 'atypical', days.length))}
          >
            {t('addAtypical')}
          </Button>
        </Group>
      }
    >
      <Stack gap="sm">
        <Sheet days={days} draft={draft} derived={derived} caption={t('title')} issues={issues} onChange={change} />
        {derived ? <DerivedSummary derived={derived} /> : null}
        <Textarea
          label={t('remark')}
          autosize
          minRows={2}
          maxLength={2000}
          value={remark}
          onChange={(event) => setRemark(event.currentTarget.value)}
        />
        {handsIn && issues.some(isError) ? (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {t('incomplete')}
          </Text>
        ) : null}
        {failure === null ? null : <Refused error={failure} />}
        {isAsking ? <Text size="sm">{t('sure')}</Text> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" loading={busy === 'save'} onClick={() => void send(false)}>
            {t('save')}
          </Button>
          <Button loading={busy === 'submit'} disabled={isAsking && !isDerived} onClick={() => void send(true)}>
            {t(isAsking ? 'submitNow' : 'submit')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
