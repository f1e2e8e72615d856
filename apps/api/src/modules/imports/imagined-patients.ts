import { hash } from 'node:crypto';
import { earliestDay, fieldsOf, followUpForm, type Form, type Row, treatmentForm } from '@haim/schema';
import { NumberByKey } from './number-by-key.ts';

const DAY_MS = 86_400_000;
const AT_ONCE = 1000;
/** `contactDay`, `assessedDay`: days from the start of treatment. */
const studyDays = /Day$/;

/**
 * New patients of a check who are not written: a check of a large file would take as long as its import. Of their records
 * it is noted whether any could contradict another, which the database alone decides (the view `contradiction`). Every
 * pair that contradicts is a death and something later, or two images of one visit, which within a file are one record
 * given twice.
 */
export class ImaginedPatients {
  private readonly rows = new NumberByKey();
  private readonly starts = new NumberByKey();
  private readonly deathsOn = new NumberByKey();
  private readonly deathDays = new NumberByKey();
  private readonly lastOn = new NumberByKey();
  private readonly lastDays = new NumberByKey();
  private readonly deadTwice = new Set<string>();
  private found: ReadonlySet<string> | null = null;
  private last = { patient: '', key: '' };

  /** Notes the records of a row. @returns whether an earlier row was of the same patient. */
  note(patient: string, records: readonly { readonly form: Form; readonly values: Row }[]): boolean {
    const key = this.keyOf(patient);
    const isKnown = this.rows.get(key) !== undefined;
    this.rows.set(key, 1);
    for (const { form, values } of records) {
      for (const { field, isDate } of daysOf(form)) {
        const value = values[field] ?? null;
        if (value === null) continue;
        if (isDate) keepLarger(this.lastOn, key, dayNumber(value));
        else keepLarger(this.lastDays, key, Number(value));
      }
      if (form.name === treatmentForm.name && values['startedOn']) this.starts.set(key, dayNumber(values['startedOn']));
      if (form.name === followUpForm.name && values['vitalStatus'] === 'dead') this.noteDeath(key, values);
    }
    return isKnown;
  }

  private noteDeath(key: string, { contactOn, contactDay }: Row): void {
    const isSecond = this.deathsOn.get(key) !== undefined || this.deathDays.get(key) !== undefined;
    if (isSecond) this.deadTwice.add(key);
    if (contactOn) this.deathsOn.set(key, dayNumber(contactOn));
    else if (typeof contactDay === 'number') this.deathDays.set(key, contactDay);
  }

  /** Whether an earlier row was of the patient. */
  has(patient: string): boolean {
    return this.rows.get(this.keyOf(patient)) !== undefined;
  }

  /** As many digits as `NumberByKey` keeps, because it gives them back. The rows of a patient mostly follow each other. */
  private keyOf(patient: string): string {
    if (patient !== this.last.patient) this.last = { patient, key: hash('sha256', patient).slice(0, 32) };
    return this.last.key;
  }

  /** Those whose records may contradict each other, once every row is noted. */
  private get suspects(): ReadonlySet<string> {
    if (this.found) return this.found;
    const found = new Set(this.deadTwice);
    for (const deaths of [this.deathsOn, this.deathDays]) {
      for (const keys of deaths.keysInBatches(AT_ONCE)) {
        for (const key of keys) if (this.livesOn(key)) found.add(key);
      }
    }
    this.found = found;
    return found;
  }

  /** Whether something is later than the death, as the view compares days: with a start all of them, otherwise like with like. */
  private livesOn(key: string): boolean {
    const [start, deathOn, deathDay] = [this.starts.get(key), this.deathsOn.get(key), this.deathDays.get(key)];
    const [lastOn, lastDay] = [this.lastOn.get(key), this.lastDays.get(key)];
    if (start === undefined) return isLater(lastOn, deathOn) || isLater(lastDay, deathDay);
    const death = deathOn === undefined ? deathDay : deathOn - start;
    return isLater(lastOn === undefined ? undefined : lastOn - start, death) || isLater(lastDay, death);
  }

  get hasSuspects(): boolean {
    return this.suspects.size > 0;
  }

  isSuspect(patient: string): boolean {
    return this.suspects.has(this.keyOf(patient));
  }
}

function isLater(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one > other;
}

function keepLarger(numbers: NumberByKey, key: string, value: number): void {
  if (value > (numbers.get(key) ?? Number.NEGATIVE_INFINITY)) numbers.set(key, value);
}

function dayNumber(date: unknown): number {
  return Date.parse(`${earliestDay(String(date))}T00:00:00Z`) / DAY_MS;
}

interface DayField {
  readonly field: string;
  readonly isDate: boolean;
}

const days = new WeakMap<Form, readonly DayField[]>();

/** The fields of a form that say when something was. */
function daysOf(form: Form): readonly DayField[] {
  const known = days.get(form);
  if (known) return known;
  const found = fieldsOf(form).flatMap(([field, { kind }]): DayField[] =>
    kind === 'date' || studyDays.test(field) ? [{ field, isDate: kind === 'date' }] : [],
  );
  days.set(form, found);
  return found;
}
