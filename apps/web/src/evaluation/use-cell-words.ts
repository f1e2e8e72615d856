'use client';
import { useTranslations } from 'use-intl';
import { type CellWords } from './confusion-cells.ts';

export function useCellWords(): CellWords {
  const t = useTranslations('evaluation.confusion');
  return { share: (share, name) => t('share', { share, name }), spoken: (cell) => t('spoken', cell) };
}
