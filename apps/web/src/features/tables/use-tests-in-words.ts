'use client';
import { useTranslations } from 'use-intl';

const known = [
  'chiSquareTest',
  'chiSquareOfShown',
  'fisherTest',
  'studentTest',
  'anova',
  'wilcoxonExact',
  'wilcoxonNormal',
  'kruskalWallis',
] as const;

/** The short name of a method for the cell of a table; the whole one is in the caption and the files. */
export function useTestsInWords(): (code: string) => string {
  const t = useTranslations('tables.tests');
  return (code) => {
    const name = known.find((one) => one === code);
    return name ? t(name) : code;
  };
}
