import { isCalendarDate } from '../calendar-date.ts';
import { isPartialDate } from '../partial-date.ts';
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

/** Year and month, then the year alone. Six digits may be either of 202305 and 23-05-12, and are refused. */
const partialShapes = [
  /^(\d{4})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*\?{1,2})?$/,
  /^(\d{4})\s+(\d{1,2})$/,
  /^(\d{4})\s*年\s*(\d{1,2})\s*月$/,
  /^(\d{4})\s*年?$/,
  /^(\d{4})-\?{1,2}-\?{1,2}$/,
];

/**
 * The same where the day, or month and day, need not be known: to `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as far as the text
 * states it.
 *
 * @param text - for instance 2023, 2023-5, 2023年5月, 2023-05-??, or a full date.
 * @returns null if it is none of these, or does not exist in the calendar.
 */
export function readPartialDate(text: string): string | null {
  const full = readDate(text);
  if (full !== null) return full;
  const plain = plainText(text);
  for (const shape of partialShapes) {
    const [, year, month] = shape.exec(plain) ?? [];
    if (!year) continue;
    const iso = month === undefined ? year : `${year}-${month.padStart(2, '0')}`;
    return isPartialDate(iso) ? iso : null;
  }
  return null;
}
