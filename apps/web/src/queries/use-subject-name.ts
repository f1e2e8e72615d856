'use client';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';

/** `Baseline · Tumour size`; without a field, all of the form. */
export function useSubjectName(study: Study): (form: string, field: string | null) => string {
  const t = useTranslations('queries');
  const label = useLabel();
  return (form, field) => {
    const declared = readableFormOf(study, form);
    const name = declared ? label(declared.label) : form;
    const spec = field === null ? undefined : declared?.fields[field];
    return `${name} · ${field === null ? t('wholeRecord') : spec ? label(spec.label) : field}`;
  };
}
