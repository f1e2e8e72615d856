'use client';
import { useQuery } from '@apollo/client/react';
import { Alert, Anchor, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { haicCycleForm, systemicCourseForm, treatmentForm } from '@haim/schema';
import { useShownValue } from '@/forms/use-words.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { type Patient } from './patient-document.ts';
import { treatmentDifferencesQuery } from './treatment-query.ts';

/** Where the treatment record says something else than the cycles and courses on record. Asked only if there are any. */
export function TreatmentDifferences({ patient, study }: { patient: Patient; study: Study }) {
  const t = useTranslations('patients.treatmentDifferences');
  const label = useLabel();
  const path = usePathname();
  const show = useShownValue({ arm: study.arms });
  const isGiven = patient.haicCycles.length > 0 || patient.systemicCourses.length > 0;
  const { data } = useQuery(treatmentDifferencesQuery, {
    variables: { study: study.code, patientId: patient.id },
    skip: !isGiven,
  });
  const rows = isGiven ? (data?.treatmentDifferences.rows ?? []) : [];
  if (rows.length === 0) return null;
  return (
    <Alert role="note" variant="default" icon={<IconAlertTriangle aria-hidden />} title={t('title')} mb="md">
      <List size="sm">
        {rows.map(({ field, recorded, given }) => {
          const spec = Object.entries(treatmentForm.fields).find(([name]) => name === field)?.[1];
          return (
            <List.Item key={field}>
              {t('line', {
                field: spec ? label(spec.label) : field,
                recorded: spec ? show(spec, recorded) : recorded,
                given: spec ? show(spec, given) : given,
              })}
            </List.Item>
          );
        })}
      </List>
      {t('text')}{' '}
      {[treatmentForm, haicCycleForm, systemicCourseForm].map((form) => (
        <Anchor key={form.name} component={Link} href={`${path}?form=${form.name}`} size="sm" mr="sm">
          {label(form.label)}
        </Anchor>
      ))}
    </Alert>
  );
}
