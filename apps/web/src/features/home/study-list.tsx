'use client';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { RoleName } from '@/session/role-name.tsx';
import { mayIn, type Study, useViewer } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { SyntheticMark } from '@/ui/synthetic-mark.tsx';
import styles from './home.module.css';

/** Several studies: what each is, and what its reader is there. */
export function StudyList({ studies }: { studies: readonly Study[] }) {
  const t = useTranslations('home');
  const { memberships } = useViewer();
  const here = ({ code }: Study) => memberships.filter((one) => one.study === code);
  return (
    <ul className={styles['studies']}>
      {studies.map((study) => (
        <li key={study.code} className={styles['study']}>
          <Anchor component={Link} href={studyPath(study.code)} fw={700} size="lg">
            {study.name}
          </Anchor>
          <Text size="sm">
            {here(study).map(({ role }, i) => (
              <span key={role}>
                {i > 0 ? ' · ' : null}
                <RoleName role={role} />
              </span>
            ))}
          </Text>
          <Text size="xs" c="var(--text-quiet)">
            {[
              study.code,
              mayIn(here(study), 'readRecords') ? t('patients', { n: study.patientCount }) : null,
              study.cutoffOn ? t('cutoff', { date: study.cutoffOn }) : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {study.synthetic ? <SyntheticMark>{t('synthetic')}</SyntheticMark> : null}
        </li>
      ))}
    </ul>
  );
}
