'use client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { Button, Group, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type ComparisonState, comparisonStateLabels, comparisonStates, type ExportedFile } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { entriesCsv } from './entries-csv.ts';
import { agreementQuery, comparedEntriesQuery, type ComparisonRow, comparisonsQuery } from './query.ts';

const perPage = 200;
const mostInFile = 10_000;

const tones: Readonly<Record<ComparisonState, readonly [tone: Tone, mark: string]>> = {
  differs: ['attention', '≠'],
  resolved: ['good', '✓'],
  agreed: ['good', '='],
};

/** Records that were entered twice, by how their entries compare, those that wait for a decision first. */
export function ComparisonsPanel({ onOpen }: { onOpen: (id: string) => void }) {
  const t = useTranslations('doubleEntry.comparisons');
  const label = useLabel();
  const study = useStudy();
  const [state, setState] = useState<ComparisonState>('differs');
  const variables = { study: study.code, states: [state], first: perPage };
  const { data, error, refetch } = useQuery(comparisonsQuery, { variables, fetchPolicy: 'cache-and-network' });
  const counts = useQuery(agreementQuery, { variables: { study: study.code } }).data?.doubleEntryAgreement;
  const rows = data?.entryComparisons ?? [];
  const columns = useColumns(onOpen);
  return (
    <Panel
      title={t('title')}
      note={counts && rows.length < counts[state] ? t('shown', { shown: rows.length, n: counts[state] }) : t('note')}
      actions={
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={t('state')}
            value={state}
            onChange={(next) => setState(comparisonStates.find((one) => one === next) ?? 'differs')}
            data={comparisonStates.map((one) => ({
              value: one,
              label: counts ? `${label(comparisonStateLabels[one])} ${counts[one]}` : label(comparisonStateLabels[one]),
            }))}
          />
          <FileButton />
        </Group>
      }
    >
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingState height={200} />}
      {data && rows.length === 0 ? <EmptyState title={t(`none.${state}`)} text={t('noneText')} /> : null}
      {rows.length > 0 ? (
        <DataTable
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          caption={t('title')}
          hideCaption
          foldBelow="wide"
          maxHeight="60vh"
        />
      ) : null}
    </Panel>
  );
}

function useColumns(onOpen: (id: string) => void): Column<ComparisonRow>[] {
  const t = useTranslations('doubleEntry.comparisons');
  const label = useLabel();
  const instant = useInstant();
  const study = useStudy();
  const mayResolve = useMay('resolveEntries');
  const formOf = (name: string) => readableFormOf(study, name);
  const fieldName = (form: string, field: string) =>
    label(formOf(form)?.fields[field]?.label ?? { en: field, zh: field });
  return [
    { id: 'patient', header: t('patient'), rowHeader: true, sortBy: ({ patientCode }) => patientCode, cell: ({ patientCode }) => patientCode },
    { id: 'form', header: t('form'), sortBy: ({ form }) => form, cell: ({ form }) => label(formOf(form)?.label ?? { en: form, zh: form }) },
    {
      id: 'state',
      header: t('compares'),
      cell: ({ state, differing, compared }) => (
        <StatusBadge tone={tones[state][0]} mark={tones[state][1]}>
          {state === 'differs' ? t('fieldsDiffer', { n: differing.length, of: compared }) : label(comparisonStateLabels[state])}
        </StatusBadge>
      ),
    },
    { id: 'fields', header: t('fields'), folds: true, cell: ({ form, differing }) => differing.map((field) => fieldName(form, field)).join(', ') },
    { id: 'people', header: t('people'), folds: true, cell: ({ firstBy, secondBy }) => t('firstAndSecond', { first: firstBy, second: secondBy }) },
    { id: 'at', header: t('at'), folds: true, sortBy: ({ comparedAt }) => comparedAt, cell: ({ comparedAt }) => instant(comparedAt) },
    {
      id: 'actions',
      header: t('actions'),
      cell: ({ id, patientCode, state, form }) => (
        <Button
          size="compact-xs"
          variant={state === 'differs' && mayResolve ? 'filled' : 'default'}
          onClick={() => onOpen(id)}
          aria-label={t('openThis', { form: label(formOf(form)?.label ?? { en: form, zh: form }), code: patientCode })}
        >
          {t(state === 'differs' && mayResolve ? 'resolve' : 'open')}
        </Button>
      ),
    },
  ]; // prettier-ignore
}

/** A file with a line for each field that differed, and one for each record that agrees. */
function FileButton() {
  const t = useTranslations('doubleEntry.comparisons');
  const client = useApolloClient();
  const saveFile = useSaveFile();
  const study = useStudy();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);

  async function save() {
    setBusy(true);
    setFailed(null);
    try {
      const { data } = await client.query({
        query: comparedEntriesQuery,
        variables: { study: study.code, first: mostInFile },
        fetchPolicy: 'network-only',
      });
      const entries = data?.entryComparisons ?? [];
      await saveFile({
        name: `${study.code}-double-entry.csv`,
        content: entriesCsv(entries),
        type: 'text/csv',
        holds: 'entries' satisfies ExportedFile,
        rows: entries.length,
      });
    } catch (error) {
      setFailed(errorCode(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Button size="compact-sm" variant="default" loading={isBusy} leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void save()}>
        {t('file')}
      </Button>
      {failed === null ? null : <ErrorState code={failed} onRetry={() => void save()} />}
    </>
  ); // prettier-ignore
}
