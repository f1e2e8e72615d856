'use client';
import { Anchor, Button, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type WorklistQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { RunStatus } from '@/runs/run-status.tsx';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { LatestBatches } from './latest-batches.tsx';
import styles from './home.module.css';
import { Waiting } from './waiting.tsx';

type Work = WorklistQuery['worklist']['models'];

interface ModelsCardProps {
  readonly work: Work | undefined;
  readonly study: Study;
  /** Trainings and evaluations are pages of records. */
  readonly mayRead: boolean;
}

/** Versions that wait for a decision, and how the newest trainings went. */
export function ModelsCard({ work, study, mayRead }: ModelsCardProps) {
  const t = useTranslations('home.models');
  return (
    <Panel title={t('title')} note={t('note')}>
      {work ? (
        <Body work={work} study={study} mayRead={mayRead} />
      ) : (
        <LoadingState height="var(--room-models)" lines={4} />
      )}
    </Panel>
  );
}

function Body({ work, study, mayRead }: { work: NonNullable<Work>; study: Study; mayRead: boolean }) {
  const t = useTranslations('home.models');
  const instant = useInstant();
  return (
    <>
      <ul className={styles['counts']}>
        <Waiting n={work.candidates}>{t('candidates', { n: work.candidates })}</Waiting>
      </ul>
      {mayRead && work.trainings.length > 0 ? (
        <ul className={styles['next']} aria-label={t('trainings')}>
          {work.trainings.map(({ id, modelId, status, queuedAt, requestedBy }) => (
            <li key={id}>
              <Anchor component={Link} href={`${studyPath(study.code, 'training')}?run=${id}`} size="sm" fw={600}>
                {instant(queuedAt)}
              </Anchor>{' '}
              <RunStatus status={status} />
              <Text component="span" size="sm" c="var(--text-quiet)">
                {' '}
                {modelId} · {requestedBy}
              </Text>
            </li>
          ))}
        </ul>
      ) : null}
      {mayRead ? <LatestBatches study={study} /> : null}
      {mayRead && work.trainings.length === 0 ? <Text size="sm">{t('noTraining')}</Text> : null}
      {mayRead ? (
        <Group gap="xs" mt="sm">
          <Button component={Link} href={studyPath(study.code, 'models')} size="xs" variant="default">
            {t('toModels')}
          </Button>
          <Button component={Link} href={studyPath(study.code, 'training')} size="xs" variant="default">
            {t('toTraining')}
          </Button>
        </Group>
      ) : (
        <Text size="sm">{t('withoutRecords')}</Text>
      )}
    </>
  );
}
