import { defineForm, type Row, type RowOf } from '../form.ts';
import { plainText } from '../reading/plain-text.ts';
import { birthInNationalId, isWellFormed } from './national-id.ts';

const fields = ['fullName', 'hospitalNumber', 'nationalId', 'dateOfBirth', 'telephone'] as const;

/**
 * Who a patient is. Declared like a form so that it is checked and asked for like one, and not one of `forms`: it has a
 * table, rights and a trail of its own, and no list, analysis, file or search knows it.
 */
export const identityForm = defineForm(
  'patientIdentity',
  {
    label: { en: 'Identity', zh: '身份信息' },
    repeats: false,
    rules: [
      {
        fields,
        label: { en: 'at least one of these', zh: '至少填写其中一项' },
        severity: 'error',
        holds: (row) => fields.some((field) => typeof row[field] === 'string' && row[field].trim() !== ''),
      },
      {
        fields: ['nationalId'],
        label: {
          en: 'a number whose check digit agrees, if it is a Chinese identity number of 18 digits',
          zh: '18 位居民身份证号码的校验码须正确',
        },
        severity: 'error',
        holds: ({ nationalId }) => typeof nationalId !== 'string' || isWellFormed(plainText(nationalId)),
      },
      {
        fields: ['nationalId', 'dateOfBirth'],
        label: {
          en: 'usually the same date of birth as in the identity number',
          zh: '通常与身份证号码中的出生日期一致',
        },
        severity: 'warning',
        holds: ({ nationalId, dateOfBirth }) => {
          const birth = typeof nationalId === 'string' ? birthInNationalId(plainText(nationalId)) : null;
          return birth === null || typeof dateOfBirth !== 'string' || birth === dateOfBirth;
        },
      },
    ],
  },
  {
    fullName: { kind: 'text', label: { en: 'Full name', zh: '姓名' }, maxLength: 100 },
    hospitalNumber: {
      kind: 'text',
      label: { en: 'Hospital number', zh: '病案号' },
      maxLength: 40,
      help: { en: 'Unique in the centre', zh: '在本中心内唯一' },
    },
    nationalId: { kind: 'text', label: { en: 'National identity number', zh: '身份证号码' }, maxLength: 30 },
    dateOfBirth: { kind: 'date', label: { en: 'Date of birth', zh: '出生日期' } },
    telephone: { kind: 'text', label: { en: 'Telephone', zh: '联系电话' }, maxLength: 30 },
  },
);

export type IdentityRow = RowOf<typeof identityForm>;

/**
 * As it is stored: without blanks around it, an empty text as none, digits of a Chinese input method as plain ones. A
 * name keeps its signs, some of which are written like others and are not the same.
 */
export function tidyIdentity(row: Row): Row {
  const tidied = (field: string, text: string) => (field === 'fullName' ? text.trim() : plainText(text)) || null;
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [field, typeof value === 'string' ? tidied(field, value) : value]),
  );
}
