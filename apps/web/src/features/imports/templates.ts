import { csvHeader, dataDictionary, type Form, forms } from '@haim/schema';
import { csvOf } from '@/ui/csv.ts';

/** The two columns that say whose row it is, before the columns of the form. */
const identity = ['patient_code', 'centre'] as const;

/** An empty file of one form in the portal's own headings, which needs no mapping. */
export function templateCsv(form: Form): string {
  return csvOf([[...identity, ...csvHeader(form)]]);
}

/** Every column of every form: what it means, its unit, what it may hold. */
export function dictionaryCsv(): string {
  const headings = ['form', 'column', 'kind', 'label_en', 'label_zh', 'unit', 'permitted', 'required', 'cdisc'];
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
    ]),
  );
  return csvOf([headings, ...rows]);
}
