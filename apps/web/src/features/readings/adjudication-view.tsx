'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Panel } from '@/ui/panel.tsx';
import { DerivedSummary } from './derived-rows.tsx';
import { chooseMutation, saveMutation, type Task, taskQuery, tasksQuery } from './query.ts';
import { ReadingEditor } from './reading-editor.tsx';
import { Refused } from './refused.tsx';
import { draftOf } from './sheet-draft.ts';
import { Sheet } from './sheet.tsx';
import styles from './sheet.module.css';

const options = { refetchQueries: [tasksQuery, taskQuery], awaitRefetchQueries: true };
const letters = ['A', 'B'];

/** The two readings beside each other, without names: one is chosen, or a third is entered. All three are kept. */
export function AdjudicationView({ task }: { task: Task }) {
  const t = useTranslations('readings.adjudication');
  const [choose, choosing] = useMutation(chooseMutation, options);
  const [save] = useMutation(saveMutation, options);
  const [asked, setAsked] = useState<string | null>(null);
  const [isThird, setThird] = useState(task.lesions.length > 0 && task.chosenId === null);
  const { id, version, days, rivals, state, chosenId } = task;
  const isOpen = state === 'open';

  function decide(rival: string) {
    if (asked !== rival) return setAsked(rival);
    void choose({ variables: { id, version, chosenId: rival } }).catch(() => undefined);
  }

  return (
    <Stack gap="md">
      <div className={styles['rivals']}>
        {rivals.map((rival, i) => {
          const name = t('reading', { letter: letters[i] ?? '' });
          return (
            <Panel
              key={rival.id}
              title={name}
              note={chosenId === rival.id ? t('chosen') : null}
              actions={
                isOpen ? (
                  <Button size="xs" loading={choosing.loading && asked === rival.id} variant={asked === rival.id ? 'filled' : 'default'} onClick={() => decide(rival.id)}>
                    {t(asked === rival.id ? 'chooseNow' : 'choose', { letter: letters[i] ?? '' })}
                  </Button>
                ) : null
              }
            >
              <Stack gap="xs">
                <Sheet days={days} draft={draftOf(rival, days.length)} derived={rival.derived} caption={name} onChange={null} />
                {rival.derived ? <DerivedSummary derived={rival.derived} /> : null}
                {rival.remark ? <Text size="sm">{t('remarked', { remark: rival.remark })}</Text> : null}
              </Stack>
            </Panel>
          );
        })}
      </div>
      {choosing.error ? <Refused error={choosing.error} /> : null}
      {isOpen && isThird ? (
        <ReadingEditor
          key={version}
          task={task}
          onSave={(reading, remark, isSubmitted) => save({ variables: { id, version, reading, remark, isSubmitted } })}
        />
      ) : null}
      {isOpen && !isThird ? (
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setThird(true)}>
            {t('third')}
          </Button>
        </Group>
      ) : null}
      {!isOpen && chosenId === null ? (
        <Panel title={t('thirdTitle')} note={t('chosen')}>
          <Stack gap="xs">
            <Sheet days={days} draft={draftOf(task, days.length)} derived={task.derived} caption={t('thirdTitle')} onChange={null} />
            {task.derived ? <DerivedSummary derived={task.derived} /> : null}
          </Stack>
        </Panel>
      ) : null}
    </Stack>
  ); // prettier-ignore
}
