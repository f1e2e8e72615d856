'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { baselineForm } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { type StagingDifferencesQuery } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Details } from '@/ui/details.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { stagingDifferencesQuery } from './query.ts';

type Difference = StagingDifferencesQuery['stagingDifferences']['rows'][number];

/** Patients whose entered Child-Pugh class or BCLC stage does not follow from their records; nothing if nobody's. */
export function StagingList({ study }: { study: Study }) {
  const t = useTranslations('entry.staging');
  const columns = useColumns(study);
  const { data, error, refetch } = useQuery(stagingDifferencesQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data || data.stagingDifferences.patients === 0) return null;
  const { compared, patients, rows } = data.stagingDifferences;
  const isCut = new Set(rows.map(({ patientId }) => patientId)).size < patients;
  return (
    <Details summary={t('title', { n: patients })}>
      <Text size="xs" c="var(--text-quiet)" mb="xs">
        {t('note', { compared })} {isCut ? t('shown', { n: rows.length }) : null}
      </Text>
      <DataTable
        columns={columns}
        rows={rows}
        rowKey={({ patientId, field }) => `${patientId} ${field}`}
        caption={t('title', { n: patients })}
        hideCaption
        maxHeight={420}
      />
    </Details>
  );
}

function useColumns(study: Study): Column<Difference>[] {
  const t = useTranslations('entry.staging');
  const label = useLabel();
  const say = useSay();
  const labels = new Map(Object.entries(baselineForm.fields).map(([field, spec]) => [field, label(spec.label)]));
  return [
    {
      id: 'patient',
      header: t('patient'),
      rowHeader: true,
      cell: ({ patientId, code }) => (
        <Anchor component={Link} size="sm" href={`${studyPath(study.code, 'patients', patientId)}?form=baseline`}>
          {code}
        </Anchor>
      ),
    },
    { id: 'centre', header: t('centre'), cell: ({ centre }) => centre },
    { id: 'field', header: t('field'), cell: ({ field }) => labels.get(field) ?? field },
    { id: 'entered', header: t('entered'), cell: ({ entered }) => entered },
    { id: 'how', header: t('how'), cell: ({ howStatement }) => say(howStatement) },
  ];
}
