'use client';
import { Anchor, Group } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { neighboursOf, useVisitedList } from '@/session/visited-list.ts';
import { patientsPath } from './no-patient.tsx';
import { type Section } from './sections.ts';

interface PatientWaysProps {
  readonly id: string;
  readonly study: Study;
  /** The next patient opens at the same part, for those who fill in one form for many patients. */
  readonly section: Section;
}

/** Back to the list the reader came from, with its selection, and to the previous and next patient in it. */
export function PatientWays({ id, study, section }: PatientWaysProps) {
  const t = useTranslations('patients.ways');
  const list = useVisitedList(study.code);
  const { previous, next } = list ? neighboursOf(list, id) : {};
  const base = studyPath(study.code, 'patients');
  const to = (other: string) => `${base}/${other}${section === 'overview' ? '' : `?form=${section}`}`;
  return (
    <Group justify="space-between" gap="xs" component="nav" aria-label={t('label')} data-print="no">
      <Anchor component={Link} href={list?.href ?? patientsPath(study)} size="sm" inline>
        <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {t(list?.page ?? 'all')}
      </Anchor>
      <Group gap="md">
        {previous ? (
          <Anchor component={Link} href={to(previous)} size="sm" rel="prev">
            <IconChevronLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {t('previous')}
          </Anchor>
        ) : null}
        {next ? (
          <Anchor component={Link} href={to(next)} size="sm" rel="next">
            {t('next')} <IconChevronRight size={14} aria-hidden style={{ verticalAlign: '-2px' }} />
          </Anchor>
        ) : null}
      </Group>
    </Group>
  );
}
