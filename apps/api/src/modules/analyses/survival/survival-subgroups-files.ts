import { type Call, type Table } from '@haim/stats';
import { type SubjectColumns } from '../../../columns/index.ts';
import { type TableCall } from '../table-files.ts';
import { type SubgroupsNumbers, type SubgroupsQuestion } from './survival-subgroups.ts';
import { timedPatients } from './timed-patients.ts';

/** Columns that the script reads beside the variables. */
const columnNames = { time: 'days', event: 'event', everybody: 'everybody' } as const;
/** A quantity is in the file as it is, and by the part that a patient belongs to. */
const partOf = (variable: string) => `${variable} part`;

/** The patients of the two groups with a time, and of a quantity the part that each belongs to. */
export function subgroupsTable(columns: SubjectColumns, question: SubgroupsQuestion, numbers: SubgroupsNumbers): Table {
  const { endpoint, filter, groupBy, reference, comparison, variables, followUp } = question;
  const names = [groupBy, ...variables.map(({ name }) => name)];
  const { days, event, cells } = timedPatients(columns.cohort(filter), endpoint, names, followUp);
  const groups = cells[0] ?? [];
  const rows = [...days.keys()].filter((row) => groups[row] === reference || groups[row] === comparison);
  const texts = (column: (row: number) => string | number | null) =>
    rows.map((row) => {
      const value = column(row);
      return value === null ? null : String(value);
    });
  const parts = numbers.variables.flatMap(({ variable, rows: subgroups }): [string, (string | null)[]][] => {
    if (!isParted(subgroups)) return [];
    const values = cells[names.indexOf(variable)] ?? [];
    return [[partOf(variable), texts((row) => placeOf(subgroups, values[row] ?? null))]];
  });
  return {
    [columnNames.time]: texts((row) => days[row] ?? null),
    [columnNames.event]: texts((row) => event[row] ?? null),
    [columnNames.everybody]: rows.map(() => 'all'),
    ...Object.fromEntries(names.map((name, k) => [name, texts((row) => cells[k]?.[row] ?? null)])),
    ...Object.fromEntries(parts),
  };
}

type Subgroups = SubgroupsNumbers['variables'][number]['rows'];

function isParted(rows: Subgroups): boolean {
  return rows.some(({ value }) => value === null);
}

function placeOf(rows: Subgroups, value: string | number | null): number | null {
  if (value === null) return null;
  const at = rows.findIndex(({ below }) => below === null || Number(value) < below);
  return at === -1 ? null : at + 1;
}

/** The ratios of everybody, and of each variable's subgroups with their test, as calls. */
export function subgroupCalls(question: SubgroupsQuestion, { variables }: SubgroupsNumbers): TableCall[] {
  const { groupBy, reference, comparison } = question;
  const { time, event, everybody } = columnNames;
  const call = (by: string, byLevels: readonly string[]): Call => ({
    fn: 'subgroups',
    args: { time, event, group: groupBy, levels: [reference, comparison], by, byLevels },
  });
  return [
    { name: 'everybody', call: call(everybody, ['all']) },
    ...variables
      .filter(({ rows }) => rows.length > 0)
      .map(({ variable, rows }) => ({
        name: variable,
        call: isParted(rows)
          ? call(
              partOf(variable),
              rows.map((_, i) => String(i + 1)),
            )
          : call(
              variable,
              rows.flatMap(({ value }) => (value === null ? [] : [value])),
            ),
      })),
  ];
}
