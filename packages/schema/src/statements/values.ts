import type { Label } from '../form.ts';
import type { Locale, ValueKind } from './sentence.ts';

const tag = { en: 'en-US', zh: 'zh-CN' } as const;

/** -0.4 rounded is written 0, not -0. */
function numbers(own: Intl.NumberFormatOptions): (value: number, locale: Locale) => string {
  const options = { signDisplay: 'negative', ...own } as const;
  const format = { en: new Intl.NumberFormat(tag.en, options), zh: new Intl.NumberFormat(tag.zh, options) };
  return (value, locale) => format[locale].format(value);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const whole = numbers({ maximumFractionDigits: 0 });
const measured = numbers({ maximumSignificantDigits: 6 });
const hundredths = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const thousandths = numbers({ minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** A count: a whole number with thousands separators. */
export const count: ValueKind<number> = {
  accepts: (value): value is number => isNumber(value) && Number.isInteger(value) && value >= 0,
  write: whole,
};

/** A measured number, to six digits but never rounding its integer part. */
export const amount: ValueKind<number> = {
  accepts: isNumber,
  write: (value, locale) => (Math.abs(value) >= 1e5 ? whole(value, locale) : measured(value, locale)),
};

/** A score with the two decimals that it is given with, and a true minus sign. */
export const score: ValueKind<number> = {
  accepts: isNumber,
  write: (value, locale) => hundredths(value, locale).replace('-', '−'),
};

/** An area under a curve, or a difference of two, with three decimals and a true minus sign. */
export const area: ValueKind<number> = {
  accepts: isNumber,
  write: (value, locale) => thousandths(value, locale).replace('-', '−'),
};

/** A p value with its sign of comparison: `= 0.031`, `< 0.001`. */
export const pValue: ValueKind<number> = {
  accepts: (value): value is number => isNumber(value) && value >= 0 && value <= 1,
  write: (value, locale) => (value < 0.001 ? `< ${thousandths(0.001, locale)}` : `= ${thousandths(value, locale)}`),
};

/** A name that is the same in every language: a group's code, a model, a column of a file. */
export const text: ValueKind<string> = { accepts: isText, write: (value) => value };

export const texts: ValueKind<readonly string[]> = {
  accepts: (value): value is readonly string[] => Array.isArray(value) && value.every(isText),
  write: (value, locale) => value.join(locale === 'zh' ? '、' : ', '),
};

const isLabel = (value: unknown): value is Label =>
  typeof value === 'object' && value !== null && 'en' in value && 'zh' in value && isText(value.en) && isText(value.zh);

/** A name with a word for it in both languages, such as a covariate's. */
export const label: ValueKind<Label> = { accepts: isLabel, write: (value, locale) => value[locale] };

/** Several such names, such as the fields that something lacks. */
export const labels: ValueKind<readonly Label[]> = {
  accepts: (value): value is readonly Label[] => Array.isArray(value) && value.every(isLabel),
  write: (value, locale) => value.map((one) => one[locale]).join(locale === 'zh' ? '、' : ', '),
};

/** Whether something was done; the sentence chooses its words. */
export const flag: ValueKind<boolean, boolean> = {
  accepts: (value): value is boolean => typeof value === 'boolean',
  write: (value) => value,
};

/** One of a few options, each with its words. */
export function choice<const C extends string>(words: Readonly<Record<C, Label>>): ValueKind<C> & { of: readonly C[] } {
  return {
    of: Object.keys(words) as C[],
    accepts: (value): value is C => isText(value) && Object.hasOwn(words, value),
    write: (value, locale) => words[value][locale],
  };
}

/** The same word in both languages. */
export const both = (word: string): Label => ({ en: word, zh: word });
