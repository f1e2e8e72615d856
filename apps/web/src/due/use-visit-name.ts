'use client';
import { forms } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';

/** A form by its label, with the visit where it has a number. */
export function useVisitName(): (form: string, visit: number | null) => string {
  const t = useTranslations('due');
  const label = useLabel();
  return (name, visit) => {
    const form = forms.find((one) => one.name === name);
    const words = form ? label(form.label) : name;
    if (visit === null) return words;
    return visit === 0 ? t('baselineOf', { form: words }) : t('visitOf', { form: words, visit });
  };
}
