'use client';
import { useLabel } from '@/i18n/use-label.ts';
import { type Survival } from './to-chart.ts';

/** Why patients of the selection stand in no curve, in the reader's language; null where all do. */
export function useDroppedReason(survival: Survival | undefined): string | null {
  const label = useLabel();
  const reasons = survival?.droppedReasons ?? [];
  return reasons.length === 0 ? null : reasons.map(label).join('; ');
}
