'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useCompared } from '@/selection/compared.tsx';
import { useCohort } from '@/selection/use-cohort.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { type PrintedTable } from '@/tables/printed-table.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type ComparedPublished, comparedPublishedQuery } from './query.ts';
import { publishedNumbers, shareOf } from './to-published.ts';

/** Published counts beside recomputed ones, where nobody is left out by a selection: other patients have other counts. */
export function PublishedTable() {
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const groups = useCompared();
  const isOfAll = input === null && snapshot === null && groups === null;
  const { data, error, refetch } = useQuery(comparedPublishedQuery, {
    variables: { study: study.code },
    skip: !isOfAll,
    fetchPolicy: 'cache-and-network',
  });
  if (!isOfAll) return null;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const compared = data?.comparedPublished;
  return compared ? <Answer compared={compared} /> : null;
}

function Answer({ compared }: { compared: ComparedPublished }) {
  const t = useTranslations('tables.published');
  const study = useStudy();
  const selection = useSelectionText();
  const table: PrintedTable = {
    columns: [
      { header: t('rate') },
      { header: t('published'), below: t('patients') },
      { header: t('recomputed'), below: t('patients') },
      { header: t('verdict') },
    ],
    rows: compared.rows.map(({ rate, arm, patients, of, recomputedPatients, recomputedOf, verdict, difference }) => {
      const words = t(`verdicts.${verdict}`, { n: Math.abs(difference) });
      const tone = verdict === 'MATCHES' ? 'good' : 'attention';
      return {
        id: `${rate} ${arm ?? ''}`,
        cells: [
          t('rateOf', { rate: t(`rates.${rate}`), arm: arm ?? t('all') }),
          shareOf(patients, of),
          shareOf(recomputedPatients, recomputedOf),
          { text: words, node: <StatusBadge tone={tone}>{words}</StatusBadge> },
        ],
      };
    }),
  };
  return (
    <TableFrame
      title={t('title')}
      table={table}
      numbers={publishedNumbers(compared)}
      caption={[t('source', { source: compared.source }), t('counted')]}
      methods={t('methods', { source: compared.source })}
      provenance={{ study: study.code, dataVersion: compared.dataVersion, selection, recipe: compared.recipe }}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-published-response`}
    />
  );
}
