'use client';
import { Button, Menu, Text } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { placeInStudy } from '@/session/place-in-study.ts';
import { RoleName } from '@/session/role-name.tsx';
import { mayIn, type Study, useStudies, useViewer } from '@/session/session.tsx';
import styles from './top-bar.module.css';

/** The study of the page; for a member of several, the way to the same page of another. */
export function StudySwitch({ study }: { study: Study }) {
  const t = useTranslations('shell');
  const studies = useStudies();
  const { memberships } = useViewer();
  const pathname = usePathname();
  const name = (
    <>
      <span className={styles['code']}>{study.code}</span> <span className={styles['full']}>{study.name}</span>
    </>
  );
  if (studies.length < 2) {
    return (
      <Text className={styles['study'] ?? ''} size="sm" truncate title={study.name}>
        {name}
      </Text>
    );
  }
  return (
    <div className={styles['study']}>
      <Menu position="bottom-start" width={320} withinPortal>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            maw="100%"
            title={study.name}
            aria-label={t('switchStudy', { code: study.code })}
            rightSection={<IconSelector size={14} aria-hidden />}
          >
            <span className={styles['switch']}>{name}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
          <Menu.Label>{t('yourStudies')}</Menu.Label>
          {studies.map(({ code, name: title }) => {
            const here = memberships.filter((one) => one.study === code);
            return (
              <Menu.Item
                key={code}
                component={Link}
                href={placeInStudy(pathname, code, (right) => mayIn(here, right))}
                aria-current={code === study.code ? 'true' : undefined}
                rightSection={code === study.code ? <IconCheck size={16} aria-hidden /> : null}
              >
                <strong>{code}</strong> {title}
                <Text size="xs" c="var(--text-quiet)">
                  {here.map(({ role }, i) => (
                    <span key={role}>
                      {i > 0 ? ' · ' : null}
                      <RoleName role={role} />
                    </span>
                  ))}
                </Text>
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
