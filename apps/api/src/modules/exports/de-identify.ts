import { earliestDay, type FieldSpec, latestDay } from '@haim/schema';
import { createHmac } from 'node:crypto';
import { dayOf, dayText } from '../../tables/index.ts';

/**
 * The days by which all dates of a patient are moved back: 1 to 365, the same in every export of this portal, so that
 * intervals and files agree. Without the secret of the portal nobody computes them.
 */
export class DateShift {
  private last = '';
  private days = 0;

  constructor(private readonly secret: string) {}

  /** @param patientId - rows come patient by patient, so that each is asked for once. */
  of(patientId: string): number {
    if (patientId !== this.last) {
      this.last = patientId;
      this.days = -1 - (createHmac('sha256', this.secret).update(patientId).digest().readUInt32BE(0) % 365);
    }
    return this.days;
  }
}

/**
 * A date that is known to the month or year, moved by the middle of the days that it may be: it keeps its precision, so
 * that it does not tell by how much it was moved, and is right to within one month or year.
 */
export function shiftedPartly(date: string, days: number): string {
  if (date.length === 10) return dayText(dayOf(date) + days);
  const middle = Math.round((dayOf(earliestDay(date)) + dayOf(latestDay(date))) / 2);
  return dayText(middle + days).slice(0, date.length);
}

/** Whoever is older counts as this old: with the year of birth, the very old can be found by their age. */
export const OLDEST_AGE = 90;

/** The fields that hold an age in years. */
export function isAge(field: string): boolean {
  return field === 'ageYears';
}

/** Whether a file without identities leaves the field out whole: text that people write may name somebody. */
export function isFreeText(spec: FieldSpec): boolean {
  return spec.kind === 'text' && !spec.impersonal && spec.names === undefined;
}
