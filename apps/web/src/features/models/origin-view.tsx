'use client';
import { useQuery } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type EvaluationOriginQuery } from '@/graphql/generated/graphql.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { toneOf } from './independence-badge.tsx';
import styles from './models.module.css';
import { type Asked } from './use-evaluated.ts';
import { originQuery } from './view-queries.ts';

type Origin = EvaluationOriginQuery['evaluation'];
type Tally = Origin['independence']['centres'][number];
type Unscored = Origin['withoutScore'][number];

/** Where the cases come from, beside those that the score was made of, and who of the set has no score. */
export function OriginView({ asked: { study, source, set, cohort } }: { asked: Asked }) {
  const { data, error, refetch } = useQuery(originQuery, {
    variables: { study, source, set, cohort },
    fetchPolicy: 'cache-first',
  });
  if (!data) {
    if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
    return <LoadingState height={320} />;
  }
  return (
    <div className={styles['side']}>
      <Independence found={data.evaluation.independence} />
      <WithoutScore rows={data.evaluation.withoutScore.filter((one) => one.n > 0)} n={data.evaluation.n} />
    </div>
  );
}

function Independence({ found }: { found: Origin['independence'] }) {
  const t = useTranslations('models.origin');
  const say = useSay();
  const { level, nEvaluated, nTraining, sharedPatients, sharedSlides } = found;
  const facts = [
    [t('sharedPatients'), sharedPatients ?? missing],
    [t('sharedSlides'), sharedSlides ?? missing],
    [t('evaluatedOn'), period(found.evaluatedFrom, found.evaluatedUntil)],
    [t('trainedOn'), period(found.trainingFrom, found.trainingUntil)],
  ] as const;
  return (
    <Panel
      title={t('title')}
      note={t('note', { nEvaluated, nTraining: nTraining ?? missing })}
      actions={<StatusBadge tone={toneOf[level]}>{t(`levels.${level}`)}</StatusBadge>}
    >
      {found.statements.map((one) => (
        <Text key={one.code} size="sm" mb={6}>
          {say(one)}
        </Text>
      ))}
      <dl className={styles['metrics']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
            </dd>
          </div>
        ))}
      </dl>
      <Tallies rows={found.centres} heading={t('centre')} caption={t('centres')} />
      {found.scanners.length > 0 && <Tallies rows={found.scanners} heading={t('scanner')} caption={t('scanners')} />}
    </Panel>
  );
}

function period(from: string | null, until: string | null): string {
  return from === null ? missing : `${from} – ${until ?? from}`;
}

function Tallies({ rows, heading, caption }: { rows: readonly Tally[]; heading: string; caption: string }) {
  const t = useTranslations('models.origin');
  const columns: Column<Tally>[] = [
    { id: 'name', header: heading, rowHeader: true, cell: ({ name }) => name },
    { id: 'evaluated', header: t('evaluated'), align: 'right', cell: ({ evaluated }) => evaluated },
    { id: 'training', header: t('training'), align: 'right', cell: ({ training }) => training ?? missing },
    {
      id: 'known',
      header: t('inTraining'),
      cell: ({ isInTraining }) => (isInTraining === null ? missing : t(isInTraining ? 'yes' : 'no')),
    },
  ];
  return <DataTable columns={columns} rows={rows} rowKey={({ name }) => name} caption={caption} dense />;
}

function WithoutScore({ rows, n }: { rows: readonly Unscored[]; n: number }) {
  const t = useTranslations('models.missing');
  const columns: Column<Unscored>[] = [
    { id: 'reason', header: t('reason'), rowHeader: true, wraps: true, cell: ({ reason }) => t(`reasons.${reason}`) },
    { id: 'n', header: t('n'), align: 'right', cell: (one) => one.n },
    { id: 'positive', header: t('positive'), align: 'right', cell: ({ nPositive }) => nPositive },
    { id: 'negative', header: t('negative'), align: 'right', cell: ({ nNegative }) => nNegative },
  ];
  const total = rows.reduce((sum, row) => sum + row.n, 0);
  return (
    <Panel title={t('title', { n: total })} note={t('note', { n })}>
      {rows.length === 0 ? (
        <EmptyState title={t('none')} />
      ) : (
        <>
          <DataTable columns={columns} rows={rows} rowKey={({ reason }) => reason} caption={t('caption')} hideCaption />
          <Text size="xs" c="var(--text-quiet)" mt="xs">
            {t('hint')}
          </Text>
        </>
      )}
    </Panel>
  );
}
