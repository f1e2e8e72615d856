import { csvHeader, csvOf, dataDictionary, type Form, subjectDictionary, type SubjectVariable } from '@haim/schema';

/** The two columns that identify the patient, before the columns of the form. */
const identity = ['patient_code', 'centre'] as const;

/** An empty file of one form in the portal's own headings, which needs no mapping. */
export function templateCsv(form: Form): string {
  return csvOf([[...identity, ...csvHeader(form)]]);
}

/**
 * Every column of every form: what it means, its unit, what it may hold. Then the variables of analysis: where each comes
 * from, when it is known, and what it may do.
 *
 * @param forms - as the study has them.
 * @param own - the variables that its fields are.
 */
export function dictionaryCsv(forms: readonly Form[], own: readonly SubjectVariable[] = []): string {
  const headings = [
    'form',
    'column',
    'kind',
    'label_en',
    'label_zh',
    'unit',
    'permitted',
    'required',
    'cdisc',
    'from',
    'known',
    'uses',
  ];
  const rows = forms.flatMap((form) =>
    dataDictionary(form).map(({ form: name, column, kind, en, zh, unit, permitted, required, cdisc }) => [
      name,
      column,
      kind,
      en,
      zh,
      unit ?? '',
      permitted ?? '',
      required ? 'yes' : 'no',
      cdisc ?? '',
      '',
      '',
      '',
    ]),
  );
  const variables = subjectDictionary(own).map(({ name, kind, label, unit, permitted, from, known, uses }) => [
    'analysis',
    name,
    kind,
    label.en,
    label.zh,
    unit ?? '',
    permitted ?? '',
    '',
    '',
    from,
    known,
    uses,
  ]);
  return csvOf([headings, ...rows, ...variables]);
}
