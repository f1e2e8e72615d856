import { type Call, type Table } from '@haim/stats';
import { type TableCall } from '../table-files.ts';
import { callTerm, type CoxTerm } from './cox-columns.ts';
import { type AdjustedNumbers, type AdjustedPatients, isIn } from './survival-subgroups-adjusted.ts';
import { type SubgroupRow, type SubgroupsQuestion } from './survival-subgroups.ts';

const columnNames = { time: 'days', event: 'event' } as const;

/** The values behind an adjusted forest, and the models of its lines and tests: each line has a column of its own for the groups. */
export function adjustedCalls(
  { groupBy, reference, comparison }: SubgroupsQuestion,
  patients: AdjustedPatients,
  { models }: AdjustedNumbers,
): { readonly table: Table; readonly calls: TableCall[] } {
  const { days, event, compared, cells, covariates } = patients;
  const everybody = [...days.keys()];
  const text = (value: string | number | null) => (value === null ? null : String(value));
  const member = ({ variable }: SubgroupRow, row: SubgroupRow, at: number) =>
    variable === null || isIn(row, cells.get(variable)?.[at] ?? null);
  const table: Record<string, (string | null)[]> = {
    [columnNames.time]: everybody.map((at) => text(days[at] ?? null)),
    [columnNames.event]: everybody.map((at) => text(event[at] ?? null)),
    ...Object.fromEntries(covariates.map(({ covariate, cells: own }) => [covariate.name, own.map(text)])),
  };
  const cox = (terms: readonly CoxTerm[], first: Call['args'], strata: readonly string[] = []): Call => ({
    fn: 'cox',
    args: {
      ...columnNames,
      terms: [...(first['terms'] as never[]), ...terms.map(callTerm)],
      ...(strata.length > 0 && { strata }),
    },
  });
  const calls: TableCall[] = [];
  for (const [k, { row, terms }] of models.rows.entries()) {
    const column = `${groupBy}, line ${k + 1}`;
    table[column] = everybody.map((at) =>
      member(row, row, at) ? (compared[at] === 1 ? comparison : reference) : null,
    );
    const group = { column, type: 'factor', levels: [reference, comparison] };
    calls.push({ name: nameOf(row), call: cox(terms, { terms: [group] }) });
  }
  for (const { variable, rows, terms, used } of models.tests) {
    if (used.length < 2) continue;
    const placeOf = (at: number) =>
      used.findIndex((place) => isIn(rows[place] as SubgroupRow, cells.get(variable)?.[at] ?? null));
    const stratum = `${variable}, part`;
    table[stratum] = everybody.map((at) => (placeOf(at) === -1 ? null : String(placeOf(at) + 1)));
    const together = `${variable}, group`;
    table[together] = everybody.map((at) => (placeOf(at) === -1 ? null : text(compared[at] ?? null)));
    const apart = used.map((_, k) => `${variable}, group in part ${k + 1}`);
    apart.forEach((column, k) => {
      table[column] = everybody.map((at) =>
        placeOf(at) === -1 ? null : placeOf(at) === k ? text(compared[at] ?? null) : '0',
      );
    });
    const numeric = (column: string) => ({ column, type: 'numeric' });
    calls.push(
      { name: `${variable}: a ratio for each part`, call: cox(terms, { terms: apart.map(numeric) }, [stratum]) },
      { name: `${variable}: one ratio`, call: cox(terms, { terms: [numeric(together)] }, [stratum]) },
    );
  }
  return { table, calls };
}

function nameOf({ variable, value, from, below }: SubgroupRow): string {
  if (variable === null) return 'everybody';
  const part =
    value ?? [from === null ? '' : `from ${from}`, below === null ? '' : `below ${below}`].filter(Boolean).join(' ');
  return `${variable} ${part}`;
}
