import { describe, expect, it } from 'vitest';
import { checkRow } from '../check-row.ts';
import { dataDictionary } from '../describe-form.ts';
import { columnOf, fieldsOf } from '../form.ts';
import { baselineForm, followUpForm, forms } from '../forms/index.ts';
import { readField } from '../reading/index.ts';
import { checkOwnField } from './check-own-field.ts';
import { frozenIn, takenAway } from './change-own-field.ts';
import { formOfStudy, gatherOwn, isOwnKey, type OwnField, spreadOwn } from './own-field.ts';

const words = (en: string, zh = en) => ({ en, zh });
const field = (given: Partial<OwnField>): OwnField => ({
  form: 'baseline',
  name: 'pack_years',
  kind: 'decimal',
  label: words('Pack-years', '吸烟包年'),
  help: null,
  required: false,
  unit: null,
  lowest: null,
  highest: null,
  codes: [],
  known: null,
  counts: null,
  ...given,
});
const packYears = field({ lowest: 0, highest: 150 });
const smoking = field({
  name: 'smoking',
  kind: 'code',
  label: words('Smoking', '吸烟'),
  required: true,
  codes: [
    { code: 'never', label: words('Never', '从不') },
    { code: 'former', label: words('Former', '已戒') },
  ],
});
const lists = { arm: [] };

describe('the form of a study', () => {
  const form = formOfStudy(baselineForm, [packYears, smoking, field({ form: 'treatment', name: 'dose' })]);

  it('has the fields of the portal, then its own in their order, and no other form has them', () => {
    expect(Object.keys(form.fields)).toEqual([...Object.keys(baselineForm.fields), 'own_pack_years', 'own_smoking']);
    expect(formOfStudy(followUpForm, [packYears, smoking])).toBe(followUpForm);
  });

  it('holds a value to its declaration as it does a value of the portal', () => {
    const faults = (row: object) =>
      checkRow(form, { ...row }, lists).map(({ field: name, problem }) => `${name} ${problem}`);
    expect(faults({ own_smoking: 'never', own_pack_years: 12.5 })).toEqual([]);
    expect(faults({ own_smoking: 'Never', own_pack_years: 151 })).toEqual([
      'own_pack_years outOfRange',
      'own_smoking notInList',
    ]);
    expect(faults({ own_pack_years: '12' })).toEqual(['own_pack_years wrongType', 'own_smoking required']);
    expect(faults({ own_smoking: 'never', own_dose: 1 })).toEqual(['own_dose unknownField']);
  });

  it('says what an open range expects', () => {
    const expected = (ends: Partial<OwnField>, value: number) =>
      checkRow(formOfStudy(baselineForm, [field(ends)]), { own_pack_years: value }, lists)[0]?.expected.en;
    expect(expected({ lowest: 0, unit: 'years' }, -1)).toBe('a number of at least 0 years');
    expect(expected({ highest: 9, kind: 'integer' }, 10)).toBe('a whole number of at most 9');
    expect(expected({ lowest: 0 }, 1e300)).toBeUndefined();
    expect(dataDictionary(formOfStudy(baselineForm, [field({ lowest: 0 })])).at(-1)).toMatchObject({
      column: 'own_pack_years',
      permitted: 'at least 0',
    });
  });

  it('reads a code by its words in either language', () => {
    const spec = fieldsOf(form).find(([name]) => name === 'own_smoking')![1];
    expect([readField(spec, '已戒'), readField(spec, 'NEVER')]).toEqual(['former', 'never']);
  });

  it('takes its values from and to the place where they are stored', () => {
    const row = { cirrhosis: true, own_smoking: 'never' };
    expect(gatherOwn(row)).toEqual({ cirrhosis: true, own: { own_smoking: 'never' } });
    expect(spreadOwn(gatherOwn(row))).toEqual(row);
    expect(spreadOwn({ cirrhosis: true, own: null })).toEqual({ cirrhosis: true });
  });

  it('has keys that no field of the portal can have', () => {
    expect(
      forms.flatMap((one) => fieldsOf(one)).filter(([name]) => isOwnKey(name) || isOwnKey(columnOf(name))),
    ).toEqual([]);
  });
});

