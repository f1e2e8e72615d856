'use client';
import { Anchor, Button, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type WorklistQuery } from '@/graphql/generated/graphql.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './home.module.css';
import { Waiting } from './waiting.tsx';

type Work = WorklistQuery['worklist']['slides'];

/** Slides that nobody has outlined or scored, and the first of them. */
export function SlidesCard({ work, study }: { work: Work | undefined; study: Study }) {
  const t = useTranslations('home.slides');
  return (
    <Panel title={t('title')} note={t('note')}>
      {work ? (
        <Body work={work} study={study} />
      ) : work === null ? (
        <Text size="sm">{t('noCentre')}</Text>
      ) : (
        <LoadingState height="var(--room-slides)" lines={7} />
      )}
    </Panel>
  );
}

function Body({ work, study }: { work: NonNullable<Work>; study: Study }) {
  const t = useTranslations('home.slides');
  return (
    <>
      <ul className={styles['counts']}>
        <Waiting n={work.withoutOutline}>
          {t('withoutOutline', { n: work.withoutOutline, images: work.images })}
        </Waiting>
        <Waiting n={work.withoutScore}>{t('withoutScore', { n: work.withoutScore, images: work.images })}</Waiting>
      </ul>
      {work.images === 0 ? <Text size="sm">{t('none')}</Text> : null}
      {work.next.length > 0 ? (
        <ul className={styles['next']} aria-label={t('next')}>
          {work.next.map(({ id, barcode, patientCode }) => (
            <li key={id}>
              <Anchor component={Link} href={studyPath(study.code, 'slides', id)} size="sm" fw={600}>
                {barcode}
              </Anchor>
              <Text component="span" size="sm" c="var(--text-quiet)">
                {' '}
                {t('ofPatient', { code: patientCode })}
              </Text>
            </li>
          ))}
        </ul>
      ) : null}
      <Group gap="xs" mt="sm">
        <Button component={Link} href={studyPath(study.code, 'slides')} size="xs" variant="default">
          {t('toSlides')}
        </Button>
      </Group>
    </>
  );
}
