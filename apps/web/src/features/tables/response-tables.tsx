'use client';
import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
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
import { NewestTable } from '@/tables/newest.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useInR } from '@/tables/in-r.ts';
import { PublishedTable } from './published-table.tsx';
import { responseTableFilesQuery, responseTableQuery } from './query.ts';
import { RatesFigure } from './rates-figure.tsx';
import styles from './tables-page.module.css';
import { onlyDescribed, printedResponse, printedStrata, responseNumbers } from './to-response.ts';
import { useAskedTables } from './use-asked-tables.ts';
import { intervals, noGroups, useTablesState } from './use-tables-state.ts';

/** Best response, objective response and disease control by group, and within each group by a second variable. */
export function ResponseTables() {
  const t = useTranslations('tables.response');
  const controls = useTranslations('tables.controls');
  const baseline = useTranslations('tables.baseline');
  const ui = useTranslations('ui');
  const say = useSay();
  const { list } = useFormatter();
  const study = useStudy();
  const labels = useLabels();
  const { input, snapshot } = useCohort();
  const describesOnly = useCompared()?.describesOnly ?? false;
  const { state, setState } = useTablesState();
  const asked = useAskedTables();
  const within = asked.within === asked.groupBy ? null : asked.within;
  const { scope } = useScope();
  const selection = useSelectionText(scope);
  const question = { study: study.code, cohort: input, snapshot, groupBy: asked.groupBy, within, interval: state.ci };
  const variables = { ...question, scope };
  const inR = useInR(responseTableFilesQuery, question, (answer) => answer.responseTable.files ?? null);
  const { data, previousData, error, refetch } = useQuery(responseTableQuery, { variables });
  const { data: ofOwn } = useQuery(responseTableQuery, { variables: question, skip: scope === 'OWN' });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const given = (data ?? previousData)?.responseTable;
  const answer = given && describesOnly ? onlyDescribed(given) : given;
  if (!answer) {
    return (
      <Panel>
        <LoadingTable rows={8} />
      </Panel>
    );
  }
  const [first] = answer.rows;
  if (answer.n === 0 || !first) {
    return (
      <Panel>
        <EmptyState
          title={baseline('empty')}
          text={baseline(answer.ungrouped > 0 ? 'emptyUngrouped' : 'emptyText', { n: answer.ungrouped })}
        />
      </Panel>
    );
  }
  const by = answer.groupBy ?? null;
  const { protection } = answer;
  const own = protection ? (ofOwn?.responseTable.total ?? null) : null;
  const second = answer.within ?? null;
  const words = {
    group: (value: string) => (by ? labels.shortValue(by, value) : baseline('everybody')),
    level: (value: string) => (second ? labels.value(second, value) : value),
    response: t('response'),
    notEvaluable: t('notEvaluable'),
    total: baseline('total'),
    orr: t('orr'),
    dcr: t('dcr'),
    n: t('n'),
    chiSquare: t('chiSquare'),
    fisher: t('fisher'),
    difference: t('difference'),
    stratum: second ? labels.variable(second) : '',
    unknown: ui('missing'),
    own: baseline('own'),
  };
  const estimated = [answer.total, ...answer.rows, own].find((one) => one?.orr.atMost === false) ?? first;
  const interval = say(estimated.orr.methodStatement);
  const withheld = answer.withheldGroups.map((value) => words.group(value));
  const printed = printedResponse(answer, words, answer.rows.length > 1 && !describesOnly, own);
  const caption = [
    ...(by && answer.rows.some(({ value }) => labels.shortValue(by, value) !== labels.value(by, value))
      ? [`${answer.rows.map(({ value }) => labels.value(by, value)).join('; ')}.`]
      : []),
    protection ? baseline('countedAbout', { n: answer.n }) : baseline('counted', { n: answer.n }),
    ...(withheld.length > 0 ? [baseline('withheld', { groups: list(withheld) })] : []),
    ...(protection === null && answer.ungrouped > 0 && by
      ? [baseline('ungrouped', { n: answer.ungrouped, variable: labels.variable(by) })]
      : []),
    t('interval', { interval }),
    ...answer.statements.map(say),
    ...(protection && answer.rows.length > 1 ? [baseline('possibleP')] : []),
    ...(protection?.statements ?? []).map(say),
    ...answer.population.map(say),
    ...(answer.rows.length > 1 ? [baseline('observational')] : []),
  ];
  const frame = {
    caption,
    methods: t(protection ? 'methodsProtected' : 'methods', { interval }),
    provenance: { study: study.code, dataVersion: answer.dataVersion, selection, recipe: answer.recipe },
    isSynthetic: study.synthetic,
    numbers: responseNumbers(answer),
    ...(describesOnly || protection ? {} : { inR }),
  };
  const fileName = `${study.code}-response${by ? `-${inFileName(by)}` : ''}${protection ? '-all-centres-protected' : ''}`;
  const title = by ? t('titleBy', { variable: inSentence(labels.variable(by)) }) : t('title');
  return (
    <div className={styles['stack']}>
      {protection ? (
        <ProtectionNote statements={protection.statements}>{`${baseline('besideOwn')} ${t('byArm')}`}</ProtectionNote>
      ) : null}
      <LeftOut population={answer.population} />
      <Kept freshness={freshnessOf({ data, error })} locks className={styles['stack']}>
        <TableFrame
          {...frame}
          title={protection ? baseline('titleProtected', { title }) : title}
          fileName={fileName}
          table={printed}
          controls={
            <NativeSelect
              size="xs"
              aria-label={controls('interval')}
              value={state.ci}
              onChange={({ currentTarget }) =>
                setState({ ci: intervals.find((one) => one === currentTarget.value) ?? 'WILSON' })
              }
              data={intervals.map((value) => ({ value, label: controls(`intervals.${value}`) }))}
            />
          }
        />
        {protection ? null : (
          <StrataFrame
            frame={frame}
            fileName={fileName}
            table={second ? printedStrata(answer, words) : null}
            title={second ? t('titleWithin', { variable: inSentence(labels.variable(second)) }) : t('titleNoWithin')}
            within={within ?? noGroups}
            groupBy={asked.groupBy}
            choose={(next) => setState({ within: next })}
          />
        )}
        <FigureLanguages>
          <RatesFigure answer={answer} />
        </FigureLanguages>
      </Kept>
      <NewestTable
        query={responseTableQuery}
        variables={variables}
        then={printed}
        printed={({ responseTable: now }) =>
          printedResponse(describesOnly ? onlyDescribed(now) : now, words, now.rows.length > 1 && !describesOnly, null)
        }
      />
      <PublishedTable />
    </div>
  );
}

