'use client';
import { Anchor, Text } from '@mantine/core';
import { forms } from '@haim/schema';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type DayQuery } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import styles from './home.module.css';

/** What the reader began and has not finished, or is asked about; nothing where there is none. */
export function MineList({ mine, study }: { mine: DayQuery['worklist']['mine']; study: Study }) {
  const t = useTranslations('home.day.mine');
  const label = useLabel();
  if (!mine || (mine.next.length === 0 && mine.answered === 0)) return null;
  const formName = (name: string) => {
    const form = forms.find((one) => one.name === name);
    return form ? label(form.label) : name;
  };
  return (
    <>
      <Text size="sm" fw={600} mt="md">
        {t('title', { incomplete: mine.incomplete, asked: mine.asked })}
      </Text>
      {mine.next.length > 0 ? (
        <ul className={styles['next']} aria-label={t('list')}>
          {mine.next.map(({ patientId, code, form, asked }) => (
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
                {formName(form)}
              </Text>
              {asked > 0 ? (
                <Text component="span" size="sm" c="var(--text-quiet)">
                  {t('asked', { n: asked })}
                </Text>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {mine.answered > 0 ? (
        <Anchor component={Link} href={`${studyPath(study.code, 'queries')}?state=answered`} size="sm">
          {t('answered', { n: mine.answered })}
        </Anchor>
      ) : null}
    </>
  );
}
