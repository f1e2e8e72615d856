'use client';
import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { type SurvivalMonthsFilesQueryVariables } from '@/graphql/generated/graphql.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { monthNumber, toDays } from '@/numbers/to-months.ts';
import { LeftOut } from '@/selection/left-out.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { NameChooser } from '@/tables/name-chooser.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useInR } from '@/tables/in-r.ts';
import { survivalMonthsFilesQuery, survivalMonthsQuery } from './months-query.ts';
import { OutcomeFilter } from './outcome-filter.tsx';
import { readingsOf } from './readings-of.ts';
import { refusedFilter } from './refused-filter.ts';
import styles from './survival-page.module.css';
import {
  meanNumbers,
  type MonthsAnswer,
  type MonthsWords,
  printedMeans,
  printedReadings,
  readingNumbers,
} from './to-months-tables.ts';
import { useGroupBy } from './use-group-by.ts';
import { useSurvivalState } from './use-survival-state.ts';

/** Months on offer for readings and for the horizon of restricted means. */
const offeredMonths = [3, 6, 9, 12, 18, 24, 30, 36, 48, 60, 84, 120] as const;
/** Two years, set before the data are seen: a horizon chosen by the curves would choose the result. */
const usualHorizon = 24;

/** What needs no proportional hazards: survival at chosen months, and mean times lived until one. */
export function MonthsView() {
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state, setState } = useSurvivalState();
  const t = useTranslations('survival.months');
  const groupBy = useGroupBy();
  const months = readingsOf(state.at);
  const horizon = state.until ?? usualHorizon;
  const variables = {
    study: study.code,
    endpoint: state.ep,
    groupBy,
    cohort: input,
    snapshot,
    confidenceType: state.ci,
    days: months.map((month) => toDays(month, study.monthDays)),
    untilDays: toDays(horizon, study.monthDays),
  };
  const { data, previousData, error, refetch } = useQuery(survivalMonthsQuery, { variables });
  const outcome = error ? refusedFilter(error) : null;
  if (outcome) return <OutcomeFilter variable={outcome} />;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const survival = (data ?? previousData)?.survival;
  if (!survival) {
    return (
      <Panel>
        <LoadingTable rows={10} />
      </Panel>
    );
  }
  const horizons = [...new Set<number>([...offeredMonths, horizon])].toSorted((a, b) => a - b);
  return (
    <div className={styles['stack']}>
      <LeftOut population={survival.population} />
      <Kept freshness={freshnessOf({ data, error })} locks className={styles['stack']}>
        <Tables
          survival={survival}
          variables={variables}
          horizonControl={
            <NativeSelect
              size="xs"
              aria-label={t('horizon')}
              value={String(horizon)}
              onChange={({ currentTarget }) => setState({ until: Number(currentTarget.value) })}
              data={horizons.map((month) => ({ value: String(month), label: t('until', { months: month }) }))}
            />
          }
          readingsControl={
            <NameChooser
              label={t('chosenMonths')}
              offered={[...new Set<number>([...offeredMonths, ...months])]
                .toSorted((a, b) => a - b)
                .map((month) => ({ name: String(month), label: t('month', { months: month }) }))}
              chosen={months.map(String)}
              choose={(names) => setState({ at: names.map(Number) })}
            />
          }
        />
      </Kept>
    </div>
  );
}

interface TablesProps {
  readonly survival: MonthsAnswer;
  readonly variables: SurvivalMonthsFilesQueryVariables;
  readonly horizonControl: ReactNode;
  readonly readingsControl: ReactNode;
}

function Tables({ survival, variables, horizonControl, readingsControl }: TablesProps) {
  const t = useTranslations('survival.months');
  const words = useTranslations('survival');
  const say = useSay();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText();
  const inR = useInR(survivalMonthsFilesQuery, variables, (data) => data.survival.files);
  const { endpoint, groupBy, curves, monthDays, restrictedMeans } = survival;
  const dropped = survival.droppedReasons.map(say).join('; ');
  if (curves.length === 0) {
    return (
      <Panel title={t('titleMeans', { endpoint: words(`figure.${endpoint}`) })}>
        <EmptyState title={words('empty')} text={dropped || words('emptyText')} />
      </Panel>
    );
  }
  const name = (label: string) => (groupBy ? labels.shortValue(groupBy, label) : words('everybody'));
  const printed: MonthsWords = {
    group: name,
    groupHeading: t('group'),
    events: t('events'),
    mean: t('mean'),
    p: t('p'),
    month: (months) => t('month', { months }),
    monthHeading: t('monthHeading'),
    atRisk: t('atRisk'),
    difference: (comparison, reference) =>
      t('difference', { comparison: name(comparison), reference: name(reference) }),
  };
  const common = [
    t('counted', { n: survival.n }),
    ...(dropped ? [t('dropped', { reasons: dropped })] : []),
    ...survival.endpointRule.map(say),
    ...survival.grouping.map(say),
    ...survival.population.map(say),
    t('timeZero', { timeZero: say(survival.timeZeroStatement), days: monthDays }),
    words('method.observational'),
  ];
  const provenance = { study: study.code, dataVersion: survival.dataVersion, selection, recipe: survival.recipe };
  const horizon = restrictedMeans ? monthNumber(restrictedMeans.untilDays, monthDays) : null;
  return (
    <>
      {restrictedMeans && horizon !== null ? (
        <TableFrame
          title={t('titleMeans', { endpoint: words(`figure.${endpoint}`) })}
          fileName={`${study.code}-${endpoint}-restricted-means`}
          table={printedMeans(survival, printed)}
          numbers={meanNumbers(survival)}
          caption={[
            t('meansCaption', { months: horizon, method: say(restrictedMeans.methodStatement) }),
            ...(restrictedMeans.difference ? [say(restrictedMeans.difference.methodStatement)] : []),
            ...restrictedMeans.groups.flatMap(({ label, statements }) =>
              statements.map((one) => `${name(label)}: ${say(one)}`),
            ),
            ...common,
          ]}
          methods={t('methodsMeans', { months: horizon })}
          provenance={provenance}
          isSynthetic={study.synthetic}
          inR={inR}
          controls={horizonControl}
        />
      ) : null}
      <TableFrame
        title={t('titleReadings', { endpoint: words(`figure.${endpoint}`) })}
        fileName={`${study.code}-${endpoint}-at-months`}
        table={printedReadings(survival, printed)}
        numbers={readingNumbers(survival)}
        caption={[t('readingsCaption', { method: say(survival.bandMethodStatement) }), ...common]}
        methods={t('methodsReadings')}
        provenance={provenance}
        isSynthetic={study.synthetic}
        inR={inR}
        controls={readingsControl}
      />
    </>
  );
}
