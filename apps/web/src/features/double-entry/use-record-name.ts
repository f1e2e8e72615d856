'use client';
import { type Form, type Row } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useEntered } from './use-entered.ts';

/** A record of a list by its key: “Visit: 3”, “Fatigue, 2024-02-03”. */
export function useRecordName(form: Form): (row: Row) => string {
  const t = useTranslations('doubleEntry.list');
  const label = useLabel();
  const entered = useEntered(form);
  return (row) => {
    const parts = form.key.flatMap((field) => {
      const spec = form.fields[field];
      if (!spec || (row[field] ?? null) === null) return [];
      // A number alone says nothing: visit 3, cycle 2, day 60.
      return spec.kind === 'integer'
        ? [t('numbered', { name: shortly(label(spec.label)), n: entered(row, field) })]
        : [entered(row, field)];
    });
    return parts.length === 0 ? t('unnamed') : parts.join(t('and'));
  };
}

/** “Visit (0 is baseline)” without what explains it. */
const shortly = (name: string): string => name.replace(/\s*[(（].*$/, '');
