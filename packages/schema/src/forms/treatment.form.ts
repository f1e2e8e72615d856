import { defineForm } from '../form.ts';

/** `startedOn`, the first HAIC, is time zero of every endpoint. */
export const treatmentForm = defineForm(
  'treatment',
  {
    label: { en: 'Treatment', zh: '治疗' },
    repeats: false,
    rules: [
      {
        fields: ['startedOn', 'endedOn'],
        severity: 'error',
        label: { en: 'an end on or after the first HAIC', zh: '结束日期不得早于首次 HAIC' },
        holds: ({ startedOn, endedOn }) =>
          typeof startedOn !== 'string' || typeof endedOn !== 'string' || endedOn >= startedOn,
      },
    ],
  },
  {
    arm: {
      kind: 'studyCode',
      label: { en: 'Treatment arm', zh: '治疗组' },
      studyList: 'arm',
      cdisc: 'ACTARMCD',
      analysis: { theme: 'treatment', known: 'timeZero', heading: { en: 'Arm', zh: '治疗组' } },
    },
    startedOn: {
      kind: 'date',
      label: { en: 'First HAIC (time zero)', zh: '首次 HAIC（时间零点）' },
      cdisc: 'RFSTDTC',
      analysis: { theme: 'treatment', known: 'timeZero', short: { en: 'First HAIC', zh: '首次 HAIC' } },
    },
    endedOn: { kind: 'date', label: { en: 'Last HAIC', zh: '末次 HAIC' }, cdisc: 'RFENDTC' },
    haicCycles: {
      kind: 'integer',
      label: { en: 'HAIC cycles given', zh: 'HAIC 周期数' },
      range: [0, 30],
      usual: [2, 12],
    },
    tkiStartedOn: {
      kind: 'date',
      label: { en: 'First TKI', zh: '首次 TKI' },
      analysis: { theme: 'treatment', known: 'outcome', conditionsOnly: true },
    },
    iciStartedOn: {
      kind: 'date',
      label: { en: 'First ICI', zh: '首次 ICI' },
      analysis: { theme: 'treatment', known: 'outcome', conditionsOnly: true },
    },
  },
);
