'use client';
import { useQuery } from '@apollo/client/react';
import { SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { Contradictions } from '@/selection/contradictions.tsx';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { CasesPanel } from './cases-panel.tsx';
import { type Evaluation, isCut, type ScoreSource, setInApi, type SetName, sets } from '@/evaluation/evaluation.ts';
import { Headline } from './headline.tsx';
import { FiguresLoading } from './loading.tsx';
import { Matrix } from './matrix.tsx';
import { MetricStrip } from './metric-strip.tsx';
import styles from './models.module.css';
import { evaluationQuery } from '@/evaluation/query.ts';
import { RocFigure } from './roc-figure.tsx';
import { ThresholdControl } from './threshold-control.tsx';
import { type usePageState } from './use-page-state.ts';

interface EvaluationViewProps {
  readonly source: ScoreSource;
  readonly page: ReturnType<typeof usePageState>;
}

/** The threshold is sent to the server when it has not moved for this long. */
const restMs = 70;

export function EvaluationView({ source, page }: EvaluationViewProps) {
  const t = useTranslations('models');
  const say = useSay();
  const { set, threshold, cell } = page;
  const [asked] = useDebouncedValue(threshold, restMs);
  const { shown, error, refetch, isOld } = useEvaluation(source.id, set, asked);
  const others = useOtherSets(source.id, set);

  return (
    <>
      <div className={styles['controls']}>
        <SegmentedControl
          size="sm"
          value={set}
          onChange={(value) => page.chooseSet(sets.find((one) => one === value) ?? 'entire')}
          data={sets.map((one) => ({ value: one, label: t(`sets.${one}`) }))}
          aria-label={t('sets.label')}
        />
        <ThresholdControl
          value={threshold ?? source.threshold}
          isOwn={threshold === null}
          source={source}
          positiveClass={shown?.positiveClass ?? null}
          onChange={page.chooseThreshold}
        />
      </div>
      {error && shown === null && <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />}
      {!error && shown === null && <FiguresLoading />}
      {error && shown !== null && <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />}
      {shown !== null && (
        <div aria-busy={isOld}>
          <Headline evaluation={shown} note={shown.setNote && say(shown.setNote)} />
          {shown.statements.map((one) => (
            <p key={say(one)} className={styles['warning']}>
              <IconAlertTriangle size={15} aria-hidden /> {say(one)}
            </p>
          ))}
          <Contradictions contradictions={shown.contradictions} />
          <div className={styles['figures']}>
            <FigureLanguages>
              <RocFigure
                source={source}
                set={set}
                evaluation={shown}
                others={others}
                onThreshold={page.chooseThreshold}
              />
            </FigureLanguages>
            <div className={styles['beside']}>
              {isCut(shown) ? (
                <>
                  <FigureLanguages>
                    <Matrix source={source} set={set} evaluation={shown} cell={cell} onCell={page.chooseCell} />
                  </FigureLanguages>
                  <MetricStrip evaluation={shown} />
                </>
              ) : (
                <EmptyState title={t('threshold.unknown')} text={t('threshold.unknownText')} />
              )}
            </div>
          </div>
          <CasesPanel source={source} evaluation={shown} cell={cell} onCell={page.chooseCell} />
        </div>
      )}
    </>
  );
}

interface Shown {
  /** The newest answer, kept while the next one is loading; null before the first of this set. */
  readonly shown: Evaluation | null;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
  readonly isOld: boolean;
}

function useEvaluation(source: string, set: SetName, threshold: number | null): Shown {
  const { code } = useStudy();
  const { data, previousData, error, refetch, loading } = useQuery(evaluationQuery, {
    variables: { study: code, source, set: setInApi[set], threshold },
    fetchPolicy: 'cache-first',
  });
  const answer = data?.evaluation ?? null;
  const before = previousData?.evaluation.set === setInApi[set] ? previousData.evaluation : null;
  return { shown: answer ?? (error ? null : before), error, refetch, isOld: loading };
}

/** The curves of the sets not chosen: they do not depend on the threshold, so they are fetched once. */
function useOtherSets(source: string, set: SetName): Readonly<Partial<Record<SetName, Evaluation>>> {
  const entire = useEvaluation(source, 'entire', null).shown;
  const internal = useEvaluation(source, 'internal', null).shown;
  const external = useEvaluation(source, 'external', null).shown;
  const all = { entire, internal, external };
  return Object.fromEntries(
    sets.flatMap((one) => (one !== set && all[one] !== null ? [[one, all[one]] as const] : [])),
  );
}
