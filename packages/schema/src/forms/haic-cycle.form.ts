import { doseChange, haicRegimen } from '../codes/haic-regimen.ts';
import { defineForm, type Row } from '../form.ts';
import { reasonOf } from '../reason-key.ts';

const doseOf = (en: string, zh: string) =>
  ({ kind: 'decimal', label: { en, zh }, unit: 'mg/m²', range: [0, 10_000], aside: true }) as const;

/** One cycle of HAIC as it was given. */
export const haicCycleForm = defineForm(
  'haicCycle',
  {
    label: { en: 'HAIC cycle', zh: 'HAIC 周期' },
    repeats: true,
    key: ['cycleNumber'],
    rules: [
      {
        fields: ['doseChangeReason'],
        severity: 'error',
        label: { en: 'a reason, as the dose is not as planned', zh: '未按计划给药须注明原因' },
        holds: (row) => !isChanged(row) || typeof row['doseChangeReason'] === 'string' || isNotKnown(row),
      },
    ],
  },
  {
    cycleNumber: {
      kind: 'integer',
      label: { en: 'Number of the cycle', zh: '周期序号' },
      range: [1, 30],
      required: true,
    },
    givenOn: { kind: 'date', label: { en: 'Given on', zh: '给药日期' }, required: true, cdisc: 'EXSTDTC' },
    regimen: { kind: 'code', label: { en: 'Regimen', zh: '方案' }, list: haicRegimen, cdisc: 'EXTRT' },
    oxaliplatinMgM2: { ...doseOf('Oxaliplatin', '奥沙利铂'), usual: [40, 135] },
    leucovorinMgM2: { ...doseOf('Leucovorin', '亚叶酸钙'), usual: [100, 400] },
    fluorouracilMgM2: { ...doseOf('Fluorouracil, whole cycle', '氟尿嘧啶（全周期）'), usual: [400, 3000] },
    raltitrexedMgM2: { ...doseOf('Raltitrexed', '雷替曲塞'), usual: [1, 4] },
    doseChange: { kind: 'code', label: { en: 'Dose', zh: '剂量' }, list: doseChange, cdisc: 'EXADJ' },
    doseChangeReason: {
      kind: 'text',
      label: { en: 'Reason for the change', zh: '剂量调整原因' },
      maxLength: 200,
      aside: true,
    },
  },
);

function isChanged({ doseChange: change }: Row): boolean {
  return typeof change === 'string' && change !== 'none';
}

/** A source may give the dose and not why it was changed. */
function isNotKnown(row: Row): boolean {
  return reasonOf(row, 'doseChangeReason') !== null;
}
