'use client';
import { type Form, type Row, valuesOf } from '@haim/schema';
import { useShownValue } from '@/forms/use-words.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';

/** A record by its form and by what distinguishes it from others of the patient: `Tumour assessment · 2`. */
export function useRecordName(study: Study): (form: Form, record: Row) => string {
  const label = useLabel();
  const show = useShownValue({ arm: study.arms });
  return (form, record) => {
    const key = valuesOf(form).flatMap(([field, spec]) =>
      form.key.includes(field) && (record[field] ?? null) !== null ? [show(spec, record[field])] : [],
    );
    return [label(form.label), ...key].join(' · ');
  };
}
