'use client';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { AccrualFigure } from './accrual-figure.tsx';
import { CompletenessTable } from './completeness-table.tsx';
import { FollowUpTables } from './follow-up-tables.tsx';
import { Headline } from './headline.tsx';
import { type Progress } from './query.ts';
import { WholeStudy } from './shared-progress.tsx';

/** The study's progress as figures and tables; an empty study says what is missing. */
export function ProgressAnswer({ progress, reach }: { progress: Progress; reach: string }) {
  const t = useTranslations('progress');
  const { centres } = progress.completeness;
  if (centres.every(({ patients }) => patients === 0)) {
    return (
      <Panel>
        <EmptyState title={t('empty')} text={t('emptyText')} />
      </Panel>
    );
  }
  return (
    <>
      <Headline progress={progress} />
      {progress.accrual.months.length > 0 ? (
        <FigureLanguages>
          <AccrualFigure progress={progress} reach={reach} />
        </FigureLanguages>
      ) : (
        <Panel title={t('accrual.title')}>
          <EmptyState title={t('accrual.none')} text={t('accrual.noneText')} />
        </Panel>
      )}
      <FollowUpTables progress={progress} reach={reach} />
      <WholeStudy progress={progress} />
      <CompletenessTable progress={progress} reach={reach} />
    </>
  );
}
