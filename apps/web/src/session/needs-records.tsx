'use client';
import { useSelectedLayoutSegment } from 'next/navigation';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState } from '@/ui/empty-state.tsx';
import { WithoutRight } from './needs-right.tsx';
import { useMay } from './session.tsx';

/** Pages of a study that everybody finds something on; null is the study's own first page. */
const withoutRecords: readonly (string | null)[] = [null, 'people'];

/** Around the pages of a study: who may not read its records is told so instead of being shown empty pages. */
export function NeedsRecords({ children }: { children: ReactNode }) {
  const t = useTranslations('rights');
  const page = useSelectedLayoutSegment();
  const mayRead = useMay('readRecords');
  if (mayRead || withoutRecords.includes(page)) return children;
  return <EmptyState title={t('recordsClosed')} text={<WithoutRight right="readRecords" />} />;
}
