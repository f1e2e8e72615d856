'use client';
import { Alert } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { isCalendarDate, type Row, showDate } from '@haim/schema';
import { misplacedBeside } from './visit-order.ts';

interface VisitOrderNoteProps {
  readonly image: Row;
  readonly others: readonly Row[];
  readonly firstHaicOn: string | null;
}

/** Says while an image is typed that its day does not fit its visit number; it can be saved, and is found by the rules. */
export function VisitOrderNote({ image, others, firstHaicOn }: VisitOrderNoteProps) {
  const t = useTranslations('patients.visitOrder');
  const typed = { ...image };
  // Half of a date is before every other.
  if (typeof typed['assessedOn'] !== 'string' || !isCalendarDate(typed['assessedOn'])) typed['assessedOn'] = null;
  const misplaced = misplacedBeside(typed, others, firstHaicOn);
  if (misplaced.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" mt="xs" p="xs" role="status">
      {misplaced.map(({ visitNumber, on, how }) => (
        <div key={visitNumber}>
          {t(how, { visit: visitNumber, on: typeof on === 'number' ? t('day', { day: on }) : showDate(on) })}
        </div>
      ))}
    </Alert>
  );
}
