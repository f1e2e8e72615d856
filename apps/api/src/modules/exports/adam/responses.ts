import { type DescribedTable, type TableCell, type TableRow } from '../../../tables/index.ts';
import { cellOf, number, type Subject, subjectCells, subjectColumns, text } from './subjects.ts';

const parameters = {
  OVRLRESP: 'Overall Response by mRECIST',
  BESTRESP: 'Best Overall Response by mRECIST',
} as const;

/** ADRS: a row for each image with a response, as it was read or else derived, and one for the best response of each patient. */
export async function responses(
  analysis: DescribedTable,
  assessments: DescribedTable,
  { study, subjects }: { readonly study: string; readonly subjects: ReadonlyMap<string, Subject> },
): Promise<DescribedTable> {
  const [ofPatient, ofImage] = [cellOf(analysis), cellOf(assessments)];
  const subjectOf = (centre: TableCell, patient: TableCell) => subjects.get(`${String(centre)} ${String(patient)}`);
  const imageRow = (row: TableRow): TableRow[] => {
    const subject = subjectOf(ofImage(row, 'centre'), ofImage(row, 'patient'));
    const read = ofImage(row, 'reader_response');
    const response = read ?? ofImage(row, 'derived_response');
    if (!subject || response === null) return [];
    const on = ofImage(row, 'assessed_on');
    const day = ofImage(row, 'assessed_day');
    const at =
      typeof on === 'number' ? on : typeof day === 'number' && subject.started !== null ? subject.started + day : null;
    const ady = typeof day === 'number' ? day : at !== null && subject.started !== null ? at - subject.started : null;
    return [
      [
        ...subjectCells(study, subject),
        ...['OVRLRESP', parameters.OVRLRESP, response, ofImage(row, 'visit_number'), at, ady],
        read === null ? 'DERIVED' : 'READ',
      ],
    ];
  };
  const bestRow = (row: TableRow): TableRow[] => {
    const subject = subjectOf(ofPatient(row, 'centre'), ofPatient(row, 'patient'));
    const best = ofPatient(row, 'best_response');
    if (!subject || best === null) return [];
    return [[...subjectCells(study, subject), 'BESTRESP', parameters.BESTRESP, best, null, null, null, 'DERIVED']];
  };
  const batches = async function* (): AsyncGenerator<TableRow[]> {
    for await (const batch of assessments.batches()) yield batch.flatMap(imageRow);
    for await (const batch of analysis.batches()) yield batch.flatMap(bestRow);
  };
  let rows = 0;
  for await (const batch of batches()) rows += batch.length;
  return {
    name: 'ADRS',
    label: { en: 'Response Analysis', zh: '疗效分析' },
    rows,
    columns: [
      ...subjectColumns(study, subjects.values()),
      text('PARAMCD', 'Parameter Code', '参数代码', Object.keys(parameters)),
      text('PARAM', 'Parameter', '参数', Object.values(parameters)),
      text('AVALC', 'Analysis Value (C)', '分析值（字符）', ['CR']),
      number('AVISITN', 'Analysis Visit (N)', '分析访视（数值）', 'integer'),
      number('ADT', 'Analysis Date', '分析日期', 'date'),
      number('ADY', 'Analysis Day from the First HAIC (day 0)', '距首次 HAIC 的天数（首日为 0）', 'integer'),
      text('DTYPE', 'Read or Derived', '阅片或推导', ['DERIVED']),
    ],
    batches,
  };
}
