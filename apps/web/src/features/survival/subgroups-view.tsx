'use client';
import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { LeftOut } from '@/selection/left-out.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { IgnoredNames } from '@/selection/ignored-names.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { ForestFigure, ForestControls } from './forest-figure.tsx';
import { OutcomeFilter } from './outcome-filter.tsx';
import { refusedFilter } from './refused-filter.ts';
import { subgroupsQuery } from './subgroups-query.ts';
import styles from './survival-page.module.css';
import { type Subgroups } from './to-forest.ts';
import { useAskedCovariates, useAskedSubgroups } from './use-asked-covariates.ts';
import { useGroupBy } from './use-group-by.ts';
import { useSurvivalState } from './use-survival-state.ts';

/** Whether the ratio of two groups is alike in subgroups of the selection. */
export function SubgroupsView() {
  const t = useTranslations('survival.subgroups');
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state, setState } = useSurvivalState();
  const groupBy = useGroupBy();
  const { chosen, unknown } = useAskedSubgroups();
  const covariates = useAskedCovariates();
  const variables = {
    study: study.code,
    endpoint: state.ep,
    groupBy: groupBy ?? '',
    reference: state.ref,
    comparison: state.cmp,
    cohort: input,
    snapshot,
    variables: [...chosen],
    cuts: state.cuts,
    covariates: state.adj ? [...covariates.chosen] : null,
  };
  const { data, previousData, error, refetch } = useQuery(subgroupsQuery, { variables, skip: groupBy === null });
  if (groupBy === null) {
    return (
      <Panel title={t('titleNone')}>
        <EmptyState title={t('noGroups')} text={t('noGroupsText')} />
      </Panel>
    );
  }
  const outcome = error ? refusedFilter(error) : null;
  if (outcome) return <OutcomeFilter variable={outcome} />;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const subgroups = (data ?? previousData)?.survivalSubgroups;
  return (
    <div className={styles['stack']}>
      <IgnoredNames names={unknown} forget={() => setState({ rows: [...chosen] })} />
      {state.adj ? (
        <IgnoredNames names={covariates.unknown} forget={() => setState({ covariates: [...covariates.chosen] })} />
      ) : null}
      {subgroups ? (
        <>
          <LeftOut population={subgroups.population} />
          <Kept freshness={freshnessOf({ data, error })} locks>
            {subgroups.all ? (
              <FigureLanguages>
                <ForestFigure subgroups={subgroups} variables={variables} />
              </FigureLanguages>
            ) : (
              <NoPair subgroups={subgroups} />
            )}
          </Kept>
        </>
      ) : (
        <LoadingState height={640} />
      )}
    </div>
  );
}

/** Fewer than two groups have a time, or the address names one that has none. */
function NoPair({ subgroups }: { readonly subgroups: Subgroups }) {
  const t = useTranslations('survival.subgroups');
  const say = useSay();
  const labels = useLabels();
  const { state, setState } = useSurvivalState();
  const { groups, groupBy, droppedReasons } = subgroups;
  const names = groups.map((group) => labels.shortValue(groupBy, group)).join(', ');
  const isNamed = groups.length > 1 && (state.ref !== null || state.cmp !== null);
  const why = isNamed
    ? t('pairGone', { groups: names })
    : [groups.length === 1 ? t('oneGroup', { group: names }) : t('nobody'), ...droppedReasons.map(say)].join(' ');
  return (
    <Panel title={t('titleNone')} actions={isNamed ? <ForestControls subgroups={subgroups} /> : undefined}>
      <EmptyState title={t('empty')} text={why}>
        {isNamed ? (
          <Button size="xs" variant="default" onClick={() => setState({ ref: null, cmp: null })}>
            {t('usualPair')}
          </Button>
        ) : null}
      </EmptyState>
    </Panel>
  );
}
