'use client';
import { useQuery } from '@apollo/client/react';
import { SegmentedControl, Text } from '@mantine/core';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showEstimate, showP, showScore } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type ChosenSet, type ScoreSource } from '@/evaluation/evaluation.ts';
import styles from './models.module.css';
import { scoreOutcomeQuery } from './outcome-query.ts';
import { OutcomeFigure } from './outcome-figure.tsx';
import { ResponseFigure } from './response-figure.tsx';
import { SplineFigure } from './spline-figure.tsx';
import { type Asked } from './use-evaluated.ts';
import { type Outcome } from './view-types.ts';

interface OutcomeViewProps {
  readonly source: ScoreSource;
  readonly set: ChosenSet;
  readonly asked: Asked;
  readonly threshold: number | null;
}

const endpoints = ['OS', 'PFS'] as const;

/** Whether the score tells of survival and response, and whether it does so in every arm: prognostic, or predictive? */
export function OutcomeView({ source, set, asked, threshold }: OutcomeViewProps) {
  const t = useTranslations('models.outcome');
  const [endpoint, choose] = useQueryState('ep', parseAsStringLiteral(endpoints).withDefault('OS'));
  const { study, set: inSet, cohort } = asked;
  const { data, previousData, error, refetch } = useQuery(scoreOutcomeQuery, {
    variables: { study, source: source.id, set: inSet, cohort, endpoint, threshold },
    fetchPolicy: 'cache-first',
    skip: threshold === null,
  });
  if (threshold === null) return <EmptyState title={t('noThreshold')} text={t('noThresholdText')} />;
  const outcome = (data ?? (error ? null : previousData))?.scoreOutcome ?? null;
  if (outcome === null) {
    if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
    return <LoadingState height={520} />;
  }
  if (outcome.n === 0) return <EmptyState title={t('none')} text={t('noneText')} />;
  const props = { source, set, asked, outcome };
  return (
    <>
      <div className={styles['views']}>
        <SegmentedControl
          size="xs"
          value={endpoint}
          onChange={(value) => void choose(endpoints.find((one) => one === value) ?? 'OS')}
          data={endpoints.map((one) => ({ value: one, label: t(`endpoints.${one}`) }))}
          aria-label={t('endpoint')}
        />
      </div>
      <div className={styles['numbers']}>
        <Answer outcome={outcome} />
      </div>
      <div className={styles['figures']}>
        <FigureLanguages>
          <OutcomeFigure {...props} />
        </FigureLanguages>
        <div className={styles['beside']}>
          <FigureLanguages>
            <ResponseFigure {...props} />
          </FigureLanguages>
          <FigureLanguages>
            <SplineFigure {...props} />
          </FigureLanguages>
        </div>
      </div>
    </>
  );
}

/** The question first: does the effect of the score differ between the arms? */
function Answer({ outcome }: { outcome: Outcome }) {
  const t = useTranslations('models.outcome');
  const say = useSay();
  const { effects, per01, bestCut, survivalInteractionP, responseInteractionP } = outcome;
  const columns: Column<Outcome['effects'][number]>[] = [
    { id: 'arm', header: t('arm'), rowHeader: true, cell: ({ arm }) => arm },
    {
      id: 'ratio',
      header: t('ratio'),
      align: 'right',
      cell: ({ hazardRatio: { estimate, lower, upper } }) => showEstimate(estimate, lower, upper, 2),
    },
    { id: 'p', header: t('logRank'), align: 'right', cell: ({ logRankP }) => showP(logRankP) },
  ];
  const facts = [
    [t('survivalInteraction'), showP(survivalInteractionP)],
    [t('responseInteraction'), showP(responseInteractionP)],
    [t('per01'), showEstimate(per01.estimate, per01.lower, per01.upper, 2)],
    ...(bestCut === null
      ? []
      : [
          [
            t('searchedCut', { cut: showScore(bestCut.cut) }),
            `${showP(bestCut.pValue)} → ${showP(bestCut.correctedP)}`,
          ] as const,
        ]),
  ] as const;
  return (
    <Panel title={t('question')} note={t('note', { threshold: showScore(outcome.threshold) })}>
      <DataTable columns={columns} rows={effects} rowKey={({ arm }) => arm} caption={t('effects')} hideCaption dense />
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
      {outcome.statements.map((one) => (
        <Text key={one.code} size="sm" mt={6}>
          {say(one)}
        </Text>
      ))}
    </Panel>
  );
}
