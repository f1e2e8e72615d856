'use client';
import { Drawer, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { type Evaluation, type ScoreSource } from '@/evaluation/evaluation.ts';
import { ProposalCard } from './proposal-card.tsx';
import { ThresholdForm } from './threshold-form.tsx';
import { thresholdProposalsQuery } from './threshold-queries.ts';
import { type Asked } from './use-evaluated.ts';

export interface ThresholdDrawerProps {
  readonly source: ScoreSource;
  readonly asked: Asked;
  readonly evaluation: Evaluation;
  /** Null where none is known and none was set. */
  readonly threshold: number | null;
  readonly onThreshold: (threshold: number) => void;
  readonly onClose: () => void;
}

/** Thresholds by a rule, and those that somebody proposes: what is kept here changes no call of anybody. */
export function ThresholdDrawer(props: ThresholdDrawerProps) {
  const { source, asked, evaluation, threshold, onThreshold, onClose } = props;
  const t = useTranslations('models.proposals');
  const { data, error, refetch } = useQuery(thresholdProposalsQuery, {
    variables: { study: asked.study, source: source.id },
    fetchPolicy: 'cache-and-network',
  });
  const use = (next: number) => {
    onThreshold(next);
    onClose();
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={600}>{t('title')}</Text>}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="lg">
        <ThresholdForm asked={asked} evaluation={evaluation} threshold={threshold} onUse={use} />
        <section aria-labelledby="kept-thresholds">
          <Title order={3} id="kept-thresholds" mb={6}>
            {t('kept')}
          </Title>
          <Text size="sm" c="var(--text-quiet)" mb="sm">
            {t('keptNote')}
          </Text>
          {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
          {!data && !error ? <LoadingState height={120} lines={3} /> : null}
          {data?.thresholdProposals.length === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : null}
          <Stack gap="sm">
            {data?.thresholdProposals.map((one) => (
              <ProposalCard
                key={one.id}
                proposal={one}
                asked={asked}
                evaluation={evaluation}
                inUse={source.threshold}
                onUse={use}
              />
            ))}
          </Stack>
        </section>
      </Stack>
    </Drawer>
  );
}
