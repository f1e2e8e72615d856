'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { mayIn, type Study, useViewer } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { cardRights } from './desk-cards.ts';
import styles from './home.module.css';
import { openReadingsQuery } from './query.ts';
import { Waiting } from './waiting.tsx';

/** For readers and adjudicators: how many cases wait, and why no record is open to them. */
export function ReadingCard({ study }: { study: Study }) {
  const t = useTranslations('home.reading');
  const memberships = useViewer().memberships.filter((one) => one.study === study.code);
  const rights = cardRights.reading.filter((right) => mayIn(memberships, right));
  return (
    <Panel title={t('title')}>
      <Stack gap="xs" maw="44rem">
        {study.closedAt === null ? (
          <ul className={styles['counts']}>
            {rights.map((right) => (
              <OpenReadings key={right} study={study.code} right={right} />
            ))}
          </ul>
        ) : null}
        <Text size="sm">{t('why')}</Text>
        <Group gap="xs">
          <Button component={Link} href={studyPath(study.code, 'readings')} size="xs">
            {t('toReadings')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}

function OpenReadings({ study, right }: { study: string; right: string }) {
  const t = useTranslations('home.reading');
  const { data, error } = useQuery(openReadingsQuery, {
    variables: { study, right },
    fetchPolicy: 'cache-and-network',
  });
  if (error && !data) return <ErrorState code={errorCode(error)} />;
  const n = data?.readingTasks.filter(({ state }) => state === 'open').length;
  return n === undefined ? null : <Waiting n={n}>{t(right === 'adjudicate' ? 'toDecide' : 'toRead', { n })}</Waiting>;
}
