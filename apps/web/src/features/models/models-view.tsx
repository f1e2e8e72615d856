'use client';
import { useQuery } from '@apollo/client/react';
import { Box, Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { OwnCentresNote } from '@/selection/own-centres-note.tsx';
import { useMay, useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { besideAnswer, onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { type ScoreSource } from '@/evaluation/evaluation.ts';
import { ComparisonLoading, PerformanceLoading, VersionsLoading } from './loading.tsx';
import { scoreSourcesQuery } from '@/evaluation/query.ts';
import { SectionTabs } from './section-tabs.tsx';
import { SourceNote, SourceSwitch } from './source-switch.tsx';
import { sections, usePageState } from './use-page-state.ts';
import styles from './models.module.css';

const EvaluationView = besideAnswer(
  async () => (await import('./evaluation-view.tsx')).EvaluationView,
  <PerformanceLoading />,
);
const RegistrySection = onOpening(
  async () => (await import('./registry-section.tsx')).RegistrySection,
  <VersionsLoading />,
);
const RunsSection = onOpening(async () => (await import('./runs-section.tsx')).RunsSection, <VersionsLoading />);
const ComparatorsSection = onOpening(
  async () => (await import('./comparators-section.tsx')).ComparatorsSection,
  <ComparisonLoading />,
);

/** The models of the portal: how well scores separate the response classes, against what, and which versions exist. */
export function ModelsView() {
  const t = useTranslations('models');
  const page = usePageState();
  // Scores are of patients: who decides on models without reading records has the versions alone.
  const offered = useMay('readRecords') ? sections : (['versions'] as const);
  const section = offered.find((one) => one === page.section) ?? 'versions';
  const { sharesNumbers } = useStudy();
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {sharesNumbers && section !== 'versions' ? (
        <Box mb="sm">
          <OwnCentresNote>{t('ownCentres')}</OwnCentresNote>
        </Box>
      ) : null}
      <SectionTabs section={section} offered={offered} onChoose={page.chooseSection}>
        {section === 'versions' ? <RegistrySection page={page} /> : null}
        {section === 'runs' ? <RunsSection page={page} /> : null}
        {section === 'performance' || section === 'comparison' ? <Scores page={page} /> : null}
      </SectionTabs>
    </>
  );
}

/** What needs the sources of scores: the performance of one, or the comparison of several. */
function Scores({ page }: { page: ReturnType<typeof usePageState> }) {
  const t = useTranslations('models');
  const { code } = useStudy();
  const { data, previousData, error, refetch } = useQuery(scoreSourcesQuery, {
    variables: { study: code, clinicalCovariates: page.covariates },
  });
  // While other covariates are being fitted the page stays as it is.
  const sources = (data ?? previousData)?.scoreSources ?? null;
  if (sources === null) {
    if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
    return page.section === 'comparison' ? <ComparisonLoading /> : <PerformanceLoading />;
  }
  if (page.section === 'comparison') return <ComparatorsSection sources={sources} page={page} />;
  const source = chosenSource(sources, page.source);
  if (source === null && page.source !== null) return <NoSource onLeave={() => page.chooseSource(null)} />;
  if (source === null) return <EmptyState title={t('noSource')} text={t('noSourceText')} />;
  return (
    <>
      <div className={styles['sources']}>
        <SourceSwitch sources={sources} chosen={source} onChoose={page.chooseSource} />
      </div>
      <SourceNote source={source} />
      <EvaluationView key={source.id} source={source} page={page} />
    </>
  );
}

/** The clinical model is one source whatever its covariates: changing them keeps it selected. */
function chosenSource(sources: readonly ScoreSource[], id: string | null): ScoreSource | null {
  const isClinical = id?.startsWith('clinical:') ?? false;
  return (
    sources.find((source) => source.id === id) ??
    (isClinical ? sources.find(({ kind }) => kind === 'clinical') : undefined) ??
    (id === null ? sources[0] : undefined) ??
    null
  );
}

/** An address may name scores that do not exist: another source's figures under that name would mislead. */
function NoSource({ onLeave }: { onLeave: () => void }) {
  const t = useTranslations('models');
  return (
    <EmptyState title={t('unknownSource')} text={t('unknownSourceText')}>
      <Button variant="default" size="xs" onClick={onLeave}>
        {t('firstSource')}
      </Button>
    </EmptyState>
  );
}