describe('the declaration of a field', () => {
  const code = (name: string, en = name, zh = en) => ({ code: name, label: words(en, zh) });

  it.each<[string, Partial<OwnField>]>([
    ['name rule', { name: 'packYears' }],
    ['name rule', { name: '1st' }],
    ['name rule', { name: 'a__b' }],
    ['name rule', { name: 'a'.repeat(41) }],
    ['name required', { name: '' }],
    ['name rule', { name: 'bclc_stage' }],
    ['name rule', { name: 'taken' }],
    ['form notInList', { form: 'slide' }],
    ['form notInList', { form: 'nowhere' }],
    ['kind notInList', { kind: 'studyCode' as OwnField['kind'] }],
    ['label.zh required', { label: words('Pack-years', ' ') }],
    ['label.en tooLong', { label: words('x'.repeat(201), '吸烟') }],
    ['help.zh required', { help: words('help', '') }],
    ['unit required', { unit: '' }],
    ['unit rule', { kind: 'text', unit: 'kg' }],
    ['lowest rule', { kind: 'date', lowest: 1 }],
    ['highest outOfRange', { lowest: 2, highest: 1 }],
    ['lowest wrongType', { lowest: Number.NaN }],
    ['highest wrongType', { kind: 'integer', highest: 1.5 }],
    ['codes required', { kind: 'code' }],
    ['codes rule', { kind: 'boolean', codes: [code('a')] }],
    ['codes.1.code rule', { kind: 'code', codes: [code('a', 'A'), code('A', 'B')] }],
    ['codes.0.code rule', { kind: 'code', codes: [code('a b')] }],
    ['codes.0.code required', { kind: 'code', codes: [code('', 'x')] }],
    ['known notInList', { known: 'later' as OwnField['known'] }],
    ['known rule', { form: 'labResult', known: 'outcome', counts: 'last' }],
    ['counts rule', { known: 'timeZero', counts: 'last' }],
    ['counts rule', { form: 'followUp', counts: 'last' }],
    ['counts required', { form: 'followUp', known: 'outcome' }],
    ['counts notInList', { form: 'followUp', kind: 'text', known: 'outcome', counts: 'highest' }],
    ['counts notInList', { form: 'followUp', known: 'outcome', counts: 'any' }],
    ['codes.1.label.zh rule', { kind: 'code', codes: [code('a', 'A', '甲'), code('b', 'B', '甲')] }],
  ])('is refused: %s', (expected, given) => {
    const issues = checkOwnField(field(given), [{ name: 'taken', form: 'followUp' }]);
    expect(issues.map(({ field: place, problem }) => `${place} ${problem}`)).toEqual([expected]);
  });

  it('is taken where nothing is wrong, with negative codes as files have them', () => {
    const codes = [code('1'), code('-9', 'Unknown', '未知')];
    expect(checkOwnField(packYears, [])).toEqual([]);
    expect(checkOwnField(field({ kind: 'code', codes }), [])).toEqual([]);
    expect(
      checkOwnField(field({ lowest: 0, highest: 0, unit: 'years' }), [{ name: 'other', form: 'baseline' }]),
    ).toEqual([]);
  });
});

describe('an edit of a published field', () => {
  it('never changes what it means', () => {
    expect(frozenIn(packYears, field({ kind: 'integer', unit: 'years' }))).toEqual(['kind', 'unit']);
    expect(frozenIn(packYears, field({ label: words('Other'), required: true, lowest: -1 }))).toEqual([]);
  });

  it('says once when it is known and which record counts', () => {
    const visit = field({ form: 'followUp' });
    const declared = { ...visit, known: 'outcome', counts: 'last' } as const;
    expect(frozenIn(visit, declared)).toEqual([]);
    expect(frozenIn(declared, { ...declared, counts: 'highest' })).toEqual(['counts']);
    expect(frozenIn(declared, { ...declared, known: 'timeZero' })).toEqual(['known']);
    expect(frozenIn(declared, visit)).toEqual(['known', 'counts']);
  });

  it('takes away codes that it leaves out, and numbers of a narrower range', () => {
    expect(takenAway(smoking, { ...smoking, codes: smoking.codes.slice(1) }).codes).toEqual(['never']);
    expect(takenAway(packYears, field({})).range).toBeNull();
    expect(takenAway(packYears, field({ lowest: -5, highest: 150 })).range).toBeNull();
    expect(takenAway(packYears, field({ lowest: 1, highest: 150 })).range).toEqual([1, 150]);
    expect(takenAway(field({}), field({ highest: 5 })).range).toEqual([null, 5]);
  });
});
