import { mrecistResponse } from '../codes/mrecist.ts';
import { oneMoment, studyDay } from '../dated.ts';
import { defineForm } from '../form.ts';

/** One imaging visit. The portal derives the mRECIST response from the sums; what a reader entered is kept beside it. */
export const tumourAssessmentForm = defineForm(
  'tumourAssessment',
  {
    label: { en: 'Tumour assessment', zh: '肿瘤评估' },
    repeats: true,
    key: ['visitNumber'],
    rules: [
      oneMoment('assessedOn', 'assessedDay'),
      {
        fields: ['newLesion'],
        severity: 'error',
        label: {
          en: 'no, or empty, at visit 0: a lesion seen at the baseline is target or non-target, never new',
          zh: '访视 0 填“否”或留空：基线所见病灶为靶病灶或非靶病灶，不计为新病灶',
        },
        holds: ({ visitNumber, newLesion }) => visitNumber !== 0 || newLesion !== true,
      },
    ],
  },
  {
    assessedOn: { kind: 'date', label: { en: 'Date of the image', zh: '影像日期' }, cdisc: 'TRDTC' },
    assessedDay: studyDay({ en: 'Study day of the image', zh: '影像研究日' }),
    visitNumber: {
      kind: 'integer',
      label: { en: 'Visit (0 is baseline)', zh: '访视（0 为基线）' },
      range: [0, 200],
      required: true,
      cdisc: 'VISITNUM',
    },
    sumViableDiameterMm: {
      kind: 'decimal',
      label: { en: 'Sum of viable target diameters', zh: '靶病灶存活径总和' },
      unit: 'mm',
      range: [0, 2000],
      usual: [0, 600],
      cdisc: 'SUMDIAM',
    },
    newLesion: { kind: 'boolean', label: { en: 'New lesion', zh: '新病灶' }, cdisc: 'NEWLPROG' },
    readerResponse: {
      kind: 'code',
      label: { en: 'Response as read', zh: '阅片结论' },
      list: mrecistResponse,
      cdisc: 'OVRLRESP',
    },
  },
);
