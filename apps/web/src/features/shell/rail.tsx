'use client';
import { Text } from '@mantine/core';
import {
  IconArrowsLeftRight,
  IconBookmarks,
  IconBrain,
  IconCalendarDue,
  IconChartAreaLine,
  IconChartBar,
  IconChartLine,
  IconChecklist,
  IconClipboardText,
  IconCopyCheck,
  IconEyeglass,
  IconFileImport,
  IconForms,
  IconHistory,
  IconFileCertificate,
  IconHeartbeat,
  IconHierarchy2,
  IconHome,
  IconLock,
  IconLayoutDashboard,
  IconListDetails,
  IconMessageQuestion,
  IconMicroscope,
  IconPackageExport,
  IconPlus,
  IconReportSearch,
  IconSchool,
  IconSettings,
  IconSnowflake,
  IconTable,
  IconShieldHeart,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ComponentType } from 'react';
import { useTranslations } from 'use-intl';
import { useCarried } from '@/selection/use-carried.ts';
import { useStudies, useStudyOfPath, useViewer } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import styles from './rail.module.css';
import { usePageName } from './use-places.ts';

const groups = [
  {
    title: 'analysis',
    entries: [
      { page: 'cohort', Icon: IconUsersGroup },
      { page: 'cohorts', Icon: IconBookmarks },
      { page: 'compare', Icon: IconArrowsLeftRight },
      { page: 'survival', Icon: IconChartLine },
      { page: 'response', Icon: IconChartBar },
      { page: 'tables', Icon: IconTable },
      { page: 'claims', Icon: IconReportSearch },
      { page: 'reporting', Icon: IconFileCertificate },
      { page: 'safety', Icon: IconShieldHeart },
      { page: 'flow', Icon: IconHierarchy2 },
      { page: 'snapshots', Icon: IconSnowflake },
      { page: 'export', Icon: IconPackageExport },
    ],
  },
  {
    title: 'pathology',
    entries: [
      { page: 'models', Icon: IconBrain },
      { page: 'slides', Icon: IconMicroscope },
      { page: 'training', Icon: IconSchool },
    ],
  },
  {
    title: 'records',
    entries: [
      { page: 'entry', Icon: IconClipboardText },
      { page: 'due', Icon: IconCalendarDue },
      { page: 'import', Icon: IconFileImport },
      { page: 'screening', Icon: IconListDetails },
      { page: 'queries', Icon: IconMessageQuestion },
      { page: 'quality', Icon: IconChecklist },
      { page: 'readings', Icon: IconEyeglass },
      { page: 'double-entry', Icon: IconCopyCheck },
      { page: 'locks', Icon: IconLock },
      { page: 'audit', Icon: IconHistory },
    ],
  },
  {
    title: 'study',
    entries: [
      { page: 'progress', Icon: IconChartAreaLine },
      { page: 'people', Icon: IconUsers },
      { page: 'fields', Icon: IconForms },
      { page: 'criteria', Icon: IconChecklist },
      { page: 'settings', Icon: IconSettings },
    ],
  },
] as const;

/** The navigation. Links to pages with a selection of patients keep the present one. */
export function Rail({ onLeave }: { onLeave: () => void }) {
  const t = useTranslations('shell.nav');
  const pathname = usePathname();
  const carry = useCarried();
  const studies = useStudies();
  const { mayCreateStudies, mayReadPortalAudit, mayWatchPortal } = useViewer();
  const [only] = studies.length === 1 ? studies : [];
  // Outside of a study a member of several has not chosen one yet.
  const study = useStudyOfPath() ?? only;
  const nameOf = usePageName(study ?? null);
  const base = study ? studyPath(study.code) : null;
  return (
    <div className={styles['rail']} onClick={onLeave}>
      <RailLink href="/" label={t('home')} Icon={IconHome} isHere={pathname === '/'} />
      {base && studies.length > 1 ? (
        <RailLink href={base} label={t('overview')} Icon={IconLayoutDashboard} isHere={pathname === base} />
      ) : null}
      {base
        ? groups.map(({ title, entries }) => (
            <div key={title} className={styles['group']}>
              <Text className={styles['heading'] ?? ''} size="xs">
                {t(title)}
              </Text>
              {entries.map(({ page, Icon }) => {
                const isHere = `${pathname}/`.startsWith(`${base}/${page}/`);
                const carries =
                  title === 'analysis' ? carry(['f', 'snapshot']) : page === 'training' ? carry(['f']) : '';
                return (
                  <RailLink
                    key={page}
                    href={`${base}/${page}${carries}`}
                    label={nameOf(page)}
                    Icon={Icon}
                    isHere={isHere}
                  />
                );
              })}
            </div>
          ))
        : null}
      {mayReadPortalAudit ? (
        <RailLink href="/audit" label={t('portalAudit')} Icon={IconHistory} isHere={pathname === '/audit'} />
      ) : null}
      {mayWatchPortal ? (
        <RailLink href="/operation" label={t('operation')} Icon={IconHeartbeat} isHere={pathname === '/operation'} />
      ) : null}
      {mayCreateStudies ? (
        <RailLink href="/studies/new" label={t('newStudy')} Icon={IconPlus} isHere={pathname === '/studies/new'} />
      ) : null}
      {!base && studies.length > 1 ? (
        <div className={styles['group']}>
          <Text className={styles['heading'] ?? ''} size="xs">
            {t('studies')}
          </Text>
          {studies.map(({ code }) => (
            <RailLink key={code} href={studyPath(code)} label={code} isHere={false} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

interface RailLinkProps {
  readonly href: string;
  readonly label: string;
  readonly Icon?: ComponentType<{ size: number; 'aria-hidden': true }>;
  readonly isHere: boolean;
}

function RailLink({ href, label, Icon, isHere }: RailLinkProps) {
  return (
    <Link className={styles['link']} href={href} aria-current={isHere ? 'page' : undefined}>
      {Icon ? <Icon size={18} aria-hidden /> : null}
      {label}
    </Link>
  );
}
