'use client';
import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { SchoenfeldChart, schoenfeldHeight } from '@/charts/schoenfeld-chart.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { type SchoenfeldResidualsQuery, type SurvivalModelQueryVariables } from '@/graphql/generated/graphql.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showNumber, showPStatement } from '@/numbers/show.ts';
import { monthNumber } from '@/numbers/to-months.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useOrigin } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { schoenfeldQuery } from './schoenfeld-query.ts';
import { type SurvivalModel } from './to-survival-model.ts';

interface SchoenfeldProps {
  readonly model: SurvivalModel;
  readonly variables: SurvivalModelQueryVariables;
  readonly nameOf: (covariate: string) => string;
}

type Residuals = NonNullable<SchoenfeldResidualsQuery['survivalModel']['residuals']>;

/** How the coefficient of each covariate of the adjusted model changes with time. */
export function Schoenfeld({ model, variables, nameOf }: SchoenfeldProps) {
  const { data, previousData, error, refetch } = useQuery(schoenfeldQuery, { variables });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const answer = (data ?? previousData)?.survivalModel;
  if (!answer) return <LoadingState height={420} />;
  if (!answer.residuals) return null;
  return (
    <FigureLanguages>
      <SchoenfeldFigure residuals={answer.residuals} model={model} nameOf={nameOf} />
    </FigureLanguages>
  );
}

interface SchoenfeldFigureProps extends Omit<SchoenfeldProps, 'variables'> {
  readonly residuals: Residuals;
}

function SchoenfeldFigure({ residuals, model, nameOf }: SchoenfeldFigureProps) {
  const t = useTranslations('survival.model.schoenfeld');
  const words = useTranslations('survival');
  const say = useSay();
  const study = useStudy();
  const selection = useSelectionText();
  const origin = useOrigin();
  const [asked, setAsked] = useState<string | null>(null);
  const tests = model.proportionality;
  const pOf = (covariate: string) => tests.find((one) => one.covariate === covariate)?.pValue ?? null;
  // The covariate of which the assumption is most in doubt comes first.
  const inDoubt = residuals.terms.toSorted((a, b) => (pOf(a.covariate) ?? 1) - (pOf(b.covariate) ?? 1));
  const shown = residuals.terms.find(({ covariate }) => covariate === asked) ?? inDoubt[0];
  if (!shown) return null;
  const { covariate, isFactor, smooth } = shown;
  const name = nameOf(covariate);
  const ratio = model.rows.find((row) => row.covariate === covariate && row.adjusted)?.adjusted?.hazardRatio ?? null;
  const level = isFactor ? 1 : ratio === null ? 0 : Math.log(ratio);
  const title = t('title', { covariate: name });
  const caption = [
    t(isFactor ? 'captionFactor' : 'caption', { covariate: name, p: showPStatement(pOf(covariate)) }),
    say(residuals.methodStatement),
    ...(residuals.every > 1 ? [t('every', { every: residuals.every, events: residuals.events })] : []),
    ...residuals.statements.map(say),
  ];
  return (
    <Figure
      title={title}
      caption={caption}
      provenance={origin(
        t('provenance', {
          study: study.code,
          version: model.dataVersion,
          events: residuals.events,
          recipe: model.recipe,
          selection,
        }),
      )}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-${model.endpoint}-schoenfeld-${covariate}`}
      table={pointsTable(residuals, shown, study.monthDays, {
        days: t('columns.days'),
        months: t('columns.months'),
        time: t('columns.time'),
        residual: t('columns.residual'),
      })}
      {...(smooth && {
        summary: curveTable(smooth, {
          time: t('columns.time'),
          estimate: t('columns.estimate'),
          lower: t('columns.lower'),
          upper: t('columns.upper'),
        }),
      })}
      viewKey="zph"
      controls={
        <NativeSelect
          size="xs"
          aria-label={t('covariate')}
          value={covariate}
          onChange={({ currentTarget }) => setAsked(currentTarget.value)}
          data={residuals.terms.map((one) => ({ value: one.covariate, label: nameOf(one.covariate) }))}
        />
      }
      heightOf={(width) => schoenfeldHeight(width)}
      draw={(drawing) => (
        <SchoenfeldChart
          {...drawing}
          picture={{
            points: residuals.days.flatMap((days, i) => {
              const value = shown.residuals[i] ?? null;
              return value === null ? [] : [{ days, time: residuals.time[i] ?? 0, value }];
            }),
            curve:
              smooth?.time.map((time, i) => ({
                time,
                estimate: smooth.estimate[i] ?? 0,
                lower: smooth.lower[i] ?? 0,
                upper: smooth.upper[i] ?? 0,
              })) ?? null,
            level,
          }}
          monthDays={study.monthDays}
          texts={{
            x: t('x', { timeZero: say(model.timeZeroStatement) }),
            y: t(isFactor ? 'yFactor' : 'y', { covariate: name }),
            level: t(isFactor ? 'levelFactor' : 'level', { coefficient: showNumber(level, 2) }),
            summary: t('summary', {
              title,
              p: showPStatement(pOf(covariate)),
              endpoint: words(`figure.${model.endpoint}`),
            }),
          }}
        />
      )}
    />
  );
}

function pointsTable(
  { days, time }: Residuals,
  { residuals }: Residuals['terms'][number],
  monthDays: number,
  headings: Readonly<Record<'days' | 'months' | 'time' | 'residual', string>>,
): FigureRows {
  return {
    columns: [
      { file: 'days', header: headings.days },
      { file: 'months', header: headings.months, decimals: 1 },
      { file: 'transformed_time', header: headings.time, decimals: 4 },
      { file: 'scaled_residual', header: headings.residual, decimals: 4 },
    ],
    rows: days.map((day, i) => [day, monthNumber(day, monthDays), time[i] ?? null, residuals[i] ?? null]),
  };
}

function curveTable(
  smooth: NonNullable<Residuals['terms'][number]['smooth']>,
  headings: Readonly<Record<'time' | 'estimate' | 'lower' | 'upper', string>>,
): FigureRows {
  return {
    columns: [
      { file: 'transformed_time', header: headings.time, decimals: 4 },
      { file: 'estimate', header: headings.estimate, decimals: 4 },
      { file: 'lower', header: headings.lower, decimals: 4 },
      { file: 'upper', header: headings.upper, decimals: 4 },
    ],
    rows: smooth.time.map((time, i) => [
      time,
      smooth.estimate[i] ?? null,
      smooth.lower[i] ?? null,
      smooth.upper[i] ?? null,
    ]),
  };
}
