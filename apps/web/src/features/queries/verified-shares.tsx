'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { type Study } from '@/session/session.tsx';
import { formsOf } from '@/session/study-forms.ts';
import { DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { verifiedSharesQuery } from './query.ts';

/** How many records of each form and centre were compared with their source and have not changed since. */
export function VerifiedShares({ study }: { study: Study }) {
  const t = useTranslations('queries.verified');
  const label = useLabel();
  const { data, error, refetch } = useQuery(verifiedSharesQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const shares = data?.verifiedShares ?? [];
  const centres = [...new Set(shares.map(({ centre }) => centre))];
  const rows = formsOf(study).filter(({ name }) => shares.some(({ form }) => form === name));
  const share = (name: string, centre: string) => {
    const one = shares.find((each) => each.form === name && each.centre === centre);
    return one ? t('share', { verified: one.verified, records: one.records }) : missing;
  };
  return (
    <Panel title={t('title')} note={t('note')}>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState height={240} lines={6} /> : null}
      {data && rows.length === 0 ? t('none') : null}
      {rows.length > 0 ? (
        <DataTable
          columns={[
            { id: 'form', header: t('form'), rowHeader: true, cell: (form) => label(form.label) },
            ...centres.map((centre) => ({
              id: centre,
              header: centre,
              align: 'right' as const,
              cell: ({ name }: (typeof rows)[number]) => share(name, centre),
            })),
          ]}
          rows={rows}
          rowKey={({ name }) => name}
          caption={t('title')}
          hideCaption
          dense
        />
      ) : null}
    </Panel>
  );
}
