import { type FieldSpec, type Row, showDate, type StudyList } from '@haim/schema';
import { type Locale } from '@/i18n/locale.ts';

/** Labels for the codes of the study's own lists. */
export type StudyChoices = Readonly<Record<StudyList, readonly Choice[]>>;

export interface Choice {
  readonly code: string;
  readonly label: string;
}

/** The words that are not in any declaration. */
export interface ValueWords {
  readonly yes: string;
  readonly no: string;
  readonly missing: string;
}

/** The choices of a coded field in the declared order; none if the field is not coded. */
export function choicesOf(spec: FieldSpec, choices: StudyChoices, language: Locale): readonly Choice[] {
  if (spec.kind === 'studyCode') return choices[spec.studyList];
  if (spec.kind !== 'code') return [];
  return spec.list.codes.map(({ code, label }) => ({ code, label: label[language] }));
}

/** What a record may choose from where its other values decide: the codes, each with what it means there. */
export function offeredChoices(spec: FieldSpec, row: Row, language: Locale): readonly Choice[] | null {
  const offers = spec.kind === 'code' ? spec.offers?.(row) : null;
  return offers ? offers.codes.map(({ code, means }) => ({ code, label: means[language] })) : null;
}

/** 'B · Intermediate'; the label alone if it contains the code, or if the code is a plain word. */
export function choiceCaption({ code, label }: Choice): string {
  return isSymbol(code) && !label.split(/[^0-9A-Za-z]+/).includes(code) ? `${code} · ${label}` : label;
}

/** A code that people in the field know without its label: 0, B, CR. */
export function isSymbol(code: string): boolean {
  return code.length <= 2;
}

/** A saved value as it is displayed, without its unit. */
export function showValue(
  spec: FieldSpec,
  value: unknown,
  choices: StudyChoices,
  language: Locale,
  words: ValueWords,
): string {
  if (value === null || value === undefined) return words.missing;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (spec.kind === 'text') return spec.names?.about(String(value))?.name[language] ?? String(value);
  if (spec.kind === 'date') return showDate(String(value));
  const choice = choicesOf(spec, choices, language).find(({ code }) => code === value);
  return choice ? choiceCaption(choice) : String(value);
}
