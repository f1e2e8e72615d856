'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Alert, Button, Checkbox, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { CohortBar } from '@/selection/cohort-bar.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { type TrainingModelsQuery, type TrainingSplit } from '@/graphql/generated/graphql.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { HeadChoice, HeadFields } from './head-fields.tsx';
import { Preview } from './preview.tsx';
import { startTrainingMutation, trainingPreviewQuery, trainingRunsQuery } from './query.ts';
import styles from './training.module.css';
import { firstSettings, isSameInput, trainingInput, type TrainingSettings } from './training.ts';

const splits: readonly TrainingSplit[] = ['stratified', 'centre', 'evaluationSet'];
const settleMs = 300;

interface TrainingFormProps {
  readonly models: TrainingModelsQuery['models'];
  readonly onStarted: (id: string) => void;
}

/** Which slides, how they are divided, how the layer is trained; the preview follows every change. */
export function TrainingForm({ models, onStarted }: TrainingFormProps) {
  const t = useTranslations('training');
  const study = useStudy();
  const cohort = useCohort();
  const [settings, setSettings] = useState<TrainingSettings>(firstSettings);
  const usable = models.filter((model) => model.usable);
  const model =
    usable.find(({ id }) => id === settings.modelId) ?? usable.find(({ status }) => status === 'active') ?? usable[0];
  const chosen = trainingInput(settings, model?.id ?? null, cohort.input);
  const [input] = useDebouncedValue(chosen, settleMs);
  const { data, previousData, error, refetch } = useQuery(trainingPreviewQuery, {
    variables: { study: study.code, input: input ?? { modelId: '' } },
    skip: input === null,
    fetchPolicy: 'cache-and-network',
  });
  const [start, { loading: isStarting, error: refusal }] = useMutation(startTrainingMutation, {
    refetchQueries: [trainingRunsQuery],
    awaitRefetchQueries: true,
  });
  const preview = error || input === null ? undefined : (data ?? previousData)?.trainingPreview;
  const folds = input?.attention?.folds ?? null;
  const isPossible = preview !== undefined && preview.problems.length === 0 && (folds ?? 0) <= preview.mostFolds;
  // What starts is what is shown: neither a change that has not been asked about, nor an answer to the one before.
  const isCurrent = data !== undefined && isPossible && isSameInput(chosen, input);
  const set = (change: Partial<TrainingSettings>) => setSettings((before) => ({ ...before, ...change }));

  const begin = async () => {
    if (!isCurrent || input === null || !preview) return;
    const variables = { study: study.code, input, snapshotId: preview.snapshotId };
    const started = await start({ variables }).catch(() => null);
    if (started?.data) onStarted(started.data.startTraining.id);
    else await refetch();
  };

  return (
    <Panel title={t('form.title')} note={t('form.label')}>
      <Stack gap="md">
        <CohortBar />
        <HeadChoice settings={settings} onChange={set} />
        <div className={styles['fields']}>
          <Select
            label={t('form.model')}
            data={usable.map(({ id, line, version, status }) => {
              const name = version === null ? id : t('version', { line: line ?? id, version });
              return { value: id, label: status === 'active' ? t('form.active', { id: name }) : name };
            })}
            value={model?.id ?? null}
            onChange={(modelId) => set({ modelId })}
            allowDeselect={false}
            size="xs"
          />
          <Select
            label={t('form.split')}
            data={splits.map((split) => ({ value: split, label: t(`splits.${split}`) }))}
            value={settings.split}
            onChange={(split) => split && set({ split })}
            allowDeselect={false}
            size="xs"
          />
          {settings.split === 'centre' && (
            <Select
              label={t('form.testCentre')}
              data={study.centres.map(({ code, name }) => ({ value: code, label: `${code} – ${name}` }))}
              value={settings.testCentre}
              onChange={(testCentre) => set({ testCentre })}
              size="xs"
            />
          )}
          <NumberInput
            label={t('form.tuning')}
            value={settings.tuningPercent}
            onChange={(tuningPercent) => set({ tuningPercent })}
            min={5}
            max={50}
            suffix=" %"
            size="xs"
          />
          {settings.split === 'stratified' && (
            <NumberInput
              label={t('form.test')}
              value={settings.testPercent}
              onChange={(testPercent) => set({ testPercent })}
              min={5}
              max={50}
              suffix=" %"
              size="xs"
            />
          )}
          <NumberInput
            label={t('form.seed')}
            value={settings.seed}
            onChange={(seed) => set({ seed })}
            min={0}
            max={1e9}
            allowDecimal={false}
            size="xs"
          />
        </div>
        <HeadFields settings={settings} onChange={set} />
        <div className={styles['switches']}>
          <Checkbox
            label={t('form.balanced')}
            checked={settings.balanced}
            onChange={(event) => set({ balanced: event.currentTarget.checked })}
            size="xs"
          />
          <Checkbox
            label={t('form.outlines')}
            checked={settings.useOutlines}
            onChange={(event) => set({ useOutlines: event.currentTarget.checked })}
            size="xs"
          />
        </div>
        <Text size="xs" c="var(--text-quiet)">
          {t(`splitText.${settings.split}`)} {t(`how.${settings.head}`)}
        </Text>
        {usable.length === 0 && <Alert color="gray">{t('form.noModel')}</Alert>}
        {input === null && usable.length > 0 && <Alert color="gray">{t('form.incomplete')}</Alert>}
        {error && <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />}
        {input !== null && !error && !preview && <LoadingState height={160} />}
        {preview && <Preview preview={preview} folds={folds} />}
        {refusal && <ErrorState code={errorCode(refusal)} />}
        <Group>
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            disabled={!isCurrent}
            loading={isStarting}
            onClick={() => void begin()}
          >
            {t('form.start')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
