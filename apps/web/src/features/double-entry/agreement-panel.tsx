'use client';
import { useQuery } from '@apollo/client/react';
import { Box, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type DoubleEntryAgreementQuery } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showInterval, showNumber, showPercent } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { agreementQuery } from './query.ts';

type FieldRow = DoubleEntryAgreementQuery['doubleEntryAgreement']['fields'][number];

/** How often two entries of each field agree, before anybody decided; kappa where the field has codes. */
export function AgreementPanel() {
  const t = useTranslations('doubleEntry.agreement');
  const label = useLabel();
  const say = useSay();
  const study = useStudy();
  const { data, error, refetch } = useQuery(agreementQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const found = data?.doubleEntryAgreement;
  const fields = found?.fields ?? [];
  const n = fields.reduce((sum, one) => sum + one.n, 0);
  const agreed = fields.reduce((sum, one) => sum + one.agreed, 0);
  const nameOf = ({ form, field }: FieldRow) =>
    label(readableFormOf(study, form)?.fields[field]?.label ?? { en: field, zh: field });
  const columns: Column<FieldRow>[] = [
    { id: 'field', header: t('field'), rowHeader: true, sortBy: nameOf, cell: nameOf },
    { id: 'form', header: t('form'), folds: true, sortBy: ({ form }) => form, cell: ({ form }) => label(readableFormOf(study, form)?.label ?? { en: form, zh: form }) },
    { id: 'n', header: t('n'), align: 'right', folds: true, sortBy: (one) => one.n, cell: (one) => one.n },
    { id: 'differ', header: t('differ'), align: 'right', folds: true, sortBy: (one) => one.n - one.agreed, cell: (one) => one.n - one.agreed },
    { id: 'share', header: t('share'), align: 'right', sortBy: (one) => one.agreed / one.n, cell: (one) => showPercent(one.agreed / one.n) },
    { id: 'kappa', header: t('kappa'), align: 'right', folds: true, cell: ({ kappa }) => (kappa ? showNumber(kappa.kappa, 3) : '') },
    { id: 'interval', header: t('interval'), align: 'right', folds: true, cell: ({ kappa }) => (kappa ? showInterval(kappa.lower, kappa.upper, 3) : '') },
  ]; // prettier-ignore
  const methods = fields.flatMap(({ kappa }) => (kappa ? [kappa.methodStatement] : [])).slice(0, 1);
  const doubts = new Map(fields.flatMap(({ kappa }) => kappa?.statements ?? []).map((one) => [one.code, one]));
  return (
    <Panel title={t('title')} note={t('note')}>
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingTable rows={6} />}
      {found && fields.length + found.lists.length === 0 ? <Text size="sm">{t('none')}</Text> : null}
      {found && fields.length + found.lists.length > 0 ? (
        <>
          <Text size="sm" mb="xs">
            {t('summary', {
              records: found.agreed + found.differs + found.resolved,
              same: found.agreed,
              n,
              agreed,
              share: n === 0 ? missing : showPercent(agreed / n),
            })}
          </Text>
          <ListsTable lists={found.lists} />
          {fields.length > 0 ? (
            <DataTable
              columns={columns}
              rows={fields}
              rowKey={({ form, field }) => `${form} ${field}`}
              caption={t('title')}
              hideCaption
              dense
              foldBelow="medium"
              maxHeight="60vh"
            />
          ) : null}
          {[...methods, ...doubts.values()].map((one) => (
            <Text key={one.code} size="xs" c="var(--text-quiet)" mt={4}>
              {say(one)}
            </Text>
          ))}
          <Text size="xs" c="var(--text-quiet)" mt={4}>
            {t('analyses')}
          </Text>
        </>
      ) : null}
    </Panel>
  );
}

type ListRow = DoubleEntryAgreementQuery['doubleEntryAgreement']['lists'][number];

/** How many records of lists both people have entered, and one of them alone: nothing where no list was entered twice. */
function ListsTable({ lists }: { lists: readonly ListRow[] }) {
  const t = useTranslations('doubleEntry.agreement.lists');
  const label = useLabel();
  const study = useStudy();
  if (lists.length === 0) return null;
  const columns: Column<ListRow>[] = [
    { id: 'form', header: t('form'), rowHeader: true, cell: ({ form }) => label(readableFormOf(study, form)?.label ?? { en: form, zh: form }) },
    { id: 'both', header: t('both'), align: 'right', cell: ({ both }) => both },
    { id: 'first', header: t('first'), align: 'right', folds: true, cell: ({ first }) => first },
    { id: 'second', header: t('second'), align: 'right', folds: true, cell: ({ second }) => second },
    { id: 'share', header: t('share'), align: 'right', cell: ({ both, first, second }) => showPercent(both / (both + first + second)) },
  ]; // prettier-ignore
  return (
    <Box mb="md">
      <DataTable
        columns={columns}
        rows={lists}
        rowKey={({ form }) => form}
        caption={t('title')}
        dense
        foldBelow="medium"
      />
    </Box>
  );
}
