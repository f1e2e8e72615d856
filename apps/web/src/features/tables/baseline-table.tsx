'use client';
import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useSay } from '@/i18n/use-say.ts';
import { inFileName, useCompared } from '@/selection/compared.tsx';
import { LeftOut } from '@/selection/left-out.tsx';
import { ProtectionNote } from '@/selection/protection-note.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useScope } from '@/selection/use-scope.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { NameChooser } from '@/tables/name-chooser.tsx';
import { NewestTable } from '@/tables/newest.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useInR } from '@/tables/in-r.ts';
import { tableOneFilesQuery, tableOneQuery } from './query.ts';
import styles from './tables-page.module.css';
import { baselineNumbers, onlyDescribed, printedBaseline } from './to-baseline.ts';
import { useAskedTables } from './use-asked-tables.ts';
import { comparisons, summaryRules, useRowVariables, useTablesState } from './use-tables-state.ts';
import { useTestsInWords } from './use-tests-in-words.ts';

/** Table 1: whom the study is of, group beside group. */
export function BaselineTable() {
  const t = useTranslations('tables.baseline');
  const controls = useTranslations('tables.controls');
  const ui = useTranslations('ui');
  const say = useSay();
  const { list } = useFormatter();
  const study = useStudy();
  const labels = useLabels();
  const testName = useTestsInWords();
  const { input, snapshot } = useCohort();
  const describesOnly = useCompared()?.describesOnly ?? false;
  const { state, setState } = useTablesState();
  const { groupBy, rows } = useAskedTables();
  const offered = useRowVariables();
  const { scope } = useScope();
  const selection = useSelectionText(scope);
  const asked = { study: study.code, cohort: input, snapshot, groupBy, variables: [...rows], rule: state.rule };
  const variables = { ...asked, scope };
  const inR = useInR(tableOneFilesQuery, asked, (answer) => answer.tableOne.files ?? null);
  const { data, previousData, error, refetch } = useQuery(tableOneQuery, { variables });
  const { data: ofOwn } = useQuery(tableOneQuery, { variables: asked, skip: scope === 'OWN' });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const answer = (data ?? previousData)?.tableOne;
  const table = answer && describesOnly ? onlyDescribed(answer) : answer;
  if (!table) {
    return (
      <Panel>
        <LoadingTable rows={16} />
      </Panel>
    );
  }
  if (table.n === 0) {
    return (
      <Panel>
        <EmptyState
          title={t('empty')}
          text={t(table.ungrouped > 0 ? 'emptyUngrouped' : 'emptyText', { n: table.ungrouped })}
        />
      </Panel>
    );
  }
  const by = table.groupBy ?? null;
  const { protection } = table;
  const isCompared = table.groups.length > 1 && !describesOnly;
  const plain = by ? t('titleBy', { variable: inSentence(labels.variable(by)) }) : t('title');
  const title = protection ? t('titleProtected', { title: plain }) : plain;
  const view = {
    showsTests: (protection !== null || state.compare !== 'smd') && !describesOnly,
    showsDifferences: protection === null && state.compare !== 'p' && !describesOnly,
  };
  const own = protection ? (ofOwn?.tableOne ?? null) : null;
  const words = {
    variable: labels.variable,
    value: labels.value,
    unit: labels.unit,
    group: (value: string) => (by ? labels.shortValue(by, value) : t('everybody')),
    test: testName,
    characteristic: t('characteristic'),
    total: t('total'),
    missing: ui('missing'),
    mean: t('mean'),
    median: t('median'),
    p: t('p'),
    testHeading: t('test'),
    smd: t('smd'),
    own: t('own'),
  };
  const withheld = table.withheldGroups.map((value) => (by ? labels.shortValue(by, value) : value));
  const printed = printedBaseline(table, words, view, own);
  const doubts = table.rows.flatMap(({ variable, test }) =>
    (test?.statements ?? [])
      .filter(({ code }) => code !== 'expectedBelowFive')
      .map((one) => `${labels.variable(variable)}: ${say(one)}`),
  );
  return (
    <div className={styles['stack']}>
      {protection ? <ProtectionNote statements={protection.statements}>{t('besideOwn')}</ProtectionNote> : null}
      <LeftOut population={table.population} />
      <Kept freshness={freshnessOf({ data, error })} locks>
        <TableFrame
          title={title}
          fileName={`${study.code}-table-1${by ? `-${inFileName(by)}` : ''}${protection ? '-all-centres-protected' : ''}`}
          table={printed}
          numbers={baselineNumbers(table)}
          caption={[
            ...(by && table.groups.some(({ value }) => labels.shortValue(by, value) !== labels.value(by, value))
              ? [`${table.groups.map(({ value }) => labels.value(by, value)).join('; ')}.`]
              : []),
            protection ? t('countedAbout', { n: table.n }) : t('counted', { n: table.n }),
            ...(protection === null && table.ungrouped > 0 && by
              ? [t('ungrouped', { n: table.ungrouped, variable: labels.variable(by) })]
              : []),
            ...(withheld.length > 0 ? [t('withheld', { groups: list(withheld) })] : []),
            ...table.statements.map(say),
            ...(protection && isCompared ? [t('possibleP')] : []),
            ...(protection?.statements ?? []).map(say),
            ...table.population.map(say),
            ...doubts,
            ...(isCompared ? [t('observational')] : []),
          ]}
          methods={
            protection
              ? t('methodsProtected')
              : t(isCompared ? 'methods' : 'methodsAlone', { rule: t(`rules.${state.rule}`) })
          }
          provenance={{ study: study.code, dataVersion: table.dataVersion, selection, recipe: null }}
          isSynthetic={study.synthetic}
          {...(describesOnly || protection ? {} : { inR })}
          controls={
            <>
              <NameChooser
                label={controls('rows')}
                offered={offered.map(({ name }) => ({ name, label: labels.variable(name) }))}
                chosen={rows}
                choose={(names) => setState({ rows: names })}
              />
              <NativeSelect
                size="xs"
                aria-label={controls('rule')}
                value={state.rule}
                onChange={({ currentTarget }) =>
                  setState({ rule: summaryRules.find((rule) => rule === currentTarget.value) ?? 'BY_SKEWNESS' })
                }
                data={summaryRules.map((value) => ({ value, label: controls(`rules.${value}`) }))}
              />
              {isCompared && protection === null ? (
                <NativeSelect
                  size="xs"
                  aria-label={controls('compare')}
                  value={state.compare}
                  onChange={({ currentTarget }) =>
                    setState({ compare: comparisons.find((one) => one === currentTarget.value) ?? 'both' })
                  }
                  data={comparisons.map((value) => ({ value, label: controls(`comparisons.${value}`) }))}
                />
              ) : null}
            </>
          }
        />
      </Kept>
      <NewestTable
        query={tableOneQuery}
        variables={variables}
        then={printed}
        printed={({ tableOne: now }) => printedBaseline(describesOnly ? onlyDescribed(now) : now, words, view, null)}
      />
    </div>
  );
}
