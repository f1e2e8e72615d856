'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { type Row } from '@haim/schema';
import { type Refusal, refusalOf } from '@/forms/answers.ts';
import { focusField } from '@/forms/enter-key.ts';
import { RecordForm } from '@/forms/record-form.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { enterMutation, tasksQuery } from './query.ts';
import { SecondListView } from './second-list-view.tsx';
import { type Task } from './tasks-panel.tsx';

interface SecondEntryViewProps {
  readonly patientId: string;
  readonly form: string;
  readonly onOpen: (task: Task) => void;
  readonly onClose: () => void;
}

/** The form of a record, empty: its second entry, handed in as a whole. Ctrl+Shift+Enter goes on to what waits next. */
export function SecondEntryView({ patientId, form: name, onOpen, onClose }: SecondEntryViewProps) {
  const t = useTranslations('doubleEntry.second');
  const label = useLabel();
  const study = useStudy();
  const { data, error, refetch } = useQuery(tasksQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-first',
  });
  const [enter] = useMutation(enterMutation);
  const place = useRef<HTMLDivElement>(null);
  const waiting = (data?.secondEntryTasks ?? []).filter(({ enteredAt }) => enteredAt === null);
  const at = waiting.findIndex((one) => one.patientId === patientId && one.form === name);
  const task = waiting[at];
  const form = formOf(study, name);
  const isThere = task !== undefined && form !== undefined;
  useEffect(() => {
    const first = isThere ? place.current?.querySelector<HTMLElement>('[data-field]') : null;
    if (first) focusField(first);
  }, [isThere]);

  async function handIn(row: Row): Promise<Refusal | null> {
    try {
      await enter({ variables: { study: study.code, patientId, form: name, values: row } });
      notifications.show({ message: t('handedIn', { code: task?.patientCode ?? '' }), color: 'teal' });
      return null;
    } catch (refused) {
      return refusalOf(refused);
    }
  }

  const next = waiting[at + 1] ?? waiting[0];
  const back = (
    <Button variant="subtle" size="compact-sm" mb="xs" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onClose}>
      {t('back')}
    </Button>
  ); // prettier-ignore
  if (!data) {
    return (
      <>
        {back}
        {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : <LoadingState height={420} lines={10} />}
      </>
    ); // prettier-ignore
  }
  if (!isThere) {
    return (
      <>
        {back}
        <EmptyState title={t('gone')} text={t('goneText')} />
      </>
    );
  }
  return (
    <>
      {back}
      <PageTitle
        title={t('title', { form: label(form.label), code: task.patientCode })}
        lead={t(form.repeats ? 'leadList' : 'lead')}
      />
      {form.repeats ? (
        <SecondListView task={task} form={form} onHandedIn={() => setTimeout(onClose)} />
      ) : (
        <Panel title={label(form.label)} note={t('note', { centre: task.centre })}>
          <div ref={place}>
            <RecordForm
              form={form}
              saved={null}
              choices={{ arm: study.arms }}
              needsReason={false}
              saveLabel={t('handIn')}
              onSave={async (row) => {
                const refusal = await handIn(row);
                // The list is read anew as it is left: until then this record still waits in it.
                if (refusal === null) setTimeout(onClose);
                return refusal;
              }}
              {...(next && next !== task ? { onGoOn: () => setTimeout(() => onOpen(next)) } : {})}
            />
          </div>
        </Panel>
      )}
    </>
  );
}
