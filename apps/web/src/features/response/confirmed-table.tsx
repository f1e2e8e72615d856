'use client';
import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type ConfirmedResponseFilesQueryVariables } from '@/graphql/generated/graphql.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useSay } from '@/i18n/use-say.ts';
import { inFileName } from '@/selection/compared.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { useInR } from '@/tables/in-r.ts';
import { TableFrame } from '@/tables/table-frame.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Confirmed, confirmedResponseFilesQuery, confirmedResponseQuery } from './query.ts';
import { confirmedNumbers, printedConfirmed } from './to-confirmed.ts';
import { intervals, usualDays, useResponseState } from './use-response-state.ts';

/** Best response beside best response confirmed by a later image. */
export function ConfirmedTable() {
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state, groupBy } = useResponseState();
  const variables = { study: study.code, cohort: input, groupBy, interval: state.ci, days: state.days, snapshot };
  const { data, previousData, error, refetch } = useQuery(confirmedResponseQuery, { variables });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const answer = (data ?? previousData)?.confirmedResponse;
  if (!answer) {
    return (
      <Panel>
        <LoadingTable rows={8} />
      </Panel>
    );
  }
  // Where nobody is counted, the figures above say so.
  if (!answer.total) return null;
  return (
    <Kept freshness={freshnessOf({ data, error })} locks>
      <Answer answer={answer} variables={variables} interval={answer.total.confirmed.orr.methodStatement} />
    </Kept>
  );
}

interface AnswerProps {
  readonly variables: ConfirmedResponseFilesQueryVariables;
  readonly answer: Confirmed;
  readonly interval: NonNullable<Confirmed['total']>['confirmed']['orr']['methodStatement'];
}

function Answer({ answer, variables, interval }: AnswerProps) {
  const t = useTranslations('response.confirmed');
  const page = useTranslations('response');
  const say = useSay();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText();
  const inR = useInR(confirmedResponseFilesQuery, variables, (data) => data.confirmedResponse.files);
  const by = answer.groupBy ?? null;
  const words = {
    group: (value: string) => (by ? labels.shortValue(by, value) : page('everybody')),
    response: t('response'),
    total: t('total'),
    unconfirmed: t('unconfirmed'),
    confirmed: t('isConfirmed'),
    notEvaluable: t('notEvaluable'),
    orr: t('orr'),
    dcr: t('dcr'),
    lost: t('lost'),
  };
  const caption = [
    page('counted', { n: answer.n }),
    ...(answer.ungrouped > 0 && by ? [page('ungrouped', { n: answer.ungrouped, variable: labels.variable(by) })] : []),
    t('interval', { interval: say(interval) }),
    ...answer.statements.map(say),
    ...answer.population.map(say),
    ...(answer.rows.length > 1 ? [page('observational')] : []),
  ];
  return (
    <TableFrame
      title={by ? t('titleBy', { variable: inSentence(labels.variable(by)) }) : t('title')}
      table={printedConfirmed(answer, words)}
      numbers={confirmedNumbers(answer)}
      caption={caption}
      methods={t('methods', { days: answer.days, interval: say(interval) })}
      provenance={{ study: study.code, dataVersion: answer.dataVersion, selection, recipe: answer.recipe }}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-confirmed-response${by ? `-${inFileName(by)}` : ''}`}
      inR={inR}
      controls={<Controls answer={answer} />}
    />
  );
}

function Controls({ answer }: { answer: Confirmed }) {
  const t = useTranslations('response.confirmed');
  const { state, setState } = useResponseState();
  const offered = [...new Set([...usualDays, answer.days, ...(answer.plannedDays > 0 ? [answer.plannedDays] : [])])];
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('days')}
        value={String(answer.days)}
        onChange={({ currentTarget }) => setState({ days: Number(currentTarget.value) })}
        data={offered
          .toSorted((a, b) => a - b)
          .map((days) => ({
            value: String(days),
            label: t(days === answer.plannedDays ? 'afterPlanned' : 'after', { days }),
          }))}
      />
      <NativeSelect
        size="xs"
        aria-label={t('whichInterval')}
        value={state.ci}
        onChange={({ currentTarget }) =>
          setState({ ci: intervals.find((one) => one === currentTarget.value) ?? 'WILSON' })
        }
        data={intervals.map((value) => ({ value, label: t(`intervals.${value}`) }))}
      />
    </>
  );
}
