'use client';
import { useTranslations } from 'use-intl';
import { forms } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { portalTables, studyTables } from './audit-tables.ts';

/** A form by its label, another table by its name in the messages. */
export function useTableName(): (name: string) => string {
  const t = useTranslations('audit.tables');
  const label = useLabel();
  return (name) => {
    const form = forms.find((one) => one.name === name);
    if (form) return label(form.label);
    const known = [...studyTables, ...portalTables].find((one) => one === name);
    return known ? t(known) : name;
  };
}
