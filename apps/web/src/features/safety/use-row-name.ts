'use client';
import { useLocale, useTranslations } from 'use-intl';
import { type SafetyRow } from './query.ts';

/** A class or term in the reader's language; the row of all of them in words. */
export function useRowName(): (row: SafetyRow) => string {
  const t = useTranslations('safety.terms');
  const locale = useLocale();
  return ({ kind, labelEn, labelZh }) => (kind === 'TOTAL' ? t('total') : locale === 'zh' ? labelZh : labelEn);
}
