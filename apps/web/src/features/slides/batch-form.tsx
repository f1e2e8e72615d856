'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Alert, Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { CohortBar } from '@/selection/cohort-bar.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { type Provider } from '@/graphql/generated/graphql.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { batchesQuery, batchPlanQuery, runBatchMutation } from './batch-query.ts';
import { slideModelsQuery } from '@/runs/query.ts';
import { slidesQuery } from './query.ts';

const providers: readonly Provider[] = ['auto', 'cuda', 'webgpu', 'cpu'];

/** Which slides, which model, where: and how many runs that would be. */
export function BatchForm({ study }: { study: string }) {
  const t = useTranslations('batches');
  const slides = useTranslations('slides');
  const { number } = useFormatter();
  const { input: cohort } = useCohort();
  const [modelId, setModelId] = useState<string | null>(null);
  const [provider, setProvider] = useState<Provider>('auto');
  const [again, setAgain] = useState(false);
  const models = useQuery(slideModelsQuery).data?.models.filter(({ usable }) => usable) ?? null;
  const model = models?.find(({ id }) => id === modelId) ?? models?.[0];
  const plan = useQuery(batchPlanQuery, {
    variables: { study, cohort, modelId: model?.id ?? '' },
    skip: model === undefined,
    fetchPolicy: 'cache-and-network',
  });
  const [run, { loading, error }] = useMutation(runBatchMutation, {
    refetchQueries: [batchesQuery, batchPlanQuery, slidesQuery],
    awaitRefetchQueries: true,
  });
  const found = (plan.data ?? plan.previousData)?.batchPlan ?? null;
  // A scored slide may be under way again: then fewer are left than this, and never more are started.
  const left = found === null ? 0 : found.withImage - found.underWay - (again ? 0 : found.scored);
  const count = Math.max(0, left);

  if (models?.length === 0) return <Alert color="gray">{slides('run.noModel')}</Alert>;
  return (
    <Stack gap="sm">
      <CohortBar />
      <Group gap="xs" align="flex-end" wrap="wrap">
        <Select
          label={slides('run.model')}
          data={models?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={model?.id ?? null}
          onChange={setModelId}
          allowDeselect={false}
          size="xs"
          style={{ flex: '0 1 16rem' }}
        />
        <Select
          label={slides('run.provider')}
          data={providers.map((one) => ({ value: one, label: slides(`providers.${one}`) }))}
          value={provider}
          onChange={(one) => setProvider(one ?? 'auto')}
          allowDeselect={false}
          size="xs"
          style={{ flex: '0 1 10rem' }}
        />
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={model === undefined || count === 0}
          loading={loading}
          onClick={() =>
            void run({
              variables: { study, cohort, modelId: model?.id ?? '', provider, onlyUnscored: !again },
            }).catch(() => undefined)
          }
        >
          {found === null ? t('startSome') : t('start', { n: count })}
        </Button>
      </Group>
      <Checkbox
        size="xs"
        label={t('again')}
        checked={again}
        onChange={({ currentTarget }) => setAgain(currentTarget.checked)}
      />
      <Text size="sm" c="var(--text-quiet)" role="status" style={{ opacity: plan.loading ? 0.5 : 1 }}>
        {found === null
          ? '…'
          : [
              t('plan.withImage', { n: found.withImage, all: number(found.slides) }),
              t('plan.scored', { n: found.scored }),
              found.underWay > 0 && t('plan.underWay', { n: found.underWay }),
              found.leftOut > 0 && t('plan.leftOut', { n: found.leftOut }),
            ]
              .filter(Boolean)
              .join(' · ')}
      </Text>
      {(error ?? plan.error) && <ErrorState code={errorCode(error ?? plan.error)} />}
    </Stack>
  );
}
