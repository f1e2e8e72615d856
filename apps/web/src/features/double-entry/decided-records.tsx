'use client';
import { Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Form, type Row } from '@haim/schema';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { RecordSummary } from '@/forms/record-summary.tsx';
import { useStudy } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EnteredByBadge } from './entered-by-badge.tsx';
import { differingOf, pairOf } from './list-decisions.ts';
import styles from './list.module.css';
import { type ListRecord, type OpenedList } from './query.ts';
import { useEntered } from './use-entered.ts';
import { useRecordName } from './use-record-name.ts';

interface DecidedRecordsProps {
  readonly records: readonly ListRecord[];
  readonly list: OpenedList;
  readonly form: Form;
}

/** Records of a list as they differ, and how each was decided. */
export function DecidedRecords({ records, list, form }: DecidedRecordsProps) {
  return (
    <Stack gap="sm">
      {records.map((one) => (
        <DecidedRecord key={one.comparison.id} one={one} list={list} form={form} />
      ))}
    </Stack>
  );
}

function DecidedRecord({ one, list, form }: Omit<DecidedRecordsProps, 'records'> & { readonly one: ListRecord }) {
  const t = useTranslations('doubleEntry.list');
  const of = useTranslations('doubleEntry.comparison');
  const instant = useInstant();
  const nameOf = useRecordName(form);
  const study = useStudy();
  const { comparison } = one;
  const { first, second, enteredBy, outcome, sameAs, resolvedAt } = comparison;
  const whole = (first ?? second ?? {}) as Row;
  const other = list.comparisons.find((candidate) => candidate.comparison.id === sameAs);
  const same =
    outcome === 'same' && other ? nameOf((other.comparison.first ?? other.comparison.second ?? {}) as Row) : '';
  return (
    <section className={styles['record']} aria-label={nameOf(whole)}>
      <div className={styles['head']}>
        <span className={styles['name']}>{nameOf(whole)}</span>
        <EnteredByBadge by={enteredBy} />
      </div>
      {enteredBy === 'both' || (outcome === 'same' && enteredBy === 'first') ? (
        <Fields one={one} list={list} form={form} />
      ) : (
        <RecordSummary form={form} record={whole} choices={{ arm: study.arms }} />
      )}
      <Text size="sm" mt="xs">
        {outcome === 'same' ? `${same === '' ? t('doneLate') : t('outcomes.same.done', { name: same })} ` : null}
        {outcome && outcome !== 'same' ? `${t(`outcomes.${outcome}.done`)} ` : null}
        {resolvedAt
          ? of('resolvedBy', {
              name: comparison.resolvedBy ?? '',
              at: instant(resolvedAt),
              reason: comparison.reason ?? '',
            })
          : of('notDecided')}
      </Text>
    </section>
  );
}

/** Both entries of the fields that differ, and which held. */
function Fields({ one, list, form }: Omit<DecidedRecordsProps, 'records'> & { readonly one: ListRecord }) {
  const t = useTranslations('doubleEntry.comparison');
  const label = useLabel();
  const entered = useEntered(form);
  const { comparison } = one;
  const decided = {
    [comparison.id]: { outcome: comparison.outcome ?? '', sameAs: comparison.sameAs ?? '', fields: {} },
  } as const;
  const pair = pairOf(list.comparisons, decided, one);
  const fields = differingOf(list.comparisons, decided, form, one);
  const chosen = comparison.chosen as Readonly<Record<string, 'first' | 'second' | 'other'>> | null;
  if (pair === null || fields.length === 0) return null;
  const columns: Column<{ field: string }>[] = [
    { id: 'field', header: t('field'), rowHeader: true, cell: ({ field }) => label(form.fields[field]?.label ?? { en: field, zh: field }) },
    { id: 'first', header: t('first'), cell: ({ field }) => entered(pair.first, field) },
    { id: 'second', header: t('second'), cell: ({ field }) => entered(pair.second, field) },
    ...(chosen ? [{ id: 'chosen', header: t('chosen'), cell: ({ field }: { field: string }) => t(`holds.${chosen[field] ?? 'first'}`) }] : []),
  ]; // prettier-ignore
  return (
    <DataTable
      columns={columns}
      rows={fields.map((field) => ({ field }))}
      rowKey={({ field }) => field}
      caption={t('differences')}
      hideCaption
      dense
    />
  );
}
