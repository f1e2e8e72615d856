'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { EvaluationView } from './evaluation-view.tsx';
import { ModelCards } from './model-cards.tsx';
import { scoreSourcesQuery } from './query.ts';
import { SourceNote, SourceSwitch } from './source-switch.tsx';
import { usePageState } from './use-page-state.ts';

/** How well the scores of one source tell the two response classes apart, and the models the portal holds. */
export function ModelsView() {
  const t = useTranslations('models');
  const { code } = useStudy();
  const page = usePageState();
  const { data, error, refetch } = useQuery(scoreSourcesQuery, { variables: { study: code } });
  const sources = data?.scoreSources ?? null;
  const source = sources?.find(({ id }) => id === page.source) ?? sources?.[0] ?? null;
  return (
    <>
      <PageTitle title={t('title')} lead={source === null ? t('lead') : undefined}>
        {sources !== null && source !== null && (
          <SourceSwitch sources={sources} chosen={source} onChoose={page.chooseSource} />
        )}
      </PageTitle>
      {sources === null && error && <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />}
      {sources === null && !error && <LoadingState height={640} />}
      {sources !== null && source === null && <EmptyState title={t('noSource')} text={t('noSourceText')} />}
      {source !== null && (
        <>
          <SourceNote source={source} />
          <EvaluationView key={source.id} source={source} page={page} />
        </>
      )}
      <ModelCards />
    </>
  );
}
