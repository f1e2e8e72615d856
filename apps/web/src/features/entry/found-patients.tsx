'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Study } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { CountedGrid } from './counted-grid.tsx';
import { mostPatients } from './record-counts.ts';
import { useCodes, withCode } from './use-codes.ts';

interface FoundPatientsProps {
  readonly study: Study;
  readonly centres: readonly string[];
  readonly search: string;
}

/** Patients by part of their code; a page of them, and how many more there are. */
export function FoundPatients({ study, centres, search }: FoundPatientsProps) {
  const t = useTranslations('entry');
  const codes = useCodes(study.code, centres);
  if (codes.state === 'failed') return <ErrorState code={codes.code} />;
  if (codes.state === 'reading') return <LoadingState height={520} />;
  const found = withCode(codes.patients, search);
  if (found.length === 0) return <EmptyState title={t('notFound.title', { search })} text={t('notFound.text')} />;
  return (
    <>
      <CountedGrid study={study} patients={found.slice(0, mostPatients)} showCentre={centres.length > 1} />
      <Text size="sm" c="var(--text-quiet)" mt="sm" role="status">
        {found.length > mostPatients
          ? t('foundMore', { shown: mostPatients, n: found.length })
          : t('found', { n: found.length })}
      </Text>
    </>
  );
}
