'use client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { useMutation, useQuery } from '@apollo/client/react';
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, repeatedEntry, repeatedKeyIssues, type Row } from '@haim/schema';
import { type Refusal, refusalOf } from '@/forms/answers.ts';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { Details } from '@/ui/details.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { ListTable } from './list-table.tsx';
import { beforeQuery, enterListMutation } from './query.ts';
import { RecordToAdd } from './record-to-add.tsx';
import { type Task } from './tasks-panel.tsx';
import { useKeptList } from './use-kept-list.ts';
import { useRecordName } from './use-record-name.ts';

interface SecondListViewProps {
  readonly task: Task;
  readonly form: Form;
  readonly onHandedIn: () => void;
}

/** A patient's list, empty: each record of the source is put into it, and the list is handed in as a whole. */
export function SecondListView({ task, form, onHandedIn }: SecondListViewProps) {
  const t = useTranslations('doubleEntry.list');
  const label = useLabel();
  const study = useStudy();
  const nameOf = useRecordName(form);
  const { patientId } = task;
  const { data, error, refetch } = useQuery(beforeQuery, {
    variables: { study: study.code, patientId, form: form.name },
    fetchPolicy: 'network-only',
  });
  const { rows, keep } = useKeptList(patientId, form.name);
  // Which record is corrected; null: another is added.
  const [open, setOpen] = useState<number | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  if (!data || rows === null) {
    return error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : <LoadingState height={420} lines={10} />;
  } // prettier-ignore
  const before = data.secondEntriesBefore as readonly Row[];

  function put(row: Row): Refusal | null {
    const others = (rows ?? []).filter((_, place) => place !== open);
    const twice = repeatedEntry(form, [...before, ...others, row]);
    if (twice !== null) return { kind: 'issues', issues: repeatedKeyIssues(form) };
    keep(open === null ? [...others, row] : (rows ?? []).with(open, row));
    setOpen(null);
    setRefused(null);
    return null;
  }

  return (
    <Stack gap="md">
      {before.length > 0 ? (
        <Alert variant="light" color="gray" role="note" title={t('again')}>
          <Text size="sm" mb="xs">
            {t('againText', { n: before.length })}
          </Text>
          <Details summary={t('before', { n: before.length })}>
            <ListTable form={form} rows={before} caption={t('before', { n: before.length })} />
          </Details>
        </Alert>
      ) : null}
      <Panel
        title={t(before.length > 0 ? 'more' : 'entered')}
        note={t('kept', { n: rows.length })}
        actions={
          <Button onClick={() => setAsking(true)} variant={rows.length > 0 ? 'filled' : 'default'}>
            {t('handIn', { n: rows.length })}
          </Button>
        }
      >
        {refused === null ? null : (
          <Alert role="alert" color="red" variant="light" mb="sm">
            {refused}
          </Alert>
        )}
        {rows.length === 0 ? <EmptyState title={t('nothing')} text={t('nothingText')} /> : null}
        {rows.length > 0 ? (
          <ListTable
            form={form}
            rows={rows}
            caption={t('entered')}
            open={open}
            onOpen={setOpen}
            onRemove={(place) => {
              keep(rows.toSpliced(place, 1));
              setOpen(null);
            }}
          />
        ) : null}
      </Panel>
      <Panel
        title={open === null ? t('add', { form: label(form.label) }) : t('change', { name: nameOf(rows[open] ?? {}) })}
        note={t('addNote')}
      >
        <RecordToAdd
          key={`${open ?? 'new'} ${rows.length}`}
          form={form}
          patientId={patientId}
          saved={open === null ? null : (rows[open] ?? null)}
          onPut={put}
          onCancel={open === null ? null : () => setOpen(null)}
        />
      </Panel>
      {isAsking ? (
        <HandIn
          task={task}
          form={form}
          rows={rows}
          onClose={() => setAsking(false)}
          onHandedIn={() => {
            keep([]);
            notifications.show({ message: t('handedIn', { code: task.patientCode }), color: 'teal' });
            onHandedIn();
          }}
          onRefused={(place, words) => {
            setAsking(false);
            setRefused(place === null ? words : t('refused', { name: nameOf(rows[place] ?? {}), words }));
            if (place !== null) setOpen(place);
          }}
        />
      ) : null}
    </Stack>
  );
}

interface HandInProps extends SecondListViewProps {
  readonly rows: readonly Row[];
  readonly onClose: () => void;
  /** With the place of the record that is at fault. */
  readonly onRefused: (place: number | null, words: string) => void;
}

/** A list that is handed in is fixed, and what is not in it counts as not in the source: it is asked once more. */
function HandIn({ task, form, rows, onClose, onHandedIn, onRefused }: HandInProps) {
  const t = useTranslations('doubleEntry.list');
  const forms = useTranslations('forms');
  const label = useLabel();
  useFocusReturn();
  const study = useStudy();
  const [enter, { loading }] = useMutation(enterListMutation);
  const [failure, setFailure] = useState<string | null>(null);

  async function handIn() {
    try {
      await enter({ variables: { study: study.code, patientId: task.patientId, form: form.name, records: [...rows] } });
      onHandedIn();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.kind !== 'issues') return setFailure(errorCode(error));
      onRefused(
        recordIn(error),
        refusal.issues
          .map(({ field, expected }) => `${label(form.fields[field]?.label ?? { en: field, zh: field })}: ${forms('expected', { expected: label(expected) })}`)
          .join(' '),
      ); // prettier-ignore
    }
  }

  return (
    <Modal opened onClose={onClose} centered closeButtonProps={{ 'aria-label': t('close') }} title={<Text fw={600}>{t('ask', { code: task.patientCode })}</Text>}>
      <Text size="sm">{rows.length === 0 ? t('askNone') : t('askText', { n: rows.length })}</Text>
      {failure === null ? null : failure === 'CONFLICT' || failure === 'NOT_FOUND' ? (
        <Alert role="alert" color="red" variant="light" mt="sm">
          {t('gone')}
        </Alert>
      ) : (
        <ErrorState code={failure} onRetry={() => void handIn()} />
      )}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('stay')}
        </Button>
        <Button loading={loading} onClick={() => void handIn()} data-autofocus>
          {t('handIn', { n: rows.length })}
        </Button>
      </Group>
    </Modal>
  ); // prettier-ignore
}

/** Which record of a list the API refused. */
function recordIn(error: unknown): number | null {
  const [first] = CombinedGraphQLErrors.is(error) ? error.errors : [];
  const place = first?.extensions?.['record'];
  return typeof place === 'number' ? place : null;
}
