'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './home.module.css';
import { waitingSecondEntriesQuery } from './query.ts';
import { Waiting } from './waiting.tsx';

/** For who enters forms a second time: how many wait, and why no record is open to them. */
export function DoubleEntryCard({ study }: { study: Study }) {
  const t = useTranslations('home.doubleEntry');
  const { data, error } = useQuery(waitingSecondEntriesQuery, {
    variables: { study: study.code },
    skip: study.closedAt !== null,
    fetchPolicy: 'cache-and-network',
  });
  const n = data?.secondEntryTasks.filter(({ enteredAt }) => enteredAt === null).length;
  return (
    <Panel title={t('title')}>
      <Stack gap="xs" maw="44rem">
        {error && !data ? <ErrorState code={errorCode(error)} /> : null}
        {n === undefined ? null : (
          <ul className={styles['counts']}>
            <Waiting n={n}>{t('toEnter', { n })}</Waiting>
          </ul>
        )}
        <Text size="sm">{t('why')}</Text>
        <Group gap="xs">
          <Button component={Link} href={studyPath(study.code, 'double-entry')} size="xs">
            {t('toForms')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
