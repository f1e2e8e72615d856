'use client';
import { useTranslations } from 'use-intl';
import { CohortBar } from '@/selection/cohort-bar.tsx';
import { DataVersion } from '@/selection/data-version.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { ExportForm } from './export-form.tsx';
import { WhatIsInIt } from './what-is-in-it.tsx';
import styles from './export-page.module.css';

/** The records of the study as files: which patients, for which program, and how much of them. */
export function ExportPage() {
  const t = useTranslations('exporting');
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <DataVersion />
      </PageTitle>
      <div className={styles['bars']}>
        <CohortBar />
      </div>
      <div className={styles['columns']}>
        <Panel title={t('make')}>
          <ExportForm />
        </Panel>
        <Panel title={t('inside.title')}>
          <WhatIsInIt />
        </Panel>
      </div>
    </>
  );
}
