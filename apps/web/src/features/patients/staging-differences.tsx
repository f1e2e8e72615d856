'use client';
import { Alert, Anchor, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { baselineForm, deriveStaging, inBoth, labResultForm } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { type Patient, recordsOf } from './patient-document.ts';

/** Where the entered Child-Pugh class or BCLC stage cannot follow from what is recorded. */
export function StagingDifferences({ patient }: { patient: Patient }) {
  const t = useTranslations('patients.staging');
  const label = useLabel();
  const say = useSay();
  const path = usePathname();
  const { labResults, treatment } = patient;
  const [baseline] = recordsOf(patient, baselineForm);
  if (!baseline) return null;
  const { stages } = deriveStaging({ baseline, labResults, timeZero: treatment?.startedOn ?? null });
  const differing = stages.filter(({ differs }) => differs);
  if (differing.length === 0) return null;
  return (
    <Alert role="note" variant="default" icon={<IconAlertTriangle aria-hidden />} title={t('alert')} mb="md">
      <List size="sm">
        {differing.map(({ field, entered, how }) => (
          <List.Item key={field}>
            {t('line', {
              field: label(baselineForm.fields[field].label),
              entered: entered ?? '',
              how: say(inBoth(how)),
            })}
          </List.Item>
        ))}
      </List>
      {t('text')}{' '}
      {[baselineForm, labResultForm].map((form) => (
        <Anchor key={form.name} component={Link} href={`${path}?form=${form.name}`} size="sm" mr="sm">
          {label(form.label)}
        </Anchor>
      ))}
    </Alert>
  );
}
