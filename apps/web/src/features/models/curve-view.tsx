'use client';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { type Evaluation, isCut, type ScoreSource, type SetName, sets } from '@/evaluation/evaluation.ts';
import { CasesPanel } from './cases-panel.tsx';
import { Matrix } from './matrix.tsx';
import { MetricStrip } from './metric-strip.tsx';
import styles from './models.module.css';
import { RocFigure } from './roc-figure.tsx';
import { type Asked, useAsked, useEvaluation } from './use-evaluated.ts';
import { type PageState } from './use-page-state.ts';

interface CurveViewProps {
  readonly source: ScoreSource;
  readonly page: PageState;
  readonly asked: Asked;
  readonly evaluation: Evaluation;
}

/** Curve, matrix, measures and cases: what one threshold decides. */
export function CurveView({ source, page, asked, evaluation }: CurveViewProps) {
  const t = useTranslations('models');
  const { set, cell } = page;
  const others = useOtherSets(asked, set);
  return (
    <>
      <div className={styles['figures']}>
        <FigureLanguages>
          <RocFigure
            source={source}
            set={set}
            asked={asked}
            evaluation={evaluation}
            others={others}
            onThreshold={page.chooseThreshold}
          />
        </FigureLanguages>
        <div className={styles['beside']}>
          {isCut(evaluation) ? (
            <>
              <FigureLanguages>
                <Matrix
                  source={source}
                  set={set}
                  asked={asked}
                  evaluation={evaluation}
                  cell={cell}
                  onCell={page.chooseCell}
                />
              </FigureLanguages>
              <MetricStrip evaluation={evaluation} />
            </>
          ) : (
            <EmptyState title={t('threshold.unknown')} text={t('threshold.unknownText')} />
          )}
        </div>
      </div>
      <CasesPanel source={source} evaluation={evaluation} cell={cell} onCell={page.chooseCell} />
    </>
  );
}

/** The curves of the sets not chosen: they do not depend on the threshold, so they are fetched once. */
function useOtherSets({ source, positive }: Asked, set: string): Readonly<Partial<Record<SetName, Evaluation>>> {
  const entire = useEvaluation(useAsked(source, 'entire', positive)).shown;
  const internal = useEvaluation(useAsked(source, 'internal', positive)).shown;
  const external = useEvaluation(useAsked(source, 'external', positive)).shown;
  const all = { entire, internal, external };
  return Object.fromEntries(
    sets.flatMap((one) => (one !== set && all[one] !== null ? [[one, all[one]] as const] : [])),
  );
}
