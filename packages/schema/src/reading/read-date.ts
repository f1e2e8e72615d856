import { isCalendarDate } from '../calendar-date.ts';
import { plainText } from './plain-text.ts';

/** Year first, always: `3/4/2024` is two different days to two different readers, so it is refused. */
const shapes = [
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})$/,
  /^(\d{4})\s+(\d{1,2})\s+(\d{1,2})$/,
  /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?$/,
];

/**
 * A date as people type it and as files write it, to `YYYY-MM-DD`.
 *
 * @param text - for instance 20240229, 2024-2-29, 2024/02/29, ２０２４年２月２９日.
 * @returns null if it is not a full date with the year first, or does not exist in the calendar.
 */
export function readDate(text: string): string | null {
  const plain = plainText(text);
  for (const shape of shapes) {
    const [, year, month, day] = shape.exec(plain) ?? [];
    if (!year || !month || !day) continue;
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isCalendarDate(iso) ? iso : null;
  }
  return null;
}
