import { endpointsOf, type Endpoint } from './endpoints.ts';
import { type DescribedTable, type TableCell, type TableRow } from '../../../tables/index.ts';
import { cellOf, number, type Subject, subjectCells, subjectColumns, text } from './subjects.ts';

/**
 * ADTTE: a row for each patient and endpoint that has a time. AVAL are days from STARTDT to ADT, as everywhere in the
 * portal and without the day that some add; CNSR is 0 for an event and 1 for a censored time, the reverse of the
 * portal's own flags, and here alone.
 */
export async function timeToEvent(
  analysis: DescribedTable,
  {
    study,
    subjects,
    zero,
  }: { readonly study: string; readonly subjects: ReadonlyMap<string, Subject>; readonly zero: string },
): Promise<DescribedTable> {
  const cell = cellOf(analysis);
  const rowsOf = (row: TableRow): TableRow[] => {
    const subject = subjects.get(`${String(cell(row, 'centre'))} ${String(cell(row, 'patient'))}`);
    if (!subject) return [];
    return endpointsOf.flatMap((endpoint): TableRow[] => {
      const [days, event] = [cell(row, `${endpoint.prefix}_days`), cell(row, `${endpoint.prefix}_event`)];
      if (typeof days !== 'number') return [];
      const start = startOf(endpoint, row);
      const end = start === null ? null : start + days;
      const said = event === true ? [0, endpoint.event, null] : [1, null, endpoint.censored];
      return [
        [
          ...subjectCells(study, subject),
          endpoint.code,
          endpoint.label.en,
          start,
          end,
          days,
          'DAYS',
          ...said,
        ] as TableCell[],
      ];
    });
  };
  /** A response lasts from its first image on: that is where the time to response ended. */
  const startOf = (endpoint: Endpoint, row: TableRow): number | null => {
    const from = cell(row, zero);
    if (typeof from !== 'number') return null;
    if (endpoint.prefix !== 'dor') return from;
    const response = cell(row, 'ttr_days');
    return cell(row, 'ttr_event') === true && typeof response === 'number' ? from + response : null;
  };
  let rows = 0;
  for await (const batch of analysis.batches()) for (const row of batch) rows += rowsOf(row).length;
  return {
    name: 'ADTTE',
    label: { en: 'Time to Event', zh: '至事件时间' },
    rows,
    columns: [
      ...subjectColumns(study, subjects.values()),
      text(
        'PARAMCD',
        'Parameter Code',
        '参数代码',
        endpointsOf.map(({ code }) => code),
      ),
      text(
        'PARAM',
        'Parameter',
        '参数',
        endpointsOf.map(({ label }) => label.en),
      ),
      number('STARTDT', 'Time-to-Event Origin Date', '起始日期', 'date'),
      number('ADT', 'Analysis Date', '分析日期', 'date'),
      number('AVAL', 'Analysis Value', '分析值', 'integer'),
      text('AVALU', 'Analysis Value Unit', '分析值单位', ['DAYS']),
      number('CNSR', 'Censor (0 event, 1 censored)', '删失（0 为事件，1 为删失）', 'integer'),
      text(
        'EVNTDESC',
        'Event Description',
        '事件描述',
        endpointsOf.map(({ event }) => event),
      ),
      text(
        'CNSDTDSC',
        'Censor Date Description',
        '删失日期描述',
        endpointsOf.map(({ censored }) => censored),
      ),
    ],
    batches: async function* () {
      for await (const batch of analysis.batches()) yield batch.flatMap(rowsOf);
    },
  };
}
