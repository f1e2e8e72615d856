import { defineForm, type Form, gatherOwn, type Issue, patientCode, patientCodeLabel, type Row } from '@haim/schema';

/**
 * What is asked when a patient is added: centre and code, then demographics as declared.
 *
 * @param centres - those the person may write; if there is only one, there is nothing to choose.
 * @param demographics - as the study has it.
 */
export function newPatientForm(
  centres: readonly { readonly code: string; readonly name: string }[],
  demographics: Form,
): Form {
  const codes = centres.map(({ code, name }) => ({
    code,
    label: { en: `${code} · ${name}`, zh: `${code} · ${name}` },
  }));
  return defineForm(
    'newPatient',
    {
      label: { en: 'New patient', zh: '新患者' },
      repeats: false,
      rules: [
        {
          fields: ['code'],
          severity: 'error',
          label: patientCodeLabel,
          holds: ({ code }) => typeof code !== 'string' || patientCode.test(code),
        },
      ],
    },
    {
      ...(centres.length > 1
        ? {
            centre: {
              kind: 'code' as const,
              label: { en: 'Centre', zh: '中心' },
              list: { source: 'study', codes },
              required: true as const,
            },
          }
        : {}),
      code: {
        kind: 'text' as const,
        label: { en: 'Study code of the patient', zh: '患者研究编号' },
        maxLength: 40,
        required: true as const,
        help: { en: 'Never a name, hospital or identity number.', zh: '不得使用姓名、住院号或身份证号。' },
      },
      ...demographics.fields,
    },
  ) as Form;
}

/** What was entered, split up as the API takes it. */
export function splitNewPatient(row: Row, onlyCentre: string | undefined) {
  const { centre, code, ...demographics } = row;
  return { centre: String(centre ?? onlyCentre ?? ''), code: String(code), demographics: gatherOwn(demographics) };
}

export const codeTaken: Issue = {
  field: 'code',
  problem: 'rule',
  severity: 'error',
  expected: { en: 'a code that no patient of this centre has yet', zh: '该中心尚未使用的编号' },
};