interface StrataFrameProps {
  readonly frame: Pick<
    Parameters<typeof TableFrame>[0],
    'caption' | 'methods' | 'provenance' | 'isSynthetic' | 'numbers' | 'inR'
  >;
  readonly fileName: string;
  readonly title: string;
  /** null where no second variable is chosen. */
  readonly table: Parameters<typeof TableFrame>[0]['table'] | null;
  readonly within: string;
  readonly groupBy: string | null;
  readonly choose: (within: string) => void;
}

/** Response by a second variable within each group, with the choice of that variable. */
function StrataFrame({ frame, fileName, title, table, within, groupBy, choose }: StrataFrameProps) {
  const controls = useTranslations('tables.controls');
  const t = useTranslations('tables.response');
  const study = useStudy();
  const labels = useLabels();
  const select = (
    <NativeSelect
      size="xs"
      aria-label={controls('within')}
      value={within}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
      data={[
        { value: noGroups, label: controls('withinNothing') },
        ...study.groupings
          .filter(({ variable }) => variable !== groupBy)
          .map(({ variable }) => ({
            value: variable,
            label: controls('by', { variable: inSentence(labels.variable(variable)) }),
          })),
      ]}
    />
  );
  if (!table) {
    return (
      <Panel title={title} actions={select}>
        <EmptyState title={t('noWithin')} />
      </Panel>
    );
  }
  return <TableFrame {...frame} title={title} fileName={`${fileName}-by-${within}`} table={table} controls={select} />;
}
