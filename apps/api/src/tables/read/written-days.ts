import { type Label } from '@haim/schema';
import { dayText } from '../described-table.ts';
import { type RecordMaker } from './read-table.ts';

const SECONDS_A_DAY = 86_400;
/** 1582-10-15 in days from 1970: programs count days before it in different calendars. */
const FIRST_DAY = -141_427;
/** 9999-12-31. */
const LAST_DAY = 2_932_896;

export const dayExpected: Label = {
  en: 'a date from 1582-10-15 to 9999-12-31',
  zh: '1582-10-15 至 9999-12-31 之间的日期',
};

/** Writes days since 1970 as 2024-03-05, with the time of day behind it where there is one. */
export function writeDay(record: RecordMaker, days: number): void {
  const day = Math.floor(days);
  if (!(day >= FIRST_DAY && day <= LAST_DAY)) {
    record.fault(String(days), 'notADate', dayExpected);
    return;
  }
  // Time is stored as a fraction, or in milliseconds: half a second is as near as a clock of any of them means.
  const seconds = Math.round((days - day) * SECONDS_A_DAY);
  if (seconds === 0) record.value(dayText(day));
  else if (seconds === SECONDS_A_DAY) record.value(dayText(day + 1));
  else record.value(`${dayText(day)} ${clockText(seconds)}`);
}

/** Writes the month of a day, as 2024-03. */
export function writeMonth(record: RecordMaker, days: number): void {
  if (days >= FIRST_DAY && days <= LAST_DAY) record.value(dayText(Math.floor(days)).slice(0, 7));
  else record.fault(String(days), 'notADate', dayExpected);
}

/** 10:30:00; more than a day counts on. */
export function clockText(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return (seconds < 0 ? '-' : '') + parts.map((part) => String(part).padStart(2, '0')).join(':');
}
