'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconCircleCheck, IconPlayerPlay } from '@tabler/icons-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { DueStateBadge } from '@/due/due-state.tsx';
import { placeOfDue, rememberRound } from '@/due/round.ts';
import { useVisitName } from '@/due/use-visit-name.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { type DayQuery, type WorklistQuery } from '@/graphql/generated/graphql.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CountedLink } from './counted-link.tsx';
import { dayQuery } from './day-query.ts';
import styles from './home.module.css';
import { MineList } from './mine-list.tsx';

interface DayCardProps {
  readonly study: Study;
  /** What lacks a form; loaded for the card below this one. */
  readonly records: WorklistQuery['worklist']['entry'] | undefined;
}

/** The day of whoever enters records: how much is due and was asked, and the way through it. */
export function DayCard({ study, records }: DayCardProps) {
  const t = useTranslations('home.day');
  const { data, error, refetch } = useQuery(dayQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <Panel title={t('title')} note={t('note')}>
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState height="var(--room-day)" lines={7} /> : null}
      {data ? <Body data={data} study={study} lacking={records?.incomplete ?? 0} /> : null}
    </Panel>
  );
}

function Body({ data, study, lacking }: { data: DayQuery; study: Study; lacking: number }) {
  const t = useTranslations('home.day');
  const visitName = useVisitName();
  const { rows, counts } = data.dueItems;
  const { open } = data.dataQueryCounts;
  const [first] = rows;
  const name = (item: (typeof rows)[number]) => visitName(item.form, item.visit ?? null);
  // Enter goes through the day, unless the reader has gone elsewhere meanwhile.
  const begin = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) begin.current?.focus({ preventScroll: true });
  }, []);
  // What is begun here is a round through all of it.
  useEffect(() => rememberRound(study.code, {}), [study.code]);
  return (
    <>
      <ul className={styles['counts']}>
        <CountedLink n={counts.overdue} href={`${studyPath(study.code, 'due')}?state=overdue`} isUrgent>
          {t('overdue', { n: counts.overdue })}
        </CountedLink>
        <CountedLink n={counts.due} href={`${studyPath(study.code, 'due')}?state=due`}>
          {t('due', { n: counts.due })}
        </CountedLink>
        <CountedLink n={open} href={`${studyPath(study.code, 'queries')}?state=open`} isUrgent>
          {t('questions', { n: open })}
        </CountedLink>
        <CountedLink n={lacking} href={studyPath(study.code, 'entry')}>
          {t('lacking', { n: lacking })}
        </CountedLink>
      </ul>
      {first ? (
        <>
          <Group gap="xs" mt="sm">
            <Button
              ref={begin}
              component={Link}
              href={placeOfDue(study.code, first)}
              prefetch={false}
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
            >
              {t('begin', { code: first.code, what: name(first) })}
            </Button>
            <Button component={Link} href={studyPath(study.code, 'due')} variant="default">
              {t('all', { n: data.dueItems.total })}
            </Button>
          </Group>
          <ul className={styles['next']} aria-label={t('next')}>
            {rows.map((item) => (
              <li key={`${item.patientId} ${item.form}`} className={styles['item']}>
                <Anchor component={Link} href={placeOfDue(study.code, item)} prefetch={false} size="sm" fw={600}>
                  {item.code}
                </Anchor>
                <Text component="span" size="sm">
                  {name(item)}
                </Text>
                <DueStateBadge state={item.state} overdueBy={item.overdueBy} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Group gap="xs" mt="sm">
          <IconCircleCheck size={18} color="var(--mantine-color-teal-6)" aria-hidden />
          <Text size="sm">{t(open === 0 ? 'done' : 'noVisit')}</Text>
        </Group>
      )}
      <MineList mine={data.worklist.mine} study={study} />
    </>
  );
}
