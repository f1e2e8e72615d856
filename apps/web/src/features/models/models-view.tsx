'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { ComparatorsSection } from './comparators-section.tsx';
import { type ScoreSource } from './evaluation.ts';
import { EvaluationView } from './evaluation-view.tsx';
import { scoreSourcesQuery } from './query.ts';
import { RegistrySection } from './registry-section.tsx';
import { SourceNote, SourceSwitch } from './source-switch.tsx';
import { usePageState } from './use-page-state.ts';
import styles from './models.module.css';

/** How well the scores of one source tell the two response classes apart, and the models the portal holds. */
export function ModelsView() {
  const t = useTranslations('models');
  const { code } = useStudy();
  const page = usePageState();
  const { data, previousData, error, refetch } = useQuery(scoreSourcesQuery, {
    variables: { study: code, clinicalCovariates: page.covariates },
  });
  // While other covariates are fitted the page stays as it is.
  const sources = (data ?? previousData)?.scoreSources ?? null;
  const source = sources === null ? null : chosenSource(sources, page.source);
  return (
    <>
      <PageTitle title={t('title')} lead={source === null ? t('lead') : undefined}>
        {sources !== null && source !== null && (
          <div className={styles['sources']}>
            <SourceSwitch sources={sources} chosen={source} onChoose={page.chooseSource} />
          </div>
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
      {sources !== null && <ComparatorsSection sources={sources} page={page} />}
      <RegistrySection />
    </>
  );
}

/** The clinical model is one source whatever its covariates: who looks at it goes on looking at it. */
function chosenSource(sources: readonly ScoreSource[], id: string | null): ScoreSource | null {
  const isClinical = id?.startsWith('clinical:') ?? false;
  return (
    sources.find((source) => source.id === id) ??
    (isClinical ? sources.find(({ kind }) => kind === 'clinical') : undefined) ??
    sources[0] ??
    null
  );
}
