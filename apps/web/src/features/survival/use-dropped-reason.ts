'use client';
import { useLabel } from '@/i18n/use-label.ts';
import { type Survival } from './to-chart.ts';

/** Why patients of the selection are in no curve, in the reader's language; null if all are in one. */
export function useDroppedReason(survival: Survival | undefined): string | null {
  const label = useLabel();
  const reasons = survival?.droppedReasons ?? [];
  return reasons.length === 0 ? null : reasons.map(label).join('; ');
}
