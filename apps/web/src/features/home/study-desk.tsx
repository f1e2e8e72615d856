'use client';
import { useQuery } from '@apollo/client/react';
import { Box } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { RoleName } from '@/session/role-name.tsx';
import { mayIn, type Study, useStudyOfPath, useViewer } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { SyntheticBand } from '@/ui/synthetic-band.tsx';
import { AnalysisCard } from './analysis-card.tsx';
import { ChangesCard } from './changes-card.tsx';
import { DoubleEntryCard } from './double-entry-card.tsx';
import { DayCard } from './day-card.tsx';
import { type DeskCard, deskOf } from './desk-cards.ts';
import styles from './home.module.css';
import { ModelsCard } from './models-card.tsx';
import { PeopleCard } from './people-card.tsx';
import { worklistQuery } from './query.ts';
import { ReadingCard } from './reading-card.tsx';
import { RecordsCard } from './records-card.tsx';
import { ReviewCard } from './review-card.tsx';
import { RulesCard } from './rules-card.tsx';
import { SlidesCard } from './slides-card.tsx';
import { TroubleCard } from './trouble-card.tsx';
import { UnsignedCard } from './unsigned-card.tsx';

/** Cards that ask for what they show themselves. */
const asksItself: ReadonlySet<DeskCard> = new Set([
  'day',
  'review',
  'analysis',
  'changes',
  'reading',
  'doubleEntry',
  'rules',
  'trouble',
]);

/** The first page of a study: what waits there for this reader, by role. */
export function StudyDesk({ study }: { study: Study }) {
  const t = useTranslations('home');
  const memberships = useViewer().memberships.filter((one) => one.study === study.code);
  const cards = deskOf(
    memberships.map(({ role }) => role),
    study.closedAt !== null,
  );
  const has = (card: (typeof cards)[number]) => cards.includes(card);
  // The frame of a study's own pages has the band already.
  const isFramed = useStudyOfPath() !== null;
  const { data, error, refetch } = useQuery(worklistQuery, {
    variables: {
      study: study.code,
      records: has('records'),
      slides: has('slides'),
      models: has('models'),
      people: has('people'),
      unsigned: has('unsigned'),
    },
    skip: !(['records', 'slides', 'models', 'people', 'unsigned'] as const).some(has),
    // Others work meanwhile.
    fetchPolicy: 'cache-and-network',
  });
  const work = data?.worklist;
  const parts = {
    reading: <ReadingCard study={study} />,
    doubleEntry: <DoubleEntryCard study={study} />,
    day: <DayCard study={study} records={work?.entry} />,
    review: <ReviewCard study={study} />,
    unsigned: <UnsignedCard work={work?.unsigned} study={study} />,
    records: <RecordsCard work={work?.entry} study={study} />,
    slides: <SlidesCard work={work?.slides} study={study} />,
    models: <ModelsCard work={work?.models} study={study} mayRead={mayIn(memberships, 'readRecords')} />,
    people: <PeopleCard work={work?.people} study={study} />,
    trouble: <TroubleCard study={study} mayRead={mayIn(memberships, 'readRecords')} />,
    rules: <RulesCard study={study} />,
    analysis: <AnalysisCard study={study} />,
    changes: <ChangesCard study={study} />,
  };
  return (
    <>
      <PageTitle
        title={study.name}
        lead={
          <>
            {study.code}
            {memberships.map(({ role }) => (
              <span key={role}>
                {' · '}
                <RoleName role={role} />
              </span>
            ))}
            {study.cutoffOn ? ` · ${t('cutoff', { date: study.cutoffOn })}` : null}
          </>
        }
      />
      {study.synthetic && !isFramed ? (
        <div className={styles['band']}>
          <SyntheticBand />
        </div>
      ) : null}
      {error && !data ? (
        <Box mb="md">
          <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
        </Box>
      ) : null}
      <div className={styles['desk']}>
        {cards
          // Without an answer to the question what waits, the cards that show it would load forever.
          .filter((card) => !error || data || asksItself.has(card))
          .map((card) => (
            <div
              key={card}
              className={styles[card === 'analysis' || card === 'changes' || card === 'day' ? 'whole' : 'card']}
            >
              {parts[card]}
            </div>
          ))}
      </div>
    </>
  );
}
