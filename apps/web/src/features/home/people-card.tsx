'use client';
import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type WorklistQuery } from '@/graphql/generated/graphql.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './home.module.css';
import { Waiting } from './waiting.tsx';

/** How many take part, and whose invitation waits for an answer. */
export function PeopleCard({ work, study }: { work: WorklistQuery['worklist']['people'] | undefined; study: Study }) {
  const t = useTranslations('home.people');
  return (
    <Panel title={t('title')} note={t('note')}>
      {work ? (
        <ul className={styles['counts']}>
          <Waiting n={work.members}>{t('members', { n: work.members })}</Waiting>
          <Waiting n={work.invited}>{t('invited', { n: work.invited })}</Waiting>
          <Waiting n={work.expired}>{t('expired', { n: work.expired })}</Waiting>
          {typeof work.withoutSecondFactor === 'number' ? (
            <Waiting n={work.withoutSecondFactor}>{t('withoutSecondFactor', { n: work.withoutSecondFactor })}</Waiting>
          ) : null}
        </ul>
      ) : (
        <LoadingState height="var(--room-people)" lines={3} />
      )}
      <Group gap="xs" mt="sm">
        <Button component={Link} href={studyPath(study.code, 'people')} size="xs">
          {t('toPeople')}
        </Button>
      </Group>
    </Panel>
  );
}
