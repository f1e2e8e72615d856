'use client';
import { useQuery } from '@apollo/client/react';
import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { FindingsPanel } from './findings-panel.tsx';
import { studyQualityQuery } from './query.ts';
import { RulesPanel } from './rules-panel.tsx';
import { RunPanel } from './run-panel.tsx';
import { useQualityFilter } from './use-quality-filter.ts';

/** The rules over the records of a study, what they found, and what became of it. */
export function QualityPage() {
  const t = useTranslations('quality');
  const study = useStudy();
  const { filter } = useQualityFilter();
  const { data, error, refetch } = useQuery(studyQualityQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const quality = data?.studyQuality;
  const rule = quality?.rules.find(({ key }) => key === filter.rule);
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      <Stack gap="md">
        {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        {quality || error ? null : <LoadingState height={520} lines={12} />}
        {quality ? (
          <>
            <RunPanel quality={quality} study={study} onChange={() => void refetch()} />
            <RulesPanel quality={quality} study={study} onChange={() => void refetch()} />
            {rule ? (
              <FindingsPanel
                key={`${rule.key} ${quality.foundAt}`}
                rule={rule}
                study={study}
                foundAt={quality.foundAt}
              />
            ) : null}
          </>
        ) : null}
      </Stack>
    </>
  );
}
