import { forms, type LookedColumn, type PartialMap, withReasons } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { codeFor, fieldChoices, openIn, sourceOf, targetsOf, visitColumns, wholeMap, withCode, withConstant, withIdentity, withoutColumn, withTargets, withVisits } from './map-edits.ts'; // prettier-ignore

const choices = fieldChoices(forms.map((form) => withReasons(form)));
const arms = { source: 'study', codes: [] };
const fields = { choices, arms };
const choiceOf = (target: string) => choices.find((one) => one.target === target)!;
const column = (name: string, values: string[], more: Partial<LookedColumn> = {}): LookedColumn => ({
  ...{
    name,
    label: { en: name, zh: name },
    unit: null,
    filled: values.length,
    samples: values,
    holds: 'texts',
    orders: [],
  },
  ...{ withTime: false, marks: [], values: values.map((value) => ({ value, label: null, count: 1 })), ...more },
});
const none: PartialMap = { patient: { code: null, centre: null }, records: [], ignore: ['sex', 'id'] };
const sex = column('sex', ['0', '1', '9']);

describe('a mapping that is changed on the page', () => {
  test('joins a column with several fields, and lets it go', () => {
    const joined = withTargets(none, sex, ['demographics.sex', 'baseline.cirrhosis'], fields);
    expect(targetsOf(joined, 'sex')).toEqual(['demographics.sex', 'baseline.cirrhosis']);
    expect(joined.ignore).toEqual(['id']);
    const left = withTargets(joined, sex, [], fields);
    expect(left).toEqual({ ...none, records: [], ignore: ['id', 'sex'] });
  });

  test('asks for the code of each value, and takes one as no value', () => {
    const { spec } = choiceOf('demographics.sex');
    const joined = withTargets(none, sex, ['demographics.sex'], fields);
    const first = sourceOf(joined, 'demographics.sex')!;
    expect(openIn(sex, { spec }, first, arms)).toEqual({ values: ['0', '1', '9'], order: false });
    const male = withCode(first, sex, { value: '0', code: 'male' }, { spec, arms });
    const both = withCode(male, sex, { value: '1', code: 'female' }, { spec, arms });
    const whole = withCode(both, sex, { value: '9', code: 'missing' }, { spec, arms });
    expect(whole).toEqual({ column: 'sex', values: { '0': 'male', '1': 'female' }, missing: ['9'] });
    expect(openIn(sex, { spec }, whole, arms).values).toEqual([]);
    expect(['0', '1', '9'].map((value) => codeFor(whole, value, spec, arms))).toEqual(['male', 'female', 'missing']);
  });

  test('asks for the order of dates that may be either', () => {
    const seen = column('seen', ['01/02/2020'], { holds: 'datesOtherwise', orders: ['dayFirst', 'monthFirst'] });
    const field = choiceOf('followUp.contactOn');
    expect(openIn(seen, field, { column: 'seen' }, arms).order).toBe(true);
    expect(openIn(seen, field, { column: 'seen', dates: 'dayFirst' }, arms).order).toBe(false);
  });

  test('is whole once it says who the patients are', () => {
    const joined = withTargets(none, sex, ['demographics.sex'], fields);
    expect(wholeMap(joined)).toBeNull();
    const named = withIdentity(joined, { code: { column: 'id' }, centre: { constant: 'NFH' } });
    expect(wholeMap(named)).toEqual({
      patient: { code: { column: 'id' }, centre: { constant: 'NFH' } },
      records: joined.records,
    });
    expect(wholeMap(withIdentity(named, { code: { column: 'sex' } }))?.ignore).toEqual(['id']);
  });

  test('keeps records of visits apart from what single columns are', () => {
    const visit = (n: number) => ({
      form: 'followUp',
      unless: { column: [`date${n}`, `status${n}`], in: [''] },
      fields: { contactOn: { column: `date${n}` }, vitalStatus: { column: `status${n}` } },
    });
    const before = { ...none, ignore: ['id', 'date1', 'status1', 'date2', 'status2', 'seen'] };
    const taken = withVisits(before, [visit(1), visit(2)]);
    expect(taken.ignore).toEqual(['id', 'seen']);
    expect([...visitColumns(taken)]).toEqual(['date1', 'status1', 'date2', 'status2']);
    expect(targetsOf(taken, 'date1')).toEqual([]);
    // Another contact, of a column by itself, is a record by itself; a column may be both.
    const seen = column('seen', ['2024-01-05'], { holds: 'dates' });
    const both = withTargets(withTargets(taken, seen, ['followUp.contactOn'], fields), column('date1', []), ['baseline.afpNgMl'], fields); // prettier-ignore
    expect(both.records.map(({ form, unless }) => [form, unless === undefined])).toEqual([
      ['followUp', false],
      ['followUp', false],
      ['followUp', true],
      ['baseline', true],
    ]);
    expect(both.records[0]).toEqual(visit(1));
    expect(withoutColumn(both, choices).map(({ target }) => target)).toEqual(['followUp.vitalStatus']);
    const left = withVisits(both, []);
    expect(left.records.map(({ form }) => form)).toEqual(['followUp', 'baseline']);
    expect(left.ignore).toEqual(['id', 'status1', 'date2', 'status2']);
  });

  test('gives a field that a new record needs one value for every row', () => {
    const age = withTargets(none, column('age', ['57']), ['demographics.ageYears'], fields);
    const needed = withoutColumn(age, choices);
    expect(needed.map(({ target }) => target)).toEqual(['demographics.sex']);
    expect(withConstant(age, needed[0]!, 'unknown').records[0]!.fields['sex']).toEqual({ constant: 'unknown' });
  });
});
