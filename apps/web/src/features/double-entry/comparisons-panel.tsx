'use client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { Button, Group, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import {
  type ComparisonState,
  comparisonStateLabels,
  comparisonStates,
  type EnteredBy,
  type ExportedFile,
} from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { type ComparedRow, comparedRows } from './compared-rows.ts';
import { entriesCsv } from './entries-csv.ts';
import { agreementQuery, comparedEntriesQuery, comparisonsQuery } from './query.ts';

const perPage = 200;
const mostInFile = 10_000;

const tones: Readonly<Record<ComparisonState, readonly [tone: Tone, mark: string]>> = {
  differs: ['attention', '≠'],
  resolved: ['good', '✓'],
  agreed: ['good', '='],
};

/** Records that were entered twice, by how their entries compare, those that wait for a decision first. */
export function ComparisonsPanel({ onOpen }: { onOpen: (next: ComparedRow['opens']) => void }) {
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
          {counts && counts.agreed + counts.differs + counts.resolved > 0 ? <FileButton /> : null}
        </Group>
      }
    >
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingTable rows={5} rowPx={44} />}
      {data && rows.length === 0 ? <EmptyState title={t(`none.${state}`)} text={t('noneText')} /> : null}
      {rows.length > 0 ? (
        <DataTable
          columns={columns}
          rows={comparedRows(rows)}
          rowKey={({ key }) => key}
          caption={t('title')}
          hideCaption
          foldBelow="wide"
          maxHeight="60vh"
        />
      ) : null}
    </Panel>
  );
}

function useColumns(onOpen: (next: ComparedRow['opens']) => void): Column<ComparedRow>[] {
  const t = useTranslations('doubleEntry.comparisons');
  const label = useLabel();
  const instant = useInstant();
  const { list } = useFormatter();
  const study = useStudy();
  const mayResolve = useMay('resolveEntries');
  const formOf = (name: string) => readableFormOf(study, name);
  const formName = (name: string) => label(formOf(name)?.label ?? { en: name, zh: name });
  const fieldName = (form: string, field: string) =>
    label(formOf(form)?.fields[field]?.label ?? { en: field, zh: field });

  function stateOf({ head, records }: ComparedRow): string {
    const n = records.length;
    if (n > 0)
      return t(
        head.state === 'differs' ? 'recordsDiffer' : head.state === 'agreed' ? 'recordsAgree' : 'recordsResolved',
        { n },
      );
    return head.state === 'differs'
      ? t('fieldsDiffer', { n: head.differing.length, of: head.compared })
      : label(comparisonStateLabels[head.state]);
  }

  function fieldsOf({ head, records }: ComparedRow): string {
    if (records.length === 0) return head.differing.map((field) => fieldName(head.form, field)).join(', ');
    if (head.state === 'agreed') return '';
    const count = (by: EnteredBy) => records.filter(({ enteredBy }) => enteredBy === by).length;
    const [both, first, second] = [count('both'), count('first'), count('second')];
    const parts = [
      both > 0 ? t('inFields', { n: both }) : '',
      first > 0 ? t('onlyFirst', { n: first }) : '',
      second > 0 ? t('onlySecond', { n: second }) : '',
    ];
    return list(
      parts.filter((part) => part !== ''),
      { type: 'unit' },
    );
  }

  return [
    { id: 'patient', header: t('patient'), rowHeader: true, sortBy: ({ head }) => head.patientCode, cell: ({ head }) => head.patientCode },
    { id: 'form', header: t('form'), sortBy: ({ head }) => head.form, cell: ({ head }) => formName(head.form) },
    {
      id: 'state',
      header: t('compares'),
      cell: (row) => (
        <StatusBadge tone={tones[row.head.state][0]} mark={tones[row.head.state][1]}>
          {stateOf(row)}
        </StatusBadge>
      ),
    },
    { id: 'fields', header: t('fields'), folds: true, cell: fieldsOf },
    {
      id: 'people',
      header: t('people'),
      folds: true,
      cell: ({ head, records }) => {
        const first = [head, ...records].find(({ firstBy }) => firstBy !== null)?.firstBy ?? null;
        return first === null ? t('secondAlone', { second: head.secondBy }) : t('firstAndSecond', { first, second: head.secondBy });
      },
    },
    { id: 'at', header: t('at'), folds: true, sortBy: ({ head }) => head.comparedAt, cell: ({ head }) => instant(head.comparedAt) },
    {
      id: 'actions',
      header: t('actions'),
      cell: ({ head, opens }) => (
        <Button
          size="compact-xs"
          variant={head.state === 'differs' && mayResolve ? 'filled' : 'default'}
          onClick={() => onOpen(opens)}
          aria-label={t('openThis', { form: formName(head.form), code: head.patientCode })}
        >
          {t(head.state === 'differs' && mayResolve ? 'resolve' : 'open')}
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
