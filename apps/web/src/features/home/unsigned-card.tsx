'use client';
import { Anchor, Text } from '@mantine/core';
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

type Work = WorklistQuery['worklist']['unsigned'];

/** Locked records that wait for a signature, and the first of them. */
export function UnsignedCard({ work, study }: { work: Work | undefined; study: Study }) {
  const t = useTranslations('home.unsigned');
  const label = useLabel();
  return (
    <Panel title={t('title')} note={t('note')}>
      {work === undefined ? <LoadingState height="var(--room-people)" lines={3} /> : null}
      {work ? (
        <>
          <ul className={styles['counts']}>
            <Waiting n={work.records}>{t('records', { n: work.records, patients: work.patients })}</Waiting>
            <Waiting n={work.toLock}>{t('toLock', { n: work.toLock })}</Waiting>
          </ul>
          {work.next.length > 0 ? (
            <ul className={styles['next']} aria-label={t('next')}>
              {work.next.map(({ patientId, code, form, n }) => {
                const declared = forms.find(({ name }) => name === form);
                return (
                  <li key={`${patientId} ${form}`} className={styles['item']}>
                    <Anchor
                      component={Link}
                      href={`${studyPath(study.code, 'patients', patientId)}?form=${form}`}
                      prefetch={false}
                      size="sm"
                      fw={600}
                    >
                      {code}
                    </Anchor>
                    <Text component="span" size="sm">
                      {declared ? label(declared.label) : form}
                      {n > 1 ? ` (${n})` : null}
                    </Text>
                  </li>
                );
              })}
            </ul>
          ) : (
            <Text size="sm">{t('none')}</Text>
          )}
        </>
      ) : null}
    </Panel>
  );
}
