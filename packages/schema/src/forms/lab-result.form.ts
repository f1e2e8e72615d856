import { labLimit, labTest, labUnit } from '../codes/lab.ts';
import { defineForm, type Row } from '../form.ts';
import { isUsual, labTestOf } from '../labs/lab-tests.ts';

/**
 * One result of one test, as the laboratory reported it: the value in its own unit, and the limits of normal in the
 * same one. The standard value is computed (`labs/lab-tests.ts`). A value outside the range of measurement has the
 * limit as its value and a flag beside it: it is never a number below or above it.
 */
export const labResultForm = defineForm(
  'labResult',
  {
    label: { en: 'Laboratory result', zh: '实验室检查' },
    repeats: true,
    key: ['test', 'takenOn'],
    rules: [
      {
        fields: ['lowerNormal', 'upperNormal'],
        severity: 'error',
        label: { en: 'an upper limit above the lower one', zh: '上限须大于下限' },
        holds: ({ lowerNormal, upperNormal }) =>
          typeof lowerNormal !== 'number' || typeof upperNormal !== 'number' || upperNormal > lowerNormal,
      },
      {
        fields: ['value'],
        severity: 'warning',
        label: {
          en: 'a plausible result in this unit: look at the unit too',
          zh: '该单位下合理的结果：请同时核对单位',
        },
        holds: ({ test, value, unit }) =>
          typeof value !== 'number' || typeof unit !== 'string' || isUsual(test, value, unit),
      },
    ],
  },
  {
    test: {
      kind: 'code',
      label: { en: 'Test', zh: '检查项目' },
      list: labTest,
      required: true,
      cdisc: 'LBTESTCD',
    },
    takenOn: { kind: 'date', label: { en: 'Date of the sample', zh: '采样日期' }, required: true, cdisc: 'LBDTC' },
    value: {
      kind: 'decimal',
      label: { en: 'Value', zh: '结果' },
      range: [0, 1_000_000_000],
      required: true,
      help: { en: 'As reported; of “> 1000” the number 1000.', zh: '按报告填写；“> 1000”填 1000。' },
      cdisc: 'LBORRES',
    },
    beyond: {
      kind: 'code',
      label: { en: 'Outside the range of measurement', zh: '超出检测范围' },
      list: labLimit,
      aside: true,
    },
    unit: {
      kind: 'code',
      label: { en: 'Unit as reported', zh: '报告单位' },
      list: labUnit,
      offers: unitsOfTest,
      required: true,
      cdisc: 'LBORRESU',
    },
    lowerNormal: {
      kind: 'decimal',
      label: { en: 'Lower limit of normal', zh: '正常值下限' },
      range: [0, 1_000_000_000],
      help: { en: 'Of this laboratory, in the unit of the value.', zh: '本实验室的下限，单位与结果相同。' },
      cdisc: 'LBORNRLO',
      aside: true,
    },
    upperNormal: {
      kind: 'decimal',
      label: { en: 'Upper limit of normal', zh: '正常值上限' },
      range: [0, 1_000_000_000],
      help: { en: 'Of this laboratory, in the unit of the value.', zh: '本实验室的上限，单位与结果相同。' },
      cdisc: 'LBORNRHI',
      aside: true,
    },
  },
);

function unitsOfTest({ test: code }: Row) {
  const test = labTestOf(code);
  if (!test) return null;
  const codes = Object.entries(test.factors).map(([unit, factor]) => ({
    code: unit,
    means: unit === test.standard ? unitNamed(unit) : same(`1 ${unit} = ${factor} ${test.standard}`),
  }));
  return { codes, of: { en: `the units of ${test.label.en}`, zh: `${test.label.zh}的单位` } };
}

function unitNamed(unit: string) {
  return labUnit.codes.find(({ code }) => code === unit)?.label ?? same(unit);
}

function same(text: string) {
  return { en: text, zh: text };
}
