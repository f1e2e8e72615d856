'use client';
import { useQuery } from '@apollo/client/react';
import { checklistNames, checklists } from '@haim/schema';
import { SegmentedControl, Select, Switch } from '@mantine/core';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { StudyReport } from '@/selection/study-report.tsx';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { besideAnswer } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { checklistAnswersQuery } from './answers.ts';
import { reportedEvaluationsQuery, reportingQuery } from './query.ts';
import styles from './reporting-page.module.css';

const waiting = (
  <Panel>
    <LoadingState height={420} lines={10} />
  </Panel>
);
const CardTable = besideAnswer(async () => (await import('./card-table.tsx')).CardTable, waiting);
const ChecklistTable = besideAnswer(async () => (await import('./checklist-table.tsx')).ChecklistTable, waiting);

const lists = ['card', ...checklistNames] as const;
const places = {
  list: parseAsStringLiteral(lists).withDefault('card'),
  source: parseAsString,
  gaps: parseAsBoolean.withDefault(false),
};

/** What a manuscript has to report: the card of a model, and the guidelines with what the portal knows of each item. */
export function ReportingPage() {
  const t = useTranslations('reporting');
  const [{ list }, setState] = useQueryStates(places, { history: 'push' });
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <StudyReport contents="reporting" />
        <div className={styles['which']} data-print="no">
          <SegmentedControl
            size="xs"
            aria-label={t('which')}
            value={list}
            onChange={(value) => void setState({ list: lists.find((one) => one === value) ?? 'card' })}
            data={lists.map((value) => ({
              value,
              label: value === 'card' ? t('card.title') : checklists[value].title,
            }))}
          />
        </div>
      </PageTitle>
      <ReportingView />
    </>
  );
}

/** The list or card of the address. */
export function ReportingView() {
  const t = useTranslations('reporting');
  const { code: study } = useStudy();
  const [{ list, source: asked, gaps }, setState] = useQueryStates(places, { history: 'push' });
  const { data, error, refetch } = useQuery(reportingQuery, { variables: { study }, fetchPolicy: 'cache-and-network' });
  const sources = data?.scoreSources ?? [];
  const source = sources.find(({ id }) => id === asked) ?? sources[0] ?? null;
  const evaluated = useQuery(reportedEvaluationsQuery, {
    variables: { study, source: source?.id ?? '' },
    skip: source === null,
  });
  const answered = useQuery(checklistAnswersQuery, { variables: { study }, fetchPolicy: 'cache-and-network' });
  const failed = error ?? evaluated.error ?? answered.error;
  if (failed) {
    const again = () => void Promise.all([refetch(), answered.refetch()]);
    return <ErrorState code={errorCode(failed)} onRetry={again} />;
  }
  if (!data || !answered.data || (source !== null && !evaluated.data)) return waiting;
  const shown = { known: data, source, sets: evaluated.data ?? null };
  return (
    <div className={styles['stack']}>
      <div className={styles['controls']} data-print="no">
        <Select
          size="xs"
          w={320}
          aria-label={t('model')}
          allowDeselect={false}
          value={source?.id ?? null}
          data={sources.map(({ id, modelName }) => ({ value: id, label: modelName }))}
          onChange={(id) => void setState({ source: id })}
        />
        {list === 'card' ? null : (
          <Switch
            size="sm"
            label={t('gapsOnly')}
            checked={gaps}
            onChange={(event) => void setState({ gaps: event.currentTarget.checked || null })}
          />
        )}
      </div>
      {list === 'card' ? (
        <CardTable {...shown} />
      ) : (
        <ChecklistTable {...shown} name={list} answers={answered.data.checklistAnswers} gapsOnly={gaps} />
      )}
    </div>
  );
}
