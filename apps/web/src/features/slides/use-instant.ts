'use client';
import { useFormatter } from 'use-intl';

/** Writes an instant in the reader's language and own time zone. */
export function useInstant(): (iso: string, timeStyle: 'short' | 'medium') => string {
  const format = useFormatter();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (iso, timeStyle) =>
    format.dateTime(new Date(iso), { dateStyle: timeStyle === 'short' ? 'short' : 'medium', timeStyle, timeZone });
}
