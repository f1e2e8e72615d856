'use client';
import { useLocale } from 'use-intl';

/**
 * An instant in the reader's language and own time zone: formatted in the browser, since the server has another.
 * The month is a word, because 3/4 is in March for some readers and in April for others.
 */
export function useInstant(): (iso: string, timeStyle?: 'short' | 'medium') => string {
  const locale = useLocale();
  return (iso, timeStyle = 'short') =>
    new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle }).format(
      new Date(iso),
    );
}
