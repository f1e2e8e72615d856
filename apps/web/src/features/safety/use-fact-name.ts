'use client';
import { useTranslations } from 'use-intl';
import { type SafetyRow } from './query.ts';

const facts = [
  'any',
  'serious',
  'outcome fatal',
  'action stopped',
  'action interrupted',
  'action reduced',
  'treatment',
  'related haic',
  'related tki',
  'related ici',
  'related systemic',
  'related disease',
  'related other',
  'outcome recovered',
  'outcome sequelae',
  'outcome recovering',
  'outcome notRecovered',
] as const;

/** What a row of the overview counts, in words. */
export function useFactName(): (row: SafetyRow) => string {
  const t = useTranslations('safety.facts');
  return ({ key, labelEn }) => {
    const known = facts.find((fact) => fact === key);
    return known ? t(known) : labelEn;
  };
}
