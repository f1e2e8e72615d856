'use client';
import { useQuery } from '@apollo/client/react';
import { Alert, Group, SimpleGrid } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type ModelsQuery } from '@/graphql/generated/graphql.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { KeyValue } from '@/ui/key-value.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import styles from './models.module.css';
import { modelsQuery } from './query.ts';
import { WeightsBadge } from './weights-badge.tsx';

/** The models the portal can run, or refuses to, with the reason. */
export function ModelCards() {
  const t = useTranslations('models');
  const { data, error, refetch } = useQuery(modelsQuery);
  return (
    <section className={styles['cards']} aria-label={t('cards.title')}>
      <h2 className={styles['cardsTitle']}>{t('cards.title')}</h2>
      {!data && error && <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState height={220} />}
      {data?.models.length === 0 && <EmptyState title={t('cards.none')} text={t('cards.noneText')} />}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        {data?.models.map((model) => (
          <ModelCard key={model.id} model={model} />
        ))}
      </SimpleGrid>
    </section>
  );
}

function ModelCard({ model }: { model: ModelsQuery['models'][number] }) {
  const t = useTranslations('models');
  const missing = t('cards.notReported');
  const other = model.classes.filter((name) => name !== model.positiveClass).join(', ');
  return (
    <Panel
      title={model.name}
      actions={
        <Group gap={6}>
          {model.weights !== null && <WeightsBadge weights={model.weights} />}
          <StatusBadge tone={model.usable ? 'good' : 'bad'} mark={<span aria-hidden>{model.usable ? '●' : '▲'}</span>}>
            {t(model.usable ? 'cards.usable' : 'cards.refused')}
          </StatusBadge>
        </Group>
      }
    >
      {!model.usable && (
        <Alert color="red" p="xs" mb="xs">
          {model.refusal}
        </Alert>
      )}
      <KeyValue
        items={[
          {
            key: 'positive',
            label: t('cards.positive'),
            value:
              model.positiveClass === null ? missing : t('cards.positiveValue', { name: model.positiveClass, other }),
          },
          {
            key: 'threshold',
            label: t('cards.threshold'),
            value:
              model.threshold === null
                ? missing
                : `${model.threshold.toFixed(3)} · ${model.thresholdProvenance ?? missing}`,
          },
          {
            key: 'patch',
            label: t('cards.patch'),
            value:
              model.patchPx === null || model.patchMicronsPerPixel === null
                ? missing
                : t('cards.patchValue', { px: model.patchPx, mpp: model.patchMicronsPerPixel }),
          },
          { key: 'provenance', label: t('cards.provenance'), value: model.provenance ?? missing },
          { key: 'use', label: t('cards.use'), value: t('cards.useValue') },
          { key: 'sha', label: 'SHA-256', value: model.sha256 === null ? missing : <code>{model.sha256}</code> },
        ]}
      />
    </Panel>
  );
}
