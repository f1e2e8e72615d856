'use client';
import { SegmentedControl } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { CohortBar } from '@/selection/cohort-bar.tsx';
import { DataVersion } from '@/selection/data-version.tsx';
import { IgnoredNames } from '@/selection/ignored-names.tsx';
import { OfOwnCentres } from '@/selection/of-own-centres.tsx';
import { OwnCentresNote } from '@/selection/own-centres-note.tsx';
import { ScopeSwitch } from '@/selection/scope-switch.tsx';
import { StudyReport } from '@/selection/study-report.tsx';
import { useStudy } from '@/session/session.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { GroupingSelect } from './controls.tsx';
import styles from './tables-page.module.css';
import { BaselineTable, ModelTable, ResponseTables } from './tables-views.tsx';
import { useAskedTables } from './use-asked-tables.ts';
import { tables, useTablesState } from './use-tables-state.ts';

const views = { baseline: BaselineTable, response: ResponseTables, model: ModelTable } as const;

/** The tables of a publication for the present selection, each with its tests, its method and its files. */
export function TablesPage() {
  const t = useTranslations('tables');
  const { sharesNumbers } = useStudy();
  const { state, setState } = useTablesState();
  const { unknown, forget } = useAskedTables();
  const View = views[state.table];
  const isOfOwn = state.table === 'model';
  return (
    <OfOwnCentres is={isOfOwn}>
      <PageTitle title={t('title')} lead={t('lead')}>
        <DataVersion />
        <StudyReport isCompact />
        {isOfOwn ? null : <ScopeSwitch />}
        <SegmentedControl
          size="xs"
          data-print="no"
          aria-label={t('which')}
          value={state.table}
          onChange={(value) => setState({ table: tables.find((one) => one === value) ?? 'baseline' })}
          data={tables.map((value) => ({ value, label: t(`tabs.${value}`) }))}
        />
      </PageTitle>
      <div className={styles['bars']}>
        <CohortBar />
        {isOfOwn ? null : <GroupingSelect />}
      </div>
      <div className={styles['notes']}>
        {sharesNumbers && isOfOwn ? <OwnCentresNote>{t('ownCentres')}</OwnCentresNote> : null}
        <IgnoredNames names={unknown} forget={forget} />
      </div>
      <View />
    </OfOwnCentres>
  );
}
