'use client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { Stack } from '@mantine/core';
import { parseAsString, useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { WithoutRight } from '@/session/needs-right.tsx';
import { useMay, useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { AgreementPanel } from './agreement-panel.tsx';
import { ComparisonsPanel } from './comparisons-panel.tsx';
import { comparisonsQuery, ruleQuery, tasksQuery } from './query.ts';
import { RulePanel } from './rule-panel.tsx';
import { TasksPanel } from './tasks-panel.tsx';

const ComparisonView = onOpening(
  async () => (await import('./comparison-view.tsx')).ComparisonView,
  <LoadingState height={360} lines={8} />,
);
const SecondEntryView = onOpening(
  async () => (await import('./second-entry-view.tsx')).SecondEntryView,
  <LoadingState height={360} lines={8} />,
);
const ListView = onOpening(
  async () => (await import('./list-view.tsx')).ListView,
  <LoadingState height={360} lines={8} />,
);

const parsers = { patient: parseAsString, form: parseAsString, comparison: parseAsString, list: parseAsString };

/** Records that are entered twice: for who enters them again what waits, for others what came of it. */
export function DoubleEntryPage() {
  const t = useTranslations('doubleEntry');
  const [{ patient, form, comparison, list }, setOpen] = useQueryStates(parsers, { history: 'push' });
  const client = useApolloClient();
  const isSecond = useMay('enterSecond');
  const mayRead = useMay('readRecords');
  // Where this cannot be read, nothing of the page can: said once, and not by each of its parts.
  const rule = useQuery(ruleQuery, {
    variables: { study: useStudy().code },
    skip: !mayRead,
    fetchPolicy: 'cache-first',
  });
  const failed = rule.data ? undefined : rule.error;
  const close = () => {
    void setOpen({ patient: null, form: null, comparison: null, list: null });
    void client.refetchQueries({ include: [tasksQuery, comparisonsQuery] });
  };
  const open = (next: { patient: string; form: string }) => void setOpen(next);
  if (isSecond && patient !== null && form !== null) {
    return (
      <SecondEntryView
        key={`${patient} ${form}`}
        patientId={patient}
        form={form}
        onOpen={({ patientId, form: of }) => open({ patient: patientId, form: of })}
        onClose={close}
      />
    );
  }
  if (mayRead && list !== null) return <ListView key={list} id={list} onClose={close} />;
  if (mayRead && comparison !== null) {
    return (
      <ComparisonView
        key={comparison}
        id={comparison}
        onOpen={(id) => void setOpen({ comparison: id })}
        onClose={close}
      />
    );
  }
  return (
    <>
      <PageTitle title={t('title')} lead={t(isSecond ? 'leadSecond' : 'lead')} />
      {failed ? (
        <ErrorState code={errorCode(failed)} onRetry={() => void rule.refetch()} />
      ) : (
        <Stack gap="md">
          {mayRead ? <RulePanel /> : null}
          {isSecond ? (
            <TasksPanel onOpen={({ patientId, form: of }) => open({ patient: patientId, form: of })} />
          ) : null}
          {mayRead ? <ComparisonsPanel onOpen={(next) => void setOpen(next)} /> : null}
          {mayRead ? <AgreementPanel /> : null}
          {isSecond || mayRead ? null : <EmptyState title={t('none')} text={<WithoutRight right="enterSecond" />} />}
        </Stack>
      )}
    </>
  );
}
