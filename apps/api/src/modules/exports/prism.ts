import { type DescribedTable, type TableCell } from '../../tables/index.ts';
import { cellOf } from './adam/subjects.ts';
import { endpointsOf } from './adam/endpoints.ts';
import { type ExportHead } from './asked-export.ts';
import { xml } from './odm/xml.ts';

/**
 * A project of GraphPad Prism with a survival table for each endpoint, a column for each arm: the days, and in the
 * column of the patient's arm 1 for an event and 0 for a censored time, as Prism asks for it. The curves are those of the
 * portal for the same patients, recipe and arms. Whoever has no time or no arm has no row.
 */
export async function prismOf(analysis: DescribedTable, head: ExportHead): Promise<string> {
  const cell = cellOf(analysis);
  const arms = analysis.columns.find(({ name }) => name === 'arm')?.codes ?? [];
  const times = endpointsOf.map((endpoint) => ({ endpoint, rows: [] as [days: number, arm: string, event: 0 | 1][] }));
  for await (const batch of analysis.batches()) {
    for (const row of batch) {
      const arm = cell(row, 'arm');
      if (arm === null) continue;
      for (const { endpoint, rows } of times) {
        const days: TableCell = cell(row, `${endpoint.prefix}_days`);
        if (typeof days === 'number')
          rows.push([days, String(arm), cell(row, `${endpoint.prefix}_event`) === true ? 1 : 0]);
      }
    }
  }
  const tables = times.map(({ endpoint, rows }, i) => {
    rows.sort((a, b) => a[0] - b[0]);
    const column = (title: string, values: readonly (number | null)[], tag: 'XColumn' | 'YColumn') =>
      `<${tag} Width="89" Subcolumns="1" Decimals="0">\n<Title>${xml(title)}</Title>\n<Subcolumn>\n${values.map((value) => (value === null ? '<d/>' : `<d>${value}</d>`)).join('\n')}\n</Subcolumn>\n</${tag}>`;
    return [
      `<Table ID="Table${i}" XFormat="numbers" TableType="Survival" EVFormat="AsteriskAfterNumber">`,
      `<Title>${xml(endpoint.code)}</Title>`,
      column('Days', rows.map(([days]) => days), 'XColumn'), // prettier-ignore
      ...arms.map(
        ({ code, label }) =>
        column(label[head.language], rows.map(([, arm, event]) => (arm === code ? event : null)), 'YColumn'), // prettier-ignore
      ),
      '</Table>',
    ].join('\n');
  });
  const about = `${head.study.code}, data version ${head.dataVersion}, recipe ${head.recipe}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<GraphPadPrismFile PrismXMLVersion="5.00">
<Created>
<OriginalVersion CreatedByProgram="HAIM Portal" CreatedByVersion="1" Login="" DateTime="${head.madeAt.toISOString().slice(0, 19)}"/>
</Created>
<InfoSequence>
<Ref ID="Info0" Selected="1"/>
</InfoSequence>
<Info ID="Info0">
<Title>${xml(about)}</Title>
<Notes></Notes>
</Info>
<TableSequence Selected="1">
${times.map((_, i) => `<Ref ID="Table${i}"${i === 0 ? ' Selected="1"' : ''}/>`).join('\n')}
</TableSequence>
${tables.join('\n')}
</GraphPadPrismFile>
`;
}
