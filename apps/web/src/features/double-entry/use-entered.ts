'use client';
import { type Form, reasonOf, type Row } from '@haim/schema';
import { useReason, useShownValue, useUnit } from '@/forms/use-words.ts';
import { useStudy } from '@/session/session.tsx';

/** What an entry has of a field: the value with its unit, or why there is none. */
export function useEntered(form: Form): (entry: Row, field: string) => string {
  const show = useShownValue({ arm: useStudy().arms });
  const unit = useUnit();
  const reason = useReason();
  return (entry, field) => {
    const spec = form.fields[field];
    if (!spec) return '';
    if (reasonOf(entry, field) !== null) return reason(entry, field) ?? '';
    const value = entry[field] ?? null;
    const of = value === null ? null : unit(spec);
    return of === null ? show(spec, value) : `${show(spec, value)} ${of}`;
  };
}
