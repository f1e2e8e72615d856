'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Stack, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { discordanceRules } from '@haim/schema';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { AdjudicationView } from './adjudication-view.tsx';
import { DerivedSummary } from './derived-rows.tsx';
import { saveMutation, type Task, taskQuery, tasksQuery } from './query.ts';
import { ReadingEditor } from './reading-editor.tsx';
import { draftOf } from './sheet-draft.ts';
import { Sheet } from './sheet.tsx';

/** One case: its reader measures, an adjudicator compares; what was handed in is shown as it is. */
export function ReadingView({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('readings.view');
  const { data, error, refetch } = useQuery(taskQuery, { variables: { id }, fetchPolicy: 'cache-and-network' });
  const task = data?.readingTask;
  return (
    <>
      <Button variant="subtle" size="compact-sm" mb="xs" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onClose}>
        {t('back')}
      </Button>
      {task ? (
        <>
          <PageTitle title={t('title', { number: String(task.number) })} lead={t(task.isAdjudication ? 'leadDecide' : 'lead')} />
          <Rules task={task} />
          <Body task={task} />
        </>
      ) : error ? (
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      ) : (
        <LoadingState height={320} />
      )}
    </>
  ); // prettier-ignore
}

/** Where the study departs from the published criteria: a reader has to know by which rules is judged. */
function Rules({ task }: { task: Task }) {
  const t = useTranslations('readings.view');
  const label = useLabel();
  const { absoluteIncreaseMm, stableFromDay, confirmationDays, discordance } = task;
  const { thrombusAsTarget, hilarNodeMm, nodeMm, effusionNeedsCytology, atypicalGrowthMm } = task;
  const rule = discordanceRules.codes.find(({ code }) => code === discordance);
  const said = [
    t('criteria'),
    absoluteIncreaseMm > 0 ? t('absoluteIncrease', { mm: absoluteIncreaseMm }) : null,
    stableFromDay > 0 ? t('stableFrom', { day: stableFromDay }) : null,
    confirmationDays > 0 ? t('confirmation', { days: confirmationDays }) : null,
    thrombusAsTarget ? t('thrombus') : t('noThrombus'),
    t('nodes', { hilarMm: hilarNodeMm, mm: nodeMm }),
    effusionNeedsCytology ? t('cytology') : null,
    t('atypical', { mm: atypicalGrowthMm }),
    rule ? t('differ', { rule: label(rule.label) }) : null,
  ];
  return (
    <Text size="xs" c="var(--text-quiet)" mb="sm">
      {said.filter((one) => one !== null).join(' ')}
    </Text>
  );
}

function Body({ task }: { task: Task }) {
  const t = useTranslations('readings.view');
  const [save] = useMutation(saveMutation, { refetchQueries: [tasksQuery, taskQuery], awaitRefetchQueries: true });
  if (task.isAdjudication) return <AdjudicationView task={task} />;
  if (task.state === 'open') {
    return (
      <ReadingEditor
        key={task.version}
        task={task}
        onSave={(reading, remark, isSubmitted) =>
          save({ variables: { id: task.id, version: task.version, reading, remark, isSubmitted } })
        }
      />
    );
  }
  return (
    <Panel title={t('handedIn')} note={t('handedInNote')}>
      <Stack gap="xs">
        <Sheet days={task.days} draft={draftOf(task, task.days.length)} derived={task.derived} caption={t('handedIn')} onChange={null} />
        {task.derived ? <DerivedSummary derived={task.derived} /> : null}
        {task.remark ? <Text size="sm">{t('remarked', { remark: task.remark })}</Text> : null}
      </Stack>
    </Panel>
  ); // prettier-ignore
}
