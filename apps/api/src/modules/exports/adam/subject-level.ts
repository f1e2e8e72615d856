import { subjectVariables } from '@haim/schema';
import { type DescribedTable, type TableCell, type TableColumn, type TableRow } from '../../../tables/index.ts';
import { cellOf, number, type Subject, subjectCells, subjectColumns, text } from './subjects.ts';

const sexes: Readonly<Record<string, string>> = { male: 'M', female: 'F' };
/** What has a column of CDISC here, or is said by the columns of the subject. */
const renamed = ['centre', 'patient', 'arm', 'age_years', 'sex', 'started_on'];

/** ADSL: one row per patient, what is known at time zero, and why an endpoint has no time. */
export function subjectLevel(
  analysis: DescribedTable,
  { study, subjects }: { readonly study: string; readonly subjects: ReadonlyMap<string, Subject> },
): DescribedTable {
  const cell = cellOf(analysis);
  const outcomes = new Set(subjectVariables.filter(({ known }) => known === 'outcome').map(({ column }) => column));
  const kept = analysis.columns
    .map((column, place) => ({ column, place }))
    .filter(
      ({ column: { name } }) =>
        !renamed.includes(name) && (!outcomes.has(name) || /_missing$|^eligibility$/.test(name)),
    );
  const rowOf = (row: TableRow): TableRow => {
    const subject = subjects.get(`${String(cell(row, 'centre'))} ${String(cell(row, 'patient'))}`);
    if (!subject) throw new Error('a patient of the analysis row is not among its patients');
    const sex = cell(row, 'sex');
    const own: TableCell[] = [
      ...[cell(row, 'age_years'), cell(row, 'age_years') === null ? null : 'YEARS'],
      ...[typeof sex === 'string' ? (sexes[sex] ?? 'U') : null, subject.started],
    ];
    return [...subjectCells(study, subject), ...own, ...kept.map(({ place }) => row[place] ?? null)];
  };
  const columns: TableColumn[] = [
    ...subjectColumns(study, subjects.values()),
    number('AGE', 'Age', '年龄', 'integer'),
    text('AGEU', 'Age Units', '年龄单位', ['YEARS']),
    text('SEX', 'Sex', '性别', ['M']),
    number('TRTSDT', 'Date of First Exposure to Treatment', '首次治疗日期', 'date'),
    ...kept.map(({ column }) => column),
  ];
  return {
    ...{ name: 'ADSL', label: { en: 'Subject-Level Analysis', zh: '受试者水平分析' }, rows: analysis.rows, columns },
    batches: async function* () {
      for await (const batch of analysis.batches()) yield batch.map(rowOf);
    },
  };
}
