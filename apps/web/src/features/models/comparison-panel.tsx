'use client';
import { useQuery } from '@apollo/client/react';
import { Group, MultiSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { showEstimate, showP } from '@/numbers/show.ts';
import { useSay } from '@/i18n/use-say.ts';
import { Contradictions } from '@/selection/contradictions.tsx';
import { useStudy } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { FewCasesBadge } from '@/ui/few-cases-badge.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { scoreComparisonQuery } from './comparators-query.ts';
import { ComparedDifferences, ReclassifiedPairs } from './compared-differences.tsx';
import { ComparedBenefit, ComparedCurves } from './compared-figures.tsx';
import { type ChosenSet, type ScoreSource, setVariables } from '@/evaluation/evaluation.ts';
import styles from './models.module.css';
import { useSetName } from './use-set-name.ts';
import { useSourceName } from './use-source-name.ts';
import { type Comparison } from './view-types.ts';

const MOST_SOURCES = 6;

/** Sources of scores side by side, on the patients whom all of them scored, and each pair's difference. */
export function ComparisonPanel({ sources, set }: { sources: readonly ScoreSource[]; set: ChosenSet }) {
  const t = useTranslations('comparators.compare');
  const nameOf = useSourceName();
  const setName = useSetName();
  const [picked, setPicked] = useState<readonly string[] | null>(null);
  const known = (picked ?? usual(sources)).filter((id) => sources.some((source) => source.id === id));
  if (sources.length < 2) {
    return (
      <Panel title={t('title')}>
        <EmptyState title={t('one')} text={t('oneText')} />
      </Panel>
    );
  }
  return (
    <Panel title={t('title')} note={t('note', { set: setName(set) })}>
      <MultiSelect
        label={t('sources')}
        data={sources.map((source) => ({ value: source.id, label: `${nameOf(source)} (${source.n})` }))}
        value={[...known]}
        onChange={setPicked}
        maxValues={MOST_SOURCES}
        size="xs"
        mb="sm"
      />
      {known.length < 2 ? <Text size="sm">{t('choose')}</Text> : <Compared ids={known} set={set} />}
    </Panel>
  );
}

/** The two that scored most, in list order: each further source leaves fewer patients scored by all. */
function usual(sources: readonly ScoreSource[]): string[] {
  const most = sources.toSorted((a, b) => b.n - a.n).slice(0, 2);
  return sources.filter((source) => most.includes(source)).map(({ id }) => id);
}

function Compared({ ids, set }: { ids: readonly string[]; set: ChosenSet }) {
  const t = useTranslations('comparators.compare');
  const { code } = useStudy();
  const say = useSay();
  const { data, previousData, error, refetch } = useQuery(scoreComparisonQuery, {
    variables: { study: code, sources: [...ids], ...setVariables(set) },
  });
  const comparison = data?.scoreComparison ?? (error ? null : (previousData?.scoreComparison ?? null));
  if (comparison === null) {
    return error ? (
      <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
    ) : (
      <LoadingState height={180} />
    );
  }
  const { n, nPositive, nNegative } = comparison;
  return (
    <div aria-busy={!data} className={styles['tables']}>
      <Group gap="xs">
        <Text size="sm">{`${t('common', { n, nPositive, nNegative })} ${say(comparison.patientRule)}.`}</Text>
        <FewCasesBadge positive={nPositive} negative={nNegative} />
      </Group>
      <FigureLanguages>
        <ComparedCurves set={set} comparison={comparison} />
      </FigureLanguages>
      <ComparedDifferences comparison={comparison} />
      <Pairs comparison={comparison} />
      <FigureLanguages>
        <ComparedBenefit set={set} comparison={comparison} />
      </FigureLanguages>
      <ReclassifiedPairs comparison={comparison} />
      <Doubts comparison={comparison} />
      <Contradictions contradictions={comparison.contradictions} />
    </div>
  );
}

/** The statements about all, about a source and about a pair, each under its name and none twice. */
function Doubts({ comparison: { statements, sources, pairs } }: { comparison: Comparison }) {
  const say = useSay();
  const nameOf = useSourceName();
  const names = new Map(sources.map(({ source }) => [source.id, nameOf(source)]));
  const doubts = [
    ...sources.flatMap(({ source, statements: own }) => own.map((one) => `${names.get(source.id)}: ${say(one)}`)),
    ...statements.map(say),
    ...pairs.flatMap(({ a, b, statements: own }) => own.map((one) => `${names.get(a)} − ${names.get(b)}: ${say(one)}`)),
  ];
  return [...new Set(doubts)].map((doubt) => (
    <p key={doubt} className={styles['warning']}>
      {doubt}
    </p>
  ));
}

function Pairs({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('comparators.compare');
  const nameOf = useSourceName();
  const names = new Map(comparison.sources.map(({ source }) => [source.id, nameOf(source)]));
  const columns: Column<Comparison['pairs'][number]>[] = [
    { id: 'pair', header: t('pair'), rowHeader: true, cell: ({ a, b }) => `${names.get(a)} − ${names.get(b)}` },
    {
      id: 'difference',
      header: t('difference'),
      align: 'right',
      cell: ({ difference, lower, upper }) => showEstimate(difference, lower, upper, 3),
    },
    { id: 'p', header: 'p', align: 'right', cell: ({ pValue }) => showP(pValue) },
  ];
  return (
    <DataTable
      columns={columns}
      rows={comparison.pairs}
      rowKey={({ a, b }) => `${a} ${b}`}
      caption={t('pairs')}
      dense
    />
  );
}
