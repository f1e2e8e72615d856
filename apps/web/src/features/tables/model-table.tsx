'use client';
import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { covariatesOf, subjectCovariates } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { LeftOut } from '@/selection/left-out.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { NameChooser } from '@/tables/name-chooser.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useInR } from '@/tables/in-r.ts';
import { responseModelFilesQuery, responseModelQuery } from './query.ts';
import styles from './tables-page.module.css';
import { modelNumbers, printedModel } from './to-model.ts';
import { useAskedTables } from './use-asked-tables.ts';
import { entries, useTablesState } from './use-tables-state.ts';

/** Table 2: what goes with an objective response, each covariate alone and those of a model together. */
export function ModelTable() {
  const t = useTranslations('tables.model');
  const controls = useTranslations('tables.controls');
  const baseline = useTranslations('tables.baseline');
  const say = useSay();
  const label = useLabel();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText();
  const { input, snapshot } = useCohort();
  const { state, setState } = useTablesState();
  const { covariates } = useAskedTables();
  const offered = [...subjectCovariates, ...covariatesOf(variablesOfStudy(study))];
  const variables = { study: study.code, cohort: input, snapshot, covariates: [...covariates], entry: state.entry };
  const inR = useInR(responseModelFilesQuery, variables, (answer) => answer.responseModel.files);
  const { data, previousData, error, refetch } = useQuery(responseModelQuery, { variables });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const model = (data ?? previousData)?.responseModel;
  if (!model) {
    return (
      <Panel>
        <LoadingTable rows={16} />
      </Panel>
    );
  }
  const chooser = (
    <>
      <NameChooser
        label={controls('covariates')}
        offered={offered.map((one) => ({ name: one.name, label: label(one.label) }))}
        chosen={covariates}
        choose={(names) => setState({ covariates: names })}
      />
      <NativeSelect
        size="xs"
        aria-label={controls('entry')}
        value={state.entry}
        onChange={({ currentTarget }) =>
          setState({ entry: entries.find((one) => one === currentTarget.value) ?? 'ALL' })
        }
        data={entries.map((value) => ({ value, label: controls(`entries.${value}`) }))}
      />
    </>
  );
  if (model.rows.length === 0) {
    const why = model.n === 0 ? baseline('emptyText') : model.statements.slice(-1).map(say).join(' ');
    return (
      <Panel title={t('title')} actions={chooser}>
        <EmptyState title={t('empty')} text={why} />
      </Panel>
    );
  }
  const nameOf = (name: string) => {
    const found = offered.find((one) => one.name === name);
    return found ? label(found.label) : name;
  };
  const { multivariable } = model;
  const doubts = [
    ...model.univariate.flatMap(({ covariate, statements }) =>
      statements.map((one) => `${nameOf(covariate)}: ${say(one)}`),
    ),
    ...(multivariable?.statements ?? []).map(say),
  ];
  return (
    <div className={styles['stack']}>
      <LeftOut population={model.population} />
      <Kept freshness={freshnessOf({ data, error })} locks>
        <TableFrame
          title={t('title')}
          fileName={`${study.code}-table-2`}
          table={printedModel(model, {
            covariate: nameOf,
            level: (covariate, level) => labels.value(covariate, level),
            heading: t('covariate'),
            responders: t('responders'),
            univariate: t('univariate'),
            multivariable: t('multivariable'),
            p: baseline('p'),
            reference: t('reference'),
          })}
          numbers={modelNumbers(model)}
          caption={[
            t('counted', { n: model.n, responders: model.responders }),
            ...(multivariable ? [t('together', { n: multivariable.n, dropped: multivariable.nDropped })] : []),
            ...model.statements.map(say),
            ...model.population.map(say),
            ...doubts,
            baseline('observational'),
          ]}
          methods={t(state.entry === 'ALL' ? 'methods' : 'methodsByP')}
          provenance={{ study: study.code, dataVersion: model.dataVersion, selection, recipe: model.recipe }}
          isSynthetic={study.synthetic}
          inR={inR}
          controls={chooser}
        />
      </Kept>
    </div>
  );
}
