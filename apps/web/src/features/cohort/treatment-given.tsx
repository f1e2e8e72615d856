'use client';
import { useQuery } from '@apollo/client/react';
import { Alert, Anchor, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { studyTreatmentQuery } from './treatment-given-query.ts';

/** So many patients are linked; the others are counted. */
const linked = 12;

/** How many patients have a treatment record that differs from the cycles and courses on record; nothing if nobody. */
export function TreatmentGiven() {
  const t = useTranslations('cohort.treatmentGiven');
  const study = useStudy();
  const { data } = useQuery(studyTreatmentQuery, { variables: { study: study.code } });
  if (!data || data.treatmentDifferences.patients === 0) return null;
  const { compared, patients, rows } = data.treatmentDifferences;
  const codes = [...new Map(rows.map(({ patientId, code }) => [patientId, code]))].slice(0, linked);
  return (
    <Alert role="note" variant="default" icon={<IconAlertTriangle aria-hidden />} title={t('title', { n: patients })}>
      {t('text', { compared })}
      <Group gap="sm" mt="xs">
        {codes.map(([id, code]) => (
          <Anchor key={id} component={Link} size="sm" href={`${studyPath(study.code, 'patients', id)}?form=treatment`}>
            {code}
          </Anchor>
        ))}
        {patients > codes.length ? t('more', { n: patients - codes.length }) : null}
      </Group>
    </Alert>
  );
}
