'use client';
import { useFormatter } from 'use-intl';

/** Writes an instant in the reader's language and own time zone. */
export function useInstant(): (iso: string) => string {
  const format = useFormatter();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (iso) => format.dateTime(new Date(iso), { dateStyle: 'medium', timeStyle: 'short', timeZone });
}
