'use client';
import { useTranslations } from 'use-intl';
import { CohortBar } from '@/selection/cohort-bar.tsx';
import { DataVersion } from '@/selection/data-version.tsx';
import { IgnoredNames } from '@/selection/ignored-names.tsx';
import { ScopeSwitch } from '@/selection/scope-switch.tsx';
import { StudyReport } from '@/selection/study-report.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Controls } from './controls.tsx';
import styles from './safety-page.module.css';
import { SafetyView } from './safety-views.tsx';
import { useSafetyState } from './use-safety-state.ts';

/** Adverse events of the selection: how many patients of each group had which, how badly, and when first. */
export function SafetyPage() {
  const t = useTranslations('safety');
  const { state, unknown, setState } = useSafetyState();
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <DataVersion />
        <StudyReport />
        <ScopeSwitch />
      </PageTitle>
      <div className={styles['bars']}>
        <CohortBar />
        <Controls />
      </div>
      <div className={styles['notes']}>
        <IgnoredNames names={unknown} forget={() => setState({ by: state.by })} />
      </div>
      <SafetyView />
    </>
  );
}
