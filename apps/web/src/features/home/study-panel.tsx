'use client';
import { isRole, roleMay } from '@haim/schema';
import { Text } from '@mantine/core';
import {
  IconBrain,
  IconChartLine,
  IconClipboardText,
  IconFileImport,
  IconMicroscope,
  IconSchool,
  IconUsersGroup,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { WithoutRight } from '@/session/needs-right.tsx';
import { RoleName } from '@/session/role-name.tsx';
import { type Study, useViewer } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { Panel } from '@/ui/panel.tsx';
import { SyntheticBand } from '@/ui/synthetic-band.tsx';
import styles from './home.module.css';
import { StudyResult } from './study-result.tsx';

const icons = {
  entry: IconClipboardText,
  import: IconFileImport,
  cohort: IconUsersGroup,
  survival: IconChartLine,
  models: IconBrain,
  slides: IconMicroscope,
  training: IconSchool,
} as const;

/** A study as its member sees it: what it is, what it found, and where to go next. */
export function StudyPanel({ study }: { study: Study }) {
  const t = useTranslations('home');
  const memberships = useViewer().memberships.filter((one) => one.study === study.code);
  const mayRead = memberships.some(({ role }) => isRole(role) && roleMay(role, 'readRecords'));
  const base = studyPath(study.code);
  const readable = study.centres.filter(({ code }) => memberships.some(({ centres }) => centres.includes(code)));
  const writes = study.writableCentres.length > 0;
  const pages = [
    ...(writes ? (['entry', 'import'] as const) : []),
    'cohort',
    'survival',
    'models',
    'slides',
    'training',
  ] as const;

  return (
    <Panel
      title={study.name}
      note={
        <>
          {study.code}
          {memberships.map(({ role }) => (
            <span key={role}>
              {' · '}
              <RoleName role={role} />
            </span>
          ))}
          {readable.length > 0 ? ` · ${t('centres', { names: readable.map(({ name }) => name).join(', ') })}` : null}
          {study.cutoffOn ? ` · ${t('cutoff', { date: study.cutoffOn })}` : null}
        </>
      }
    >
      {study.synthetic ? (
        <div className={styles['band']}>
          <SyntheticBand />
        </div>
      ) : null}
      {mayRead ? (
        <div className={styles['board']}>
          <StudyResult study={study} />
          <div className={styles['pages']}>
            {pages.map((page) => {
              const Icon = icons[page];
              return (
                <Link key={page} href={`${base}/${page}`} className={styles['page']}>
                  <Icon size={22} aria-hidden />
                  <span>
                    <strong>{t(`go.${page}.title`)}</strong>
                    <span className={styles['about']}>{t(`go.${page}.about`)}</span>
                  </span>
                </Link>
              );
            })}
          </div>
        </div>
      ) : (
        <WithoutRight right="readRecords" />
      )}
      {writes ? (
        <Text size="xs" c="var(--text-quiet)" mt="xs">
          {t('writes', { centres: study.writableCentres.join(', ') })}
        </Text>
      ) : null}
    </Panel>
  );
}
