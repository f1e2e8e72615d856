'use client';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { TableFrame } from '@/tables/table-frame.tsx';
import { type Progress } from './query.ts';
import { completenessNumbers, printedCompleteness } from './to-tables.ts';
import { useFrame } from './use-frame.ts';

const links = ['quality', 'queries', 'due'] as const;

/** What each centre has recorded of what is expected, and what is open there. */
export function CompletenessTable({ progress, reach }: { progress: Progress; reach: string }) {
  const t = useTranslations('progress.completeness');
  const study = useStudy();
  const { centres, statements } = progress.completeness;
  const frame = useFrame(progress, statements, [reach]);
  const words = {
    column: (name: 'centre' | 'patients' | 'recorded' | 'share' | 'queries' | 'overdue') => t(`columns.${name}`),
    all: t('all'),
  };
  return (
    <TableFrame
      {...frame}
      title={t('title')}
      table={printedCompleteness(centres, words)}
      numbers={completenessNumbers(centres, words)}
      fileName={`${study.code}-completeness`}
      controls={links.map((page) => (
        <Anchor key={page} component={Link} size="sm" href={studyPath(study.code, page)}>
          {t(`links.${page}`)}
        </Anchor>
      ))}
    />
  );
}
