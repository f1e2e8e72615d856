'use client';
import { Alert, SegmentedControl } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { CohortBar } from '@/selection/cohort-bar.tsx';
import { DataVersion } from '@/selection/data-version.tsx';
import { IgnoredNames } from '@/selection/ignored-names.tsx';
import { ScopeSwitch } from '@/selection/scope-switch.tsx';
import { StudyReport } from '@/selection/study-report.tsx';
import { useScope } from '@/selection/use-scope.ts';
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
  const { scope } = useScope();
  const { state, setState } = useTablesState();
  const { unknown, forget } = useAskedTables();
  const View = views[state.table];
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <DataVersion />
        <StudyReport isCompact />
        <ScopeSwitch />
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
        {state.table === 'model' ? null : <GroupingSelect />}
      </div>
      <div className={styles['notes']}>
        {scope === 'STUDY' && state.table === 'model' ? (
          <Alert role="note" variant="default" icon={<IconShieldLock aria-hidden />}>
            {t('ownCentres')}
          </Alert>
        ) : null}
        <IgnoredNames names={unknown} forget={forget} />
      </div>
      <View />
    </>
  );
}
