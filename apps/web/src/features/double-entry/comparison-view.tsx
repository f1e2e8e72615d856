'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { compareEntries, comparisonStateLabels, type Form, type Row } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Details } from '@/ui/details.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { DifferencesForm } from './differences-form.tsx';
import { type Comparison, comparisonQuery, comparisonsQuery, type Opened } from './query.ts';
import { useEntered } from './use-entered.ts';

interface ComparisonViewProps {
  readonly id: string;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

/** Two entries of a record beside each other: decided where they differ, and how it was decided afterwards. */
export function ComparisonView({ id, onOpen, onClose }: ComparisonViewProps) {
  const t = useTranslations('doubleEntry.comparison');
  const label = useLabel();
  const study = useStudy();
  const { data, error, refetch } = useQuery(comparisonQuery, { variables: { id }, fetchPolicy: 'cache-and-network' });
  const opened = data?.entryComparison;
  const form = opened ? readableFormOf(study, opened.comparison.form) : undefined;
  return (
    <>
      <Button variant="subtle" size="compact-sm" mb="xs" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onClose}>
        {t('back')}
      </Button>
      {opened && form ? (
        <>
          <PageTitle
            title={t('title', { form: label(form.label), code: opened.comparison.patientCode })}
            lead={<Lead comparison={opened.comparison} />}
          />
          <Body opened={opened} form={form} onOpen={onOpen} onClose={onClose} onRead={() => void refetch()} />
        </>
      ) : error ? (
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      ) : (
        <LoadingState height={360} lines={8} />
      )}
    </>
  ); // prettier-ignore
}

function Lead({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('doubleEntry.comparison');
  const instant = useInstant();
  const { code } = useStudy();
  const { firstBy, secondBy, comparedAt, compared, differing, patientId, form, patientCode } = comparison;
  return (
    <>
      {t('lead', { first: firstBy ?? '', second: secondBy, at: instant(comparedAt) })}{' '}
      {t('counts', { agreed: compared - differing.length, n: compared })}{' '}
      <Anchor component={Link} href={`${studyPath(code, 'patients', patientId)}?form=${form}`} inherit>
        {t('toPatient', { code: patientCode })}
      </Anchor>
    </>
  );
}

interface BodyProps extends Pick<ComparisonViewProps, 'onOpen' | 'onClose'> {
  readonly opened: Opened;
  readonly form: Form;
  readonly onRead: () => void;
}

function Body({ opened, form, onOpen, onClose, onRead }: BodyProps) {
  const t = useTranslations('doubleEntry.comparison');
  const label = useLabel();
  const study = useStudy();
  const mayResolve = useMay('resolveEntries');
  const { comparison, record } = opened;
  const waiting = useQuery(comparisonsQuery, {
    variables: { study: study.code, states: ['differs'], first: 200 },
    fetchPolicy: 'cache-first',
  });
  const others = (waiting.data?.entryComparisons ?? []).filter(({ id, listId }) => id !== comparison.id && !listId);
  const [next] = others;
  const agreeing = compareEntries(form, comparison.first as Row, comparison.second as Row).filter(
    ({ agrees }) => agrees,
  );
  const decides = comparison.state === 'differs' && mayResolve && record !== null;
  return (
    <Panel title={label(comparisonStateLabels[comparison.state])} note={decides ? t('keys') : null}>
      {record === null ? <Text size="sm" mb="sm">{t('removed')}</Text> : null}
      {decides ? (
        <DifferencesForm
          key={`${comparison.version} ${opened.recordVersion ?? 0}`}
          opened={opened}
          form={form}
          onResolved={() => (next ? onOpen(next.id) : onClose())}
          onRead={onRead}
          resolvesNext={next !== undefined}
        />
      ) : comparison.differing.length > 0 ? (
        <Decided comparison={comparison} form={form} />
      ) : null}
      {agreeing.length > 0 ? (
        <Details summary={t('agreeing', { n: agreeing.length })} isOpen={comparison.differing.length === 0}>
          <Agreeing fields={agreeing.map(({ field }) => field)} comparison={comparison} form={form} />
        </Details>
      ) : null}
    </Panel>
  ); // prettier-ignore
}

function Decided({ comparison, form }: { comparison: Comparison; form: Form }) {
  const t = useTranslations('doubleEntry.comparison');
  const label = useLabel();
  const instant = useInstant();
  const entered = useEntered(form);
  const chosen = comparison.chosen as Readonly<Record<string, 'first' | 'second' | 'other'>> | null;
  const columns: Column<{ field: string }>[] = [
    { id: 'field', header: t('field'), rowHeader: true, cell: ({ field }) => label(form.fields[field]?.label ?? { en: field, zh: field }) },
    { id: 'first', header: t('first'), cell: ({ field }) => entered(comparison.first as Row, field) },
    { id: 'second', header: t('second'), cell: ({ field }) => entered(comparison.second as Row, field) },
    ...(chosen ? [{ id: 'chosen', header: t('chosen'), cell: ({ field }: { field: string }) => t(`holds.${chosen[field] ?? 'first'}`) }] : []),
  ]; // prettier-ignore
  return (
    <>
      <DataTable
        columns={columns}
        rows={comparison.differing.map((field) => ({ field }))}
        rowKey={({ field }) => field}
        caption={t('differences')}
        hideCaption
      />
      {comparison.resolvedAt ? (
        <Group mt="xs">
          <Text size="sm">
            {t('resolvedBy', {
              name: comparison.resolvedBy ?? '',
              at: instant(comparison.resolvedAt),
              reason: comparison.reason ?? '',
            })}
          </Text>
        </Group>
      ) : (
        <Text size="sm" mt="xs">
          {t('notDecided')}
        </Text>
      )}
    </>
  );
}

function Agreeing({ fields, comparison, form }: { fields: readonly string[]; comparison: Comparison; form: Form }) {
  const t = useTranslations('doubleEntry.comparison');
  const label = useLabel();
  const entered = useEntered(form);
  return (
    <DataTable
      columns={[
        {
          id: 'field',
          header: t('field'),
          rowHeader: true,
          cell: ({ field }) => label(form.fields[field]?.label ?? { en: field, zh: field }),
        },
        { id: 'value', header: t('both'), cell: ({ field }) => entered(comparison.first as Row, field) },
      ]}
      rows={fields.map((field) => ({ field }))}
      rowKey={({ field }) => field}
      caption={t('agreeing', { n: fields.length })}
      hideCaption
      dense
    />
  );
}
