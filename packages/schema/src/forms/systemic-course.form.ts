import { drugsByClass, stopReason, systemicClass, systemicDrug } from '../codes/systemic-drug.ts';
import { defineForm, type Row } from '../form.ts';
import { isSurelyBefore } from '../partial-date.ts';
import { reasonOf } from '../reason-key.ts';

/** One drug added to HAIC, from its first to its last day; a drug that is taken up again is another course. */
export const systemicCourseForm = defineForm(
  'systemicCourse',
  {
    label: { en: 'TKI or ICI course', zh: 'TKI 或 ICI 疗程' },
    repeats: true,
    key: ['drug', 'courseStartedOn'],
    rules: [
      {
        fields: ['courseStartedOn', 'stoppedOn'],
        severity: 'error',
        label: { en: 'a stop on or after the start', zh: '停药日期不得早于开始日期' },
        holds: ({ courseStartedOn, stoppedOn }) =>
          typeof courseStartedOn !== 'string' ||
          typeof stoppedOn !== 'string' ||
          !isSurelyBefore(stoppedOn, courseStartedOn),
      },
      {
        fields: ['stopReason'],
        severity: 'error',
        label: { en: 'empty where the drug was not stopped', zh: '未停药时须留空' },
        holds: (row) =>
          typeof row['stopReason'] !== 'string' || typeof row['stoppedOn'] === 'string' || isUnknownStop(row),
      },
    ],
  },
  {
    drugClass: {
      kind: 'code',
      label: { en: 'Class', zh: '类别' },
      list: systemicClass,
      required: true,
      cdisc: 'EXCAT',
    },
    drug: {
      kind: 'code',
      label: { en: 'Drug', zh: '药物' },
      list: systemicDrug,
      offers: drugsOfClass,
      required: true,
      cdisc: 'EXTRT',
    },
    courseStartedOn: {
      kind: 'date',
      partial: true,
      label: { en: 'First dose', zh: '首次给药' },
      required: true,
      cdisc: 'EXSTDTC',
    },
    stoppedOn: { kind: 'date', partial: true, label: { en: 'Last dose', zh: '末次给药' }, cdisc: 'EXENDTC' },
    stopReason: { kind: 'code', label: { en: 'Reason for stopping', zh: '停药原因' }, list: stopReason },
    doseSchedule: {
      kind: 'text',
      label: { en: 'Dose and schedule', zh: '剂量与频次' },
      maxLength: 80,
      help: { en: 'For instance 8 mg daily, 200 mg every 3 weeks.', zh: '如每日 8 mg，每 3 周 200 mg。' },
      cdisc: 'EXDOSTXT',
    },
  },
);

/** The day of the stop is missing for a reason: it is not known, and not that the drug is still given. */
function isUnknownStop(row: Row): boolean {
  const reason = reasonOf(row, 'stoppedOn');
  return reason !== null && reason !== 'notApplicable';
}

function drugsOfClass({ drugClass }: Row) {
  const drugs = typeof drugClass === 'string' ? drugsByClass[drugClass] : undefined;
  if (!drugs) return null;
  const codes = systemicDrug.codes
    .filter(({ code }) => drugs.includes(code))
    .map(({ code, label }) => ({ code, means: label }));
  const name = String(drugClass).toUpperCase();
  return { codes, of: { en: `the drugs of the class ${name}`, zh: `${name} 类药物` } };
}
