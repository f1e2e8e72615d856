'use client';
import { useQuery } from '@apollo/client/react';
import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { PanelShape } from '@/ui/loading-shape.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { besideAnswer } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { studyQualityQuery } from './query.ts';
import { useQualityFilter } from './use-quality-filter.ts';

const RunPanel = besideAnswer(async () => (await import('./run-panel.tsx')).RunPanel, <PanelShape height={160} />);
const RulesPanel = besideAnswer(
  async () => (await import('./rules-panel.tsx')).RulesPanel,
  <PanelShape height={420} />,
);
const FindingsPanel = besideAnswer(
  async () => (await import('./findings-panel.tsx')).FindingsPanel,
  <PanelShape height={300} />,
);

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
