'use client';
import { Button, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { RoleName } from '@/session/role-name.tsx';
import { type Study, useViewer } from '@/session/session.tsx';
import { Panel } from '@/ui/panel.tsx';
import { SyntheticBand } from '@/ui/synthetic-band.tsx';
import styles from './home.module.css';
import { StudyResult } from './study-result.tsx';

/** A study as its member sees it: what it is, what it found, and where to go on. */
export function StudyPanel({ study }: { study: Study }) {
  const t = useTranslations('home');
  const membership = useViewer().memberships.find((one) => one.study === study.code);
  const base = `/studies/${encodeURIComponent(study.code)}`;
  const readable = study.centres.filter(({ code }) => membership?.centres.includes(code));
  const writes = study.writableCentres.length > 0;
  const pages = [...(writes ? (['entry', 'import'] as const) : []), 'cohort', 'survival', 'models', 'slides'] as const;

  return (
    <Panel
      title={study.name}
      note={
        <>
          {study.code}
          {membership ? (
            <>
              {' · '}
              <RoleName role={membership.role} />
            </>
          ) : null}
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
      <StudyResult study={study} />
      <Group gap="xs" mt="md">
        {pages.map((page, index) => (
          <Button
            key={page}
            component={Link}
            href={`${base}/${page}`}
            size="xs"
            variant={index === 0 ? 'filled' : 'default'}
          >
            {t(`go.${page}`)}
          </Button>
        ))}
      </Group>
      {writes ? (
        <Text size="xs" c="var(--text-quiet)" mt="xs">
          {t('writes', { centres: study.writableCentres.join(', ') })}
        </Text>
      ) : null}
    </Panel>
  );
}
