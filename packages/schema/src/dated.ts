import { type FieldSpec, type Label, type Row, type RowRule } from './form.ts';

const dayRange = [0, 36_500] as const;

/** Study day of an event, for sources that give intervals instead of dates. */
export function studyDay(label: Label): Extract<FieldSpec, { kind: 'integer' }> & { kind: 'integer' } {
  return {
    kind: 'integer',
    label,
    unit: 'days',
    range: dayRange,
    help: {
      en: 'Days since the first HAIC; only where the source gives no date.',
      zh: '距首次 HAIC 的天数；仅当来源没有日期时填写。',
    },
  };
}

/** A date or a study day states when something happened, never both: they could contradict each other. */
export function oneMoment(dateField: string, dayField: string): RowRule {
  const isGiven = (row: Row, field: string) => (row[field] ?? null) !== null;
  return {
    fields: [dateField, dayField],
    severity: 'error',
    isChoice: true,
    label: {
      en: 'a date, or a study day where no date is known, not both',
      zh: '填写日期；无日期时填写研究日，二者择一',
    },
    holds: (row) => isGiven(row, dateField) !== isGiven(row, dayField),
  };
}
