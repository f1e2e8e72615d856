import { sex } from '../codes/sex.ts';
import { defineForm } from '../form.ts';

export const demographicsForm = defineForm(
  'demographics',
  { label: { en: 'Demographics', zh: '人口学资料' }, repeats: false },
  {
    enrolledOn: {
      kind: 'date',
      label: { en: 'Date of enrolment', zh: '入组日期' },
      cdisc: 'RFICDTC',
      analysis: { theme: 'person', known: 'timeZero', conditionsOnly: true },
    },
    ageYears: {
      kind: 'integer',
      label: { en: 'Age at enrolment', zh: '入组年龄' },
      unit: 'years',
      range: [0, 120],
      usual: [18, 89],
      required: true,
      cdisc: 'AGE',
      analysis: {
        theme: 'person',
        known: 'timeZero',
        short: { en: 'Age', zh: '年龄' },
        heading: { en: 'Age', zh: '年龄' },
        usual: true,
      },
    },
    sex: {
      kind: 'code',
      label: { en: 'Sex', zh: '性别' },
      list: sex,
      required: true,
      cdisc: 'SEX',
      analysis: { theme: 'person', known: 'timeZero', heading: { en: 'Sex', zh: '性别' }, levels: ['female', 'male'] },
    },
  },
);
