'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { useDeviceScale } from '@/charts/use-room.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { toDays } from '@/numbers/to-months.ts';
import { LeftOut } from '@/selection/left-out.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CompetingFigure } from './competing-figure.tsx';
import { competingQuery } from './competing-query.ts';
import { CompetingTable } from './competing-table.tsx';
import { OutcomeFilter } from './outcome-filter.tsx';
import { readingsOf } from './readings-of.ts';
import { refusedFilter } from './refused-filter.ts';
import styles from './survival-page.module.css';
import { tickMonths } from './to-competing.ts';
import { useCompetingEndpoint } from './use-competing-endpoint.ts';
import { useGroupBy } from './use-group-by.ts';
import { useSurvivalState } from './use-survival-state.ts';

/** The widest plot of this page in CSS pixels. */
const pixelsAcross = 1200;

/** What happens first, the event of the endpoint or what competes with it, and how often by when. */
export function CompetingView() {
  const t = useTranslations('survival.competing');
  const say = useSay();
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state } = useSurvivalState();
  const groupBy = useGroupBy();
  const endpoint = useCompetingEndpoint();
  const asked = { study: study.code, endpoint, groupBy, cohort: input, snapshot };
  const variables = {
    ...asked,
    width: Math.round(pixelsAcross * useDeviceScale()),
    days: readingsOf(state.at).map((month) => toDays(month, study.monthDays)),
    tickDays: tickMonths.map((month) => toDays(month, study.monthDays)),
  };
  const { data, previousData, error, refetch } = useQuery(competingQuery, { variables });
  const outcome = error ? refusedFilter(error) : null;
  if (outcome) return <OutcomeFilter variable={outcome} />;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const competing = (data ?? previousData)?.competingRisks;
  if (!competing) return <LoadingState height={640} />;
  if (competing.groups.length === 0) {
    return (
      <Panel title={t('titleNone')}>
        <EmptyState title={t('empty')} text={competing.droppedReasons.map(say).join(' ') || t('emptyText')} />
      </Panel>
    );
  }
  return (
    <div className={styles['stack']}>
      <LeftOut population={competing.population} />
      <Kept freshness={freshnessOf({ data, error })} locks className={styles['stack']}>
        <FigureLanguages>
          <CompetingFigure competing={competing} />
        </FigureLanguages>
        <CompetingTable competing={competing} variables={asked} />
      </Kept>
    </div>
  );
}
