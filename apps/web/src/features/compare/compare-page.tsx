'use client';
import { useQuery } from '@apollo/client/react';
import { Box, Button, SegmentedControl } from '@mantine/core';
import { comparedGroups, eitherOf, type OverlapRule, showCompared } from '@haim/schema';
import Link from 'next/link';
import { type ReactNode, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { cohortInput } from '@/selection/cohort-filter.ts';
import { ComparedAnalyses } from '@/selection/compared.tsx';
import { OwnCentresNote } from '@/selection/own-centres-note.tsx';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './compare-page.module.css';
import { Overlap, type Sizes } from './overlap.tsx';
import { overlapQuery } from './query.ts';
import { isSame, readSide, type Side } from './side.ts';
import { SideSelect } from './side-select.tsx';
import { sections, useCompareState } from './use-compare-state.ts';
import { useSideName } from './use-side-name.ts';

/** The analyses of two cohorts, as the features have them: of whatever selection and groups are around them. */
type Views = Readonly<Record<(typeof sections)[number], ReactNode>>;

/** Two cohorts side by side: who they are, who is in both, and every analysis of the two. */
export function ComparePage({ views }: { views: Views }) {
  const t = useTranslations('compare');
  const study = useStudy();
  const { state, setState } = useCompareState();
  const sides = useMemo(() => [readSide(state.a, study), readSide(state.b, study)] as const, [state.a, state.b, study]);
  const [a, b] = sides;
  const isUnknown = a.issues.length + b.issues.length > 0;
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <Button component={Link} size="xs" variant="default" href={studyPath(study.code, 'cohorts')}>
          {t('toCohorts')}
        </Button>
      </PageTitle>
      <div className={styles['sides']}>
        <SideSelect letter="A" side={a} onChange={(text) => setState({ a: text })} />
        <Button
          size="xs"
          variant="subtle"
          className={styles['swap'] ?? ''}
          onClick={() => setState({ a: state.b, b: state.a, overlap: swapped[state.overlap] })}
        >
          {t('swap')}
        </Button>
        <SideSelect letter="B" side={b} onChange={(text) => setState({ b: text })} />
      </div>
      {study.sharesNumbers ? (
        <Box mb="sm">
          <OwnCentresNote>{t('ownCentres')}</OwnCentresNote>
        </Box>
      ) : null}
      {isUnknown ? (
        <Panel>
          <EmptyState
            title={t('unknown', { parts: [...a.issues, ...b.issues].map(({ part }) => part).join('; ') })}
            text={t('unknownText')}
          />
        </Panel>
      ) : isSame(a, b) ? (
        <Panel>
          <EmptyState title={t('same')} text={t('sameText')} />
        </Panel>
      ) : (
        <Sides a={a} b={b} views={views} />
      )}
    </>
  );
}

const swapped: Readonly<Record<OverlapRule, OverlapRule>> = {
  apart: 'apart',
  leaveOut: 'leaveOut',
  inA: 'inB',
  inB: 'inA',
};

function Sides({ a, b, views }: { a: Side; b: Side; views: Views }) {
  const t = useTranslations('compare');
  const study = useStudy();
  const nameOf = useSideName();
  const { state, setState } = useCompareState();
  const both = { a: a.filter, b: b.filter };
  const cohort = useMemo(() => eitherOf({ a: a.filter, b: b.filter }), [a.filter, b.filter]);
  const { data, error, refetch } = useQuery(overlapQuery, {
    variables: {
      study: study.code,
      cohort: cohortInput(cohort),
      groupBy: showCompared({ ...both, overlap: 'apart' }),
    },
  });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState height={480} />;
  const of = (group: string) => data.tableOne.groups.find(({ value }) => value === group)?.n ?? 0;
  const sizes: Sizes = { a: of(comparedGroups.a), both: of(comparedGroups.both), b: of(comparedGroups.b) };
  const names = [nameOf(a), nameOf(b)] as const;
  // Where nobody is in both, it does not matter to whom they would belong.
  const overlap = sizes.both === 0 ? 'leaveOut' : state.overlap;
  const text = t('text', { a: names[0], b: names[1], rule: t(`rules.${sizes.both === 0 ? 'none' : overlap}`) });
  return (
    <>
      <Overlap sizes={sizes} names={names} overlap={overlap} onChange={(next) => setState({ overlap: next })} />
      <SegmentedControl
        className={styles['sections'] ?? ''}
        aria-label={t('which')}
        data-print="no"
        value={state.show}
        onChange={(value) => setState({ show: sections.find((one) => one === value) ?? 'baseline' })}
        data={sections.map((value) => ({ value, label: t(`sections.${value}`) }))}
      />
      <ComparedAnalyses
        cohort={cohort}
        groupBy={showCompared({ ...both, overlap })}
        names={names}
        bothName={t('both')}
        describesOnly={overlap === 'apart'}
        text={text}
      >
        {views[state.show]}
      </ComparedAnalyses>
    </>
  );
}
