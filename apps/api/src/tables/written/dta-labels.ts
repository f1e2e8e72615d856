import { type Label } from '@haim/schema';
import { type TableColumn } from '../described-table.ts';
import { ByteSink } from './byte-sink.ts';
import { withinBytes } from './short-names.ts';

/** What the numbers of a variable mean, in both languages. */
export interface LabelSet {
  readonly number: number;
  readonly values: readonly { readonly value: number; readonly label: Label }[];
}

export interface Characteristic {
  /** A variable, or `_dta`. */
  readonly of: string;
  readonly name: string;
  readonly content: string;
}

/** What Stata keeps of the second language (`label language`), and what it has no place of its own for. */
export function characteristicsOf(
  variables: readonly { readonly column: TableColumn; readonly name: string; readonly labels: LabelSet | null }[],
  language: 'en' | 'zh',
): Characteristic[] {
  const other = language === 'en' ? 'zh' : 'en';
  return [
    { of: '_dta', name: '_lang_c', content: language },
    { of: '_dta', name: '_lang_list', content: `${language} ${other}` },
    ...variables.flatMap(({ column, name, labels }) => [
      { of: name, name: `_lang_v_${other}`, content: variableLabel(column, other) },
      ...(labels ? [{ of: name, name: `_lang_l_${other}`, content: `${other}${labels.number}` }] : []),
      { of: name, name: 'origin', content: column.origin },
      ...(column.codes
        ? [{ of: name, name: 'codes', content: column.codes.map(({ number, code }) => `${number}=${code}`).join('; ') }]
        : []),
      ...(column.standard === null ? [] : [{ of: name, name: 'codes_of', content: column.standard }]),
      ...(column.note === null ? [] : [{ of: name, name: 'note', content: column.note.en }]),
    ]),
  ];
}

/** Of at most 80 characters. */
export function variableLabel({ label, unit }: TableColumn, language: 'en' | 'zh'): string {
  const text = unit === null ? label[language] : `${label[language]} (${unit})`;
  return withinBytes([...text].slice(0, 80).join(''), 320);
}

/** The section of value labels, with its tags. */
export function valueLabelBytes(sets: readonly LabelSet[]): Buffer {
  const sink = new ByteSink();
  sink.text('<value_labels>');
  for (const { number, values } of sets) {
    for (const language of ['en', 'zh'] as const) {
      const sorted = values.toSorted((a, b) => a.value - b.value);
      const texts = sorted.map(({ label }) => Buffer.from(`${label[language]}\0`, 'utf8'));
      const length = texts.reduce((sum, text) => sum + text.length, 0);
      sink.text('<lbl>');
      sink.int32(8 + 8 * sorted.length + length);
      sink.padded(`${language}${number}`, 129, 0);
      sink.fill(0, 3);
      sink.int32(sorted.length);
      sink.int32(length);
      let offset = 0;
      for (const text of texts) {
        sink.int32(offset);
        offset += text.length;
      }
      for (const { value } of sorted) sink.int32(value);
      for (const text of texts) sink.bytes(text);
      sink.text('</lbl>');
    }
  }
  sink.text('</value_labels>');
  return sink.take();
}
