import { dayOf, type DescribedTable, type TableCell, type TableRow } from '../../../tables/index.ts';
import { cellOf, number, type Subject, subjectCells, subjectColumns, text } from './subjects.ts';

const related = [
  'related_to_haic',
  'related_to_tki',
  'related_to_ici',
  'related_to_systemic',
  'related_to_disease',
  'related_to_other',
] as const;
/** As the portal counts an event as related. */
const RELATED = new Set(['possible', 'probable', 'definite']);

/** ADAE: a row for each event. An event is treatment-emergent where its first day is known to be the first HAIC or later. */
export function adverseEvents(
  events: DescribedTable,
  { study, subjects }: { readonly study: string; readonly subjects: ReadonlyMap<string, Subject> },
): DescribedTable {
  const cell = cellOf(events);
  const rowOf = (row: TableRow): TableRow => {
    const subject = subjects.get(`${String(cell(row, 'centre'))} ${String(cell(row, 'patient'))}`);
    if (!subject) throw new Error('an event is of a patient who is not in the analysis row');
    const [began, ended] = [cell(row, 'started_on'), cell(row, 'resolved_on')];
    const day = typeof began === 'string' && began.length === 10 ? dayOf(began) : null;
    const emerges = day === null || subject.started === null ? null : day >= subject.started ? 'Y' : 'N';
    const to = related.slice(0, 4).map((name) => cell(row, name));
    const isRelated = to.some((one) => RELATED.has(String(one))) ? 'Y' : to.every((one) => one === null) ? null : 'N';
    const serious = cell(row, 'serious');
    return [
      ...subjectCells(study, subject),
      ...[cell(row, 'record'), cell(row, 'term'), cell(row, 'term'), cell(row, 'grade'), began, ended, day, emerges],
      ...[isRelated, ...related.map((name) => cell(row, name))],
      ...[serious === null ? null : serious === true ? 'Y' : 'N', cell(row, 'action_taken'), cell(row, 'outcome')],
    ] as TableCell[];
  };
  const original = (name: string) => {
    const column = events.columns.find((one) => one.name === name);
    return column ? [{ ...column, reasonFor: null }] : [];
  };
  const bytes = original('term')[0]?.bytes ?? 1;
  return {
    name: 'ADAE',
    label: { en: 'Adverse Event Analysis', zh: '不良事件分析' },
    rows: events.rows,
    columns: [
      ...subjectColumns(study, subjects.values()),
      number('AESEQ', 'Sequence Number', '序号', 'integer'),
      { ...text('AETERM', 'Reported Term for the Adverse Event', '不良事件报告术语', []), bytes },
      { ...text('AEDECOD', 'CTCAE Term (no MedDRA)', 'CTCAE 术语（非 MedDRA）', []), bytes },
      text('ATOXGR', 'Analysis Toxicity Grade', '毒性分级', ['5']),
      { ...text('AESTDTC', 'Start Date/Time of Adverse Event', '开始日期', []), bytes: 10 },
      { ...text('AEENDTC', 'End Date/Time of Adverse Event', '结束日期', []), bytes: 10 },
      number('ASTDT', 'Analysis Start Date, if Known', '开始日期（已知至日）', 'date'),
      text('TRTEMFL', 'Treatment Emergent Flag', '治疗中出现标志', ['Y']),
      text('AREL', 'Related to HAIC, TKI or ICI', '与 HAIC、TKI 或 ICI 有关', ['Y']),
      ...related.flatMap(original),
      text('AESER', 'Serious Event', '严重不良事件', ['Y']),
      ...['action_taken', 'outcome'].flatMap(original),
    ],
    batches: async function* () {
      for await (const batch of events.batches()) yield batch.map(rowOf);
    },
  };
}
