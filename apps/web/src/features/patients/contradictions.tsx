'use client';
import { Alert, Anchor, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { forms } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Patient } from './patient-document.ts';

/** The pairs of records that cannot both be right, each with the form that holds one of them. */
export function Contradictions({ patient: { contradictions } }: { patient: Patient }) {
  const t = useTranslations('patients.contradictions');
  const label = useLabel();
  const path = usePathname();
  if (contradictions.length === 0) return null;
  return (
    <Alert role="note" variant="default" icon={<IconAlertTriangle aria-hidden />} title={t('title')} mb="md">
      <List size="sm">
        {contradictions.map((pair) => {
          const form = forms.find(({ name }) => name === pair.form);
          return (
            <List.Item key={pair.en}>
              {label(pair)}{' '}
              {form ? (
                <Anchor component={Link} href={`${path}?form=${form.name}`} size="sm">
                  {t('open', { form: label(form.label) })}
                </Anchor>
              ) : null}
            </List.Item>
          );
        })}
      </List>
      {t('text')}
    </Alert>
  );
}
