'use client';
import { useQuery } from '@apollo/client/react';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type SurvivalModelQueryVariables } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showExactP, showNumber } from '@/numbers/show.ts';
import { LeftOut } from '@/selection/left-out.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { IgnoredNames } from '@/selection/ignored-names.tsx';
import { NameChooser } from '@/tables/name-chooser.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useInR } from '@/tables/in-r.ts';
import { AdjustedRatio } from './adjusted-ratio.tsx';
import { survivalModelFilesQuery, survivalModelQuery } from './model-query.ts';
import { OutcomeFilter } from './outcome-filter.tsx';
import { ProportionalHazards } from './proportional-hazards.tsx';
import { refusedFilter } from './refused-filter.ts';
import { Schoenfeld } from './schoenfeld-figure.tsx';
import { StrataChooser } from './strata-chooser.tsx';
import styles from './survival-page.module.css';
import { printedSurvivalModel, type SurvivalModel, survivalModelNumbers } from './to-survival-model.ts';
import { useAskedCovariates } from './use-asked-covariates.ts';
import { useGroupBy } from './use-group-by.ts';
import { useStrata } from './use-strata.ts';
import { useSurvivalState } from './use-survival-state.ts';
import { WeightingView } from './weighting-view.tsx';

/** Cox models: the group and covariates, each alone and all together, with the check of proportional hazards. */
export function ModelView() {
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state, setState } = useSurvivalState();
  const groupBy = useGroupBy();
  const { chosen, unknown } = useAskedCovariates();
  const { chosen: strata, unknown: noStrata } = useStrata();
  const variables = {
    study: study.code,
    endpoint: state.ep,
    groupBy,
    cohort: input,
    covariates: [...chosen],
    strata: [...strata],
    snapshot,
  };
  const { data, previousData, error, refetch } = useQuery(survivalModelQuery, { variables });
  const outcome = error ? refusedFilter(error) : null;
  if (outcome) return <OutcomeFilter variable={outcome} />;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const model = (data ?? previousData)?.survivalModel;
  return (
    <div className={styles['stack']}>
      <IgnoredNames names={unknown} forget={() => setState({ covariates: [...chosen] })} />
      <IgnoredNames names={noStrata} forget={() => setState({ strata: strata.length > 0 ? [...strata] : null })} />
      {model ? (
        <>
          <LeftOut population={model.population} />
          <Kept freshness={freshnessOf({ data, error })} locks className={styles['stack']}>
            <ModelTable model={model} variables={variables} />
          </Kept>
          <WeightingView />
        </>
      ) : (
        <Panel>
          <LoadingTable rows={14} />
        </Panel>
      )}
    </div>
  );
}

type StratifiedTest = NonNullable<SurvivalModel['stratifiedLogRank']>;

interface ModelTableProps {
  readonly model: SurvivalModel;
  readonly variables: SurvivalModelQueryVariables;
}

function ModelTable({ model, variables }: ModelTableProps) {
  const t = useTranslations('survival.model');
  const words = useTranslations('survival');
  const say = useSay();
  const label = useLabel();
  const { list } = useFormatter();
  const study = useStudy();
  const labels = useLabels();
  const inR = useInR(survivalModelFilesQuery, variables, (data) => data.survivalModel.files);
  const selection = useSelectionText();
  const { setState } = useSurvivalState();
  const { offered, chosen } = useAskedCovariates();
  const chooser = (
    <>
      <NameChooser
        label={t('covariates')}
        offered={offered.map((one) => ({ name: one.name, label: label(one.label) }))}
        chosen={chosen}
        choose={(names) => setState({ covariates: names })}
      />
      <StrataChooser />
    </>
  );
  const dropped = model.droppedReasons.map(say);
  if (model.rows.length === 0) {
    const why = [...model.statements.slice(1).map(say), ...dropped].join(' ');
    return (
      <Panel title={t('title', { endpoint: words(`figure.${model.endpoint}`) })} actions={chooser}>
        <EmptyState title={t('empty')} text={why} />
      </Panel>
    );
  }
  const nameOf = (name: string) => {
    const found = offered.find((one) => one.name === name);
    return found ? label(found.label) : labels.variable(name);
  };
  const { adjusted, proportionality } = model;
  const doubts = [
    ...model.crude.flatMap(({ covariate, statements }) => statements.map((one) => `${nameOf(covariate)}: ${say(one)}`)),
    ...(adjusted?.statements ?? []).map(say),
  ];
  const logRankText = ({ methodStatement, n, chiSquare, df, pValue, statements }: StratifiedTest) =>
    [
      t('logRank', {
        method: say(methodStatement),
        variables: list(model.strata.map(labels.variable)),
        n,
        chiSquare: showNumber(chiSquare, 2),
        df: df ?? missing,
        p: showExactP(pValue),
      }),
      ...statements.map(say),
    ].join(' ');
  const global = proportionality.find(({ covariate }) => (covariate ?? null) === null);
  const title = t('title', { endpoint: words(`figure.${model.endpoint}`) });
  return (
    <>
      <AdjustedRatio model={model} />
      <TableFrame
        title={title}
        fileName={`${study.code}-${model.endpoint}-model`}
        table={printedSurvivalModel(model, {
          covariate: nameOf,
          level: (covariate, level) => labels.value(covariate, level),
          heading: t('covariate'),
          events: t('events'),
          crude: t('crude'),
          adjusted: t('adjusted'),
          p: t('p'),
          proportional: t('proportional'),
          reference: t('reference'),
        })}
        numbers={survivalModelNumbers(model)}
        caption={[
          t('counted', { n: model.n, events: model.events }),
          ...(dropped.length > 0 ? [t('dropped', { reasons: dropped.join('; ') })] : []),
          ...(adjusted ? [t('together', { n: adjusted.n, events: adjusted.events, dropped: adjusted.nDropped })] : []),
          ...(adjusted ? [say(adjusted.methodStatement)] : []),
          ...(model.stratifiedLogRank ? [logRankText(model.stratifiedLogRank)] : []),
          ...model.statements.map(say),
          ...(model.proportionalityMethodStatement
            ? [t('check', { method: say(model.proportionalityMethodStatement) })]
            : []),
          ...model.population.map(say),
          ...doubts,
          t('timeZero', { timeZero: say(model.timeZeroStatement) }),
          words('method.observational'),
        ]}
        methods={[
          t('methods'),
          ...(model.strata.length > 0
            ? [t('methodsStrata', { variables: list(model.strata.map(labels.variable)) })]
            : []),
        ].join(' ')}
        provenance={{ study: study.code, dataVersion: model.dataVersion, selection, recipe: model.recipe }}
        isSynthetic={study.synthetic}
        inR={inR}
        controls={chooser}
      />
      {global ? (
        <>
          <ProportionalHazards model={model} nameOf={nameOf} />
          <Schoenfeld model={model} variables={variables} nameOf={nameOf} />
        </>
      ) : null}
    </>
  );
}
