'use client';
import { isLandmark, isParted, readLandmark } from '@haim/schema';
import { useQuery } from '@apollo/client/react';
import { SegmentedControl } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { CohortBar } from '@/selection/cohort-bar.tsx';
import { DataVersion } from '@/selection/data-version.tsx';
import { IgnoredNames } from '@/selection/ignored-names.tsx';
import { NotKept, useKept } from '@/selection/not-kept.tsx';
import { OfOwnCentres } from '@/selection/of-own-centres.tsx';
import { OwnCentresNote } from '@/selection/own-centres-note.tsx';
import { ScopeSwitch } from '@/selection/scope-switch.tsx';
import { StudyReport } from '@/selection/study-report.tsx';
import { useStudy } from '@/session/session.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Controls } from './controls.tsx';
import { comparedRecipesQuery } from './recipes-query.ts';
import styles from './survival-page.module.css';
import {
  CompetingView,
  CurvesView,
  ModelView,
  MonthsView,
  RecipesView,
  SubgroupsView,
  SwimmerView,
} from './survival-views.tsx';
import { useSurvivalState, views } from './use-survival-state.ts';

const shown = {
  curves: CurvesView,
  model: ModelView,
  competing: CompetingView,
  swimmer: SwimmerView,
  subgroups: SubgroupsView,
  months: MonthsView,
  recipes: RecipesView,
} as const;

/** Time to an endpoint for the present selection: curves, models, subgroups, and times read at months. */
export function SurvivalPage() {
  const t = useTranslations('survival');
  const { sharesNumbers, code } = useStudy();
  const { data: kept } = useQuery(comparedRecipesQuery, { variables: { study: code } });
  const { state, unknown, forgetUnknown, setState } = useSurvivalState();
  const View = shown[state.show];
  // Most studies keep one endpoint rule, and have nothing to compare.
  const hasTwoRules = state.show === 'recipes' || (kept?.comparedRecipes.length ?? 0) > 0;
  const offered = views.filter((one) => one !== 'recipes' || hasTwoRules);
  const readsImages = readLandmark(state.by).landmark?.outcome === 'bestResponse';
  const keepsImages = useKept('keepsImages');
  const isOfResponders = state.ep === 'DOR';
  const isShared = state.show === 'curves' && !isParted(state.by) && !isLandmark(state.by) && !isOfResponders;
  const ofGroups = isLandmark(state.by) ? 'ownCentresLandmark' : 'ownCentresParted';
  const ofCurves = isOfResponders ? 'ownCentresResponders' : ofGroups;
  const ownCentres = state.show === 'swimmer' ? 'ownCentresSwimmer' : state.show === 'curves' ? ofCurves : 'ownCentres';
  return (
    <OfOwnCentres is={!isShared}>
      <PageTitle title={t('title')} lead={t(`leads.${state.show}`)}>
        <DataVersion />
        <StudyReport isCompact />
        <div className={styles['tabs']}>
          <SegmentedControl
            size="xs"
            data-print="no"
            aria-label={t('which')}
            value={state.show}
            onChange={(value) => setState({ show: views.find((one) => one === value) ?? 'curves' })}
            data={offered.map((value) => ({ value, label: t(`tabs.${value}`) }))}
          />
        </div>
        {isShared ? <ScopeSwitch /> : null}
      </PageTitle>
      <div className={styles['bars']}>
        <CohortBar />
        <Controls />
      </div>
      {sharesNumbers && !isShared ? (
        <div className={styles['ignored']}>
          <OwnCentresNote>{t(ownCentres)}</OwnCentresNote>
        </div>
      ) : null}
      {unknown.length > 0 ? (
        <div className={styles['ignored']}>
          <IgnoredNames names={unknown} forget={forgetUnknown} />
        </div>
      ) : null}
      {readsImages && keepsImages === null ? <LoadingState height={560} /> : null}
      {readsImages && keepsImages === false ? <NotKept part="images" /> : null}
      {!readsImages || keepsImages ? <View /> : null}
    </OfOwnCentres>
  );
}
