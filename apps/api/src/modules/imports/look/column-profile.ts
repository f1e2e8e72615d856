import { type LookedColumn, readDate, readNumber, readPartialDate } from '@haim/schema';
import { isMissing, type ReadColumn } from '../../../tables/index.ts';

/** A column with more different values is not one of codes. */
const MOST_VALUES = 40;
const SAMPLES = 5;
const LONGEST_SAMPLE = 60;

const otherOrder = /^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*\d{4}$/;
const timeOfDay = /[\sT]+\d{1,2}:\d{2}\S*(\s*[ap]\.?m\.?)?$/i;

/** Gathers what a column holds while its table is read. */
export class ColumnProfile {
  private filled = 0;
  private numbers = 0;
  private days = 0;
  private otherDays = 0;
  private readonly times = { some: false };
  private dayFirst = true;
  private monthFirst = true;
  private values: Map<string, number> | null = new Map();
  private readonly samples: string[] = [];

  constructor(private readonly column: ReadColumn) {}

  take(cell: string): void {
    const text = cell.trim();
    if (isMissing(text)) return;
    this.filled += 1;
    this.count(text);
    if (readNumber(text) !== null) this.numbers += 1;
    const day = text.replace(timeOfDay, '');
    if (day !== text) this.times.some = true;
    if (readDate(day) !== null || (readNumber(text) === null && readPartialDate(day) !== null)) this.days += 1;
    else this.takeOtherDay(day);
  }

  private takeOtherDay(text: string): void {
    const [, first, second] = otherOrder.exec(text.normalize('NFKC')) ?? [];
    if (!first || !second) return;
    this.otherDays += 1;
    if (Number(first) > 12) this.monthFirst = false;
    if (Number(second) > 12) this.dayFirst = false;
  }

  private count(text: string): void {
    if (this.samples.length < SAMPLES && !this.samples.includes(text)) this.samples.push(text.slice(0, LONGEST_SAMPLE));
    if (this.values === null) return;
    this.values.set(text, (this.values.get(text) ?? 0) + 1);
    if (this.values.size > MOST_VALUES) this.values = null;
  }

  seen(): LookedColumn {
    const { column, filled, samples } = this;
    const labels = new Map(column.codes?.map(({ code, label }) => [code, label]));
    const values =
      this.values &&
      [...this.values]
        .toSorted(([, a], [, b]) => b - a)
        .map(([value, count]) => ({ value, count, label: labels.get(value)?.en ?? null }));
    const holds = this.holds();
    const orders = (['dayFirst', 'monthFirst'] as const).filter((order) => this[order]);
    return {
      name: column.name,
      label: { en: column.label.en || column.name, zh: column.label.zh || column.name },
      unit: column.unit,
      ...{ filled, values, samples, holds, marks: column.marks },
      orders: holds === 'datesOtherwise' ? orders : [],
      withTime: this.times.some && (holds === 'dates' || holds === 'datesOtherwise'),
    };
  }

  private holds(): LookedColumn['holds'] {
    const { filled } = this;
    if (filled === 0) return 'nothing';
    if (this.numbers === filled) return this.days === filled ? this.numbersOrDays() : 'numbers';
    if (this.days === filled) return 'dates';
    return this.days + this.otherDays === filled ? 'datesOtherwise' : 'texts';
  }

  /** 20240229 is both. */
  private numbersOrDays(): LookedColumn['holds'] {
    return this.samples.every((text) => /^(19|20)\d{6}$/.test(text)) ? 'dates' : 'numbers';
  }
}
