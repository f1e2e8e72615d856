'use client';
import { type Label } from '@haim/schema';
import { useLocale } from 'use-intl';

/** Picks the reader's language from the labels of the CRF declarations and code lists. */
export function useLabel(): (label: Label) => string {
  const locale = useLocale();
  return (label) => label[locale];
}
