'use client';
import { facetVariables, periodVariables, rangeVariables } from '@haim/schema';
import { Skeleton } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { orderOf, useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { Loading } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './cohort-page.module.css';

/** The tiles before their numbers: the headings are known, and each value is a placeholder line. */
export function TilesSkeleton() {
  const t = useTranslations('cohort');
  const labels = useLabels();
  const study = useStudy();
  const lines = (variable: string) => Math.min(4, orderOf(study, variable).length || 2);
  return (
    <Loading>
      <div className={styles['tiles']}>
        <div className={styles['wide']}>
          <Panel title={t('curve.title')} note={t('curve.note')}>
            <Skeleton height={400} />
          </Panel>
        </div>
        <Panel title={t('accrual.title')} note={t('accrual.note')}>
          <Skeleton height={96} />
        </Panel>
        {facetVariables.map(({ name: variable }) => (
          <Panel key={variable} title={labels.variable(variable)}>
            {Array.from({ length: lines(variable) }, (_, line) => (
              <Skeleton key={line} height={26} mb={10} />
            ))}
          </Panel>
        ))}
        {[...rangeVariables, ...periodVariables].map(({ name: variable }) => (
          <Panel key={variable} title={labels.variable(variable)}>
            <Skeleton height={72} mb={44} />
            <Skeleton height={30} mb={10} />
            <Skeleton height={18} width="60%" />
          </Panel>
        ))}
      </div>
    </Loading>
  );
}
