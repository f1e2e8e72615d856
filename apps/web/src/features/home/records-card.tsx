'use client';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { forms } from '@haim/schema';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type WorklistQuery } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './home.module.css';
import { Waiting } from './waiting.tsx';

type Work = WorklistQuery['worklist']['entry'];

/** Which patients lack what at the centres where the reader enters, and the first of them. */
export function RecordsCard({ work, study }: { work: Work | undefined; study: Study }) {
  const t = useTranslations('home.records');
  return (
    <Panel title={t('title')} note={t('note', { centres: study.writableCentres.join(', ') })}>
      {work ? (
        <Body work={work} study={study} />
      ) : work === null ? null : (
        <LoadingState height="var(--room-records)" lines={10} />
      )}
    </Panel>
  );
}

function Body({ work, study }: { work: NonNullable<Work>; study: Study }) {
  const t = useTranslations('home.records');
  const formName = useFormName();
  const isDone = work.patients > 0 && work.next.length === 0;
  return (
    <>
      <ul className={styles['counts']}>
        <Waiting n={work.incomplete}>{t('incomplete', { n: work.incomplete, patients: work.patients })}</Waiting>
        <Waiting n={work.contradictory}>{t('contradictory', { n: work.contradictory })}</Waiting>
        <Waiting n={work.uploads}>{t('uploads', { n: work.uploads })}</Waiting>
      </ul>
      {work.missing.length > 0 ? (
        <Text size="xs" c="var(--text-quiet)" mt="xs">
          {t('missing', {
            forms: work.missing.map(({ form, patients }) => `${formName(form)} ${patients}`).join(' · '),
          })}
        </Text>
      ) : null}
      {work.patients === 0 ? <Text size="sm">{t('none')}</Text> : null}
      {isDone ? <Text size="sm">{t('done')}</Text> : null}
      {work.next.length > 0 ? (
        <ul className={styles['next']} aria-label={t('next')}>
          {work.next.map(({ id, code, centre, missing, isContradictory }) => {
            const place = studyPath(study.code, 'patients', id);
            return (
              <li key={id}>
                <Anchor component={Link} href={missing[0] ? `${place}?form=${missing[0]}` : place} size="sm" fw={600}>
                  {code}
                </Anchor>
                <Text component="span" size="sm" c="var(--text-quiet)">
                  {study.writableCentres.length > 1 ? ` ${centre} · ` : ' '}
                  {[isContradictory ? t('isContradictory') : null, ...missing.map(formName)].filter(Boolean).join(', ')}
                </Text>
              </li>
            );
          })}
        </ul>
      ) : null}
      <Group gap="xs" mt="sm">
        <Button component={Link} href={studyPath(study.code, 'entry')} size="xs">
          {t('toEntry')}
        </Button>
        <Button component={Link} href={studyPath(study.code, 'import')} size="xs" variant="default">
          {t('toImport')}
        </Button>
        {work.uploads > 0 ? (
          <Button component={Link} href={`${studyPath(study.code, 'slides')}?add=true`} size="xs" variant="default">
            {t('toUploads')}
          </Button>
        ) : null}
      </Group>
    </>
  );
}

function useFormName(): (name: string) => string {
  const label = useLabel();
  return (name) => {
    const form = forms.find((one) => one.name === name);
    return form ? label(form.label) : name;
  };
}
