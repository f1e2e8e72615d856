'use client';
import {
  IconBrain,
  IconChartLine,
  IconClipboardText,
  IconCopyCheck,
  IconEyeglass,
  IconFileImport,
  IconForms,
  IconHistory,
  IconMessageQuestion,
  IconMicroscope,
  IconSchool,
  IconSettings,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { rightsOfPage, type StudyPage } from '@/session/place-in-study.ts';
import { isOfNoUseIn, mayIn, type Study, type Viewer } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import styles from './home.module.css';

const icons: Readonly<Record<StudyPage, typeof IconBrain>> = {
  entry: IconClipboardText,
  import: IconFileImport,
  cohort: IconUsersGroup,
  survival: IconChartLine,
  models: IconBrain,
  slides: IconMicroscope,
  training: IconSchool,
  queries: IconMessageQuestion,
  readings: IconEyeglass,
  'double-entry': IconCopyCheck,
  audit: IconHistory,
  people: IconUsers,
  settings: IconSettings,
  fields: IconForms,
};

/** Where to go in a study: the pages that its reader's rights open. */
export function Ways({ study, memberships }: { study: Study; memberships: Viewer['memberships'] }) {
  const t = useTranslations('home');
  const open = (Object.keys(icons) as StudyPage[]).filter((page) =>
    rightsOfPage(page).some((right) => mayIn(memberships, right) && !isOfNoUseIn(study, right)),
  );
  if (open.length === 0) return null;
  return (
    <nav className={styles['pages']} aria-label={t('ways')}>
      {open.map((page) => {
        const Icon = icons[page];
        return (
          <Link key={page} href={studyPath(study.code, page)} className={styles['page']}>
            <Icon size={22} aria-hidden />
            <span>
              <strong>{t(`go.${page}.title`)}</strong>
              <span className={styles['about']}>{t(`go.${page}.about`)}</span>
            </span>
          </Link>
        );
      })}
    </nav>
  );
}
