'use client';
import { useQuery } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type ReadingAgreementQuery } from '@/graphql/generated/graphql.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showInterval, showNumber, showPercent } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { agreementQuery } from './query.ts';

type Kappa = NonNullable<ReadingAgreementQuery['readingAgreement']['ofBest']>;

/** How far two readers agree, and how often a third person was needed. */
export function AgreementPanel() {
  const t = useTranslations('readings.agreement');
  const say = useSay();
  const { code: study } = useStudy();
  const { data, error, refetch } = useQuery(agreementQuery, { variables: { study }, fetchPolicy: 'cache-and-network' });
  const found = data?.readingAgreement;
  const rows = (['ofVisits', 'ofBest'] as const).flatMap((what) => {
    const kappa = found?.[what];
    return kappa ? [{ what, kappa }] : [];
  });
  const columns: Column<{ what: 'ofVisits' | 'ofBest'; kappa: Kappa }>[] = [
    { id: 'what', header: t('what'), rowHeader: true, cell: ({ what }) => t(what) },
    { id: 'n', header: t('n'), align: 'right', cell: ({ kappa }) => kappa.n },
    { id: 'observed', header: t('observed'), align: 'right', cell: ({ kappa }) => showPercent(kappa.observed) },
    { id: 'kappa', header: t('kappa'), align: 'right', cell: ({ kappa }) => showNumber(kappa.kappa, 3) },
    { id: 'interval', header: t('interval'), align: 'right', folds: true, cell: ({ kappa }) => showInterval(kappa.lower, kappa.upper, 3) },
  ]; // prettier-ignore
  return (
    <Panel title={t('title')} note={t('note')}>
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingState height={120} />}
      {found?.cases === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : null}
      {found && found.cases > 0 ? (
        <>
          <Text size="sm" mb="xs">
            {t('rate', {
              cases: found.cases,
              discordant: found.discordant,
              share: showPercent(found.discordant / found.cases),
              adjudicated: found.adjudicated,
            })}
          </Text>
          <DataTable columns={columns} rows={rows} rowKey={({ what }) => what} caption={t('title')} hideCaption />
          {rows.flatMap(({ what, kappa }) =>
            [...(what === 'ofVisits' ? [kappa.methodStatement] : []), ...kappa.statements].map((one) => (
              <Text key={`${what} ${one.code}`} size="xs" c="var(--text-quiet)" mt={4}>
                {say(one)}
              </Text>
            )),
          )}
        </>
      ) : null}
    </Panel>
  );
}
