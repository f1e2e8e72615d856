'use client';
import { useQuery } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ctcaeVersionOfTerms } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { useScope } from '@/selection/use-scope.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { useCtcaeTerms } from '@/session/use-ctcae-terms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { PanelShape } from '@/ui/loading-shape.tsx';
import { Panel } from '@/ui/panel.tsx';
import { adverseEventsQuery } from './event-terms-query.ts';
import { type TermRow, termsByArm } from './terms-by-arm.ts';

/** Which events the patients of the selection had, by arm; what CTCAE does not name is marked for a data manager. */
export function EventTerms() {
  const t = useTranslations('cohort.adverseEvents');
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { scope } = useScope();
  const { data, previousData, error, refetch } = useQuery(adverseEventsQuery, {
    variables: { study: study.code, cohort: input, snapshot },
  });
  const areTermsKnown = useCtcaeTerms();
  const answer = (data ?? previousData)?.adverseEvents;
  const columns = useTermColumns(answer?.arms ?? []);
  if (!answer || !areTermsKnown) {
    return error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : <PanelShape height={160} />;
  }
  const rows = termsByArm(answer.rows.map(({ arm, ...count }) => ({ ...count, arm: arm ?? null })));
  return (
    <Kept freshness={freshnessOf({ data, error })}>
      <Panel
        title={scope === 'STUDY' ? t('termsOwn') : t('terms')}
        note={t('termsNote', { version: ctcaeVersionOfTerms })}
      >
        {rows.length > 0 ? (
          <DataTable
            caption={t('terms')}
            hideCaption
            columns={columns}
            rows={rows}
            rowKey={({ term }) => term}
            maxHeight="28rem"
          />
        ) : (
          <Text size="sm" c="var(--text-quiet)">
            {t('noneYet')}
          </Text>
        )}
      </Panel>
    </Kept>
  );
}

function useTermColumns(arms: readonly { value?: string | null; n: number }[]): Column<TermRow>[] {
  const t = useTranslations('cohort.adverseEvents');
  const label = useLabel();
  const labels = useLabels();
  const version = ctcaeVersionOfTerms;
  const counts = arms.flatMap(({ value, n }): Column<TermRow>[] => {
    const arm = value ?? null;
    const name = arm ?? labels.value('arm', arm);
    return [
      {
        id: `any ${arm ?? ''}`,
        header: t('arm', { arm: name, n }),
        align: 'right',
        cell: (row) => row.arms.get(arm)?.any ?? 0,
      },
      {
        id: `severe ${arm ?? ''}`,
        header: t('armSevere', { arm: name }),
        align: 'right',
        cell: (row) => row.arms.get(arm)?.severe ?? 0,
      },
    ];
  });
  return [
    {
      id: 'term',
      header: t('term'),
      rowHeader: true,
      cell: ({ term, coded, likely }) => (
        <>
          {coded ? label(coded.name) : term}
          <Text component="span" display="block" size="xs" c="var(--text-quiet)">
            {coded
              ? label(coded.organClass)
              : likely
                ? t('perhaps', { version, name: label(likely) })
                : t('uncoded', { version })}
          </Text>
        </>
      ),
    },
    ...counts,
  ];
}
