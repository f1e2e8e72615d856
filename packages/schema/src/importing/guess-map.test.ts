import { describe, expect, it } from 'vitest';
import { forms } from '../forms/index.ts';
import { withReasons } from '../missing/index.ts';
import { guessMap } from './guess-map.ts';
import { guessSource } from './guess-source.ts';
import { type LookedColumn } from './look.ts';

const grounds = {
  forms: forms.map((form) => withReasons(form)),
  arms: { source: 'study', codes: [{ code: 'HAIC', label: { en: 'HAIC alone', zh: '单纯 HAIC' } }] },
  centres: ['NFH'],
};

/** A column as it is seen: its values with, where the file has them, their labels. */
function column(
  name: string,
  values: readonly (string | readonly [string, string])[],
  more: Partial<LookedColumn> = {},
): LookedColumn {
  const seen = values.map((one) =>
    typeof one === 'string' ? { value: one, label: null } : { value: one[0], label: one[1] },
  );
  const texts = seen.map(({ value }) => value);
  const isNumbers = texts.every((text) => /^-?\d+(\.\d+)?$/.test(text));
  return {
    name,
    label: { en: name, zh: name },
    unit: null,
    filled: values.length,
    values: seen.map((one) => ({ ...one, count: 1 })),
    samples: texts,
    holds: isNumbers ? 'numbers' : texts.every((text) => /^\d{4}-/.test(text)) ? 'dates' : 'texts',
    orders: [],
    withTime: false,
    marks: [],
    ...more,
  };
}

const fieldsOf = (columns: readonly LookedColumn[]) => {
  const { patient, records, ignore } = guessMap(columns, grounds);
  return { patient, ignore, ...Object.fromEntries(records.map(({ form, fields }) => [form, fields])) };
};

describe('a mapping to begin with', () => {
  it('joins the columns of a published cohort, and leaves out what it does not know', () => {
    expect(
      fieldsOf([
        column('Number', ['1', '2']),
        column('Age', ['57', '58']),
        column('Gender', ['0', '1']),
        column('HBsAg', ['1', '0']),
        column('Cirrhosis', ['1', '0']),
        column('AFP', ['1', '2']),
        column('CXCL17T', ['113.9', '54.07']),
        column('OS_months', ['83', '81']),
        column('Death', ['0', '1']),
      ]),
    ).toEqual({
      patient: { code: { column: 'Number' }, centre: { constant: 'NFH' } },
      demographics: { ageYears: { column: 'Age' } },
      baseline: {
        hepatitisB: { column: 'HBsAg' },
        cirrhosis: { column: 'Cirrhosis' },
        afpNgMl: { column: 'AFP' },
      },
      followUp: {
        contactDay: { column: 'OS_months', multiplyBy: 'monthDays' },
        vitalStatus: { column: 'Death', values: { '0': 'alive', '1': 'dead' } },
      },
      // 0 and 1 may be either sex.
      ignore: ['Gender', 'CXCL17T'],
    });
  });

  it('joins Chinese headings, with units and words for codes', () => {
    expect(
      fieldsOf([
        column('编号', ['A1', 'A2']),
        column('年龄（岁）', ['57', '58']),
        column('性别', ['男', '女']),
        column('肿瘤最大径(cm)', ['12.5', '8']),
        column('门静脉癌栓', ['是', '否']),
        column('末次随访日期', ['2024-03-05', '2023-01-01']),
        column('是否死亡', ['否', '是']),
      ]),
    ).toMatchObject({
      patient: { code: { column: '编号' } },
      demographics: { ageYears: { column: '年龄（岁）' }, sex: { column: '性别' } },
      baseline: {
        tumourSizeMm: { column: '肿瘤最大径(cm)', multiplyBy: 10 },
        portalVeinThrombus: { column: '门静脉癌栓' },
      },
      followUp: {
        contactOn: { column: '末次随访日期' },
        vitalStatus: { column: '是否死亡', values: { 否: 'alive', 是: 'dead' } },
      },
    });
  });

  it('reads numbers by the labels that the file has for them, and marks as reasons', () => {
    const sex = column('v3', [['1', 'Male'], ['2', 'Female']], { label: { en: 'Sex', zh: 'Sex' } }); // prettier-ignore
    const afp = column('afp', ['400'], { marks: [{ mark: '.a', label: 'Not done' }] });
    expect(fieldsOf([column('id', ['1']), sex, afp])).toMatchObject({
      demographics: { sex: { column: 'v3', values: { '1': 'male', '2': 'female' } } },
      baseline: { afpNgMl: { column: 'afp', missing: { '.a': 'notDone' } } },
    });
  });

  it('joins centres by label or in other letters, and leaves those that are not the asker’s', () => {
    const site = column('LocationOID', [['L.1', 'nfh'], ['L.2', 'elsewhere']]); // prettier-ignore
    expect(fieldsOf([column('id', ['1']), site]).patient.centre).toEqual({ column: 'LocationOID', values: { 'L.1': 'NFH' } }); // prettier-ignore
  });

  it('does not take what has only small words in common', () => {
    const born = column('born', ['1967-02-03'], { label: { en: 'Date of birth', zh: '' } });
    const number = column('key', ['1', '2'], { label: { en: 'Number of the event', zh: '' } });
    expect(fieldsOf([column('id', ['1']), born, number])).toMatchObject({ ignore: ['born', 'key'] });
  });

  it('does not take a column for a field whose values it does not have', () => {
    expect(fieldsOf([column('id', ['1']), column('age', ['young', 'old'])])).toMatchObject({ ignore: ['age'] });
  });

  it('leaves lengths and times whose unit nobody states to a person', () => {
    const [os, size] = [column('OS', ['83']), column('Tumorsize', ['8'])];
    expect(fieldsOf([column('id', ['1']), os, size])).toMatchObject({ ignore: ['OS', 'Tumorsize'] });
    const stated = { ...os, label: { en: 'Overall survival (months)', zh: '' } };
    expect(fieldsOf([column('id', ['1']), stated])).toMatchObject({
      followUp: { contactDay: { column: 'OS', multiplyBy: 'monthDays' } },
    });
    const ofFile = { ...size, name: 'size', label: { en: 'Tumour size', zh: '肿瘤最大径' }, unit: 'cm' };
    expect(fieldsOf([column('id', ['1']), ofFile])).toMatchObject({
      baseline: { tumourSizeMm: { column: 'size', multiplyBy: 10 } },
    });
  });

  it('decides the order of dates only where the file does', () => {
    const seen = forms.find(({ name }) => name === 'followUp')!.fields['contactOn' as never];
    const dates = (orders: LookedColumn['orders']) =>
      column('last seen', ['01/02/2020'], { holds: 'datesOtherwise', orders });
    expect(guessSource(dates(['dayFirst']), seen, grounds.arms).source).toEqual({
      column: 'last seen',
      dates: 'dayFirst',
    });
    expect(guessSource(dates(['dayFirst', 'monthFirst']), seen, grounds.arms).source).toEqual({ column: 'last seen' });
  });
});
