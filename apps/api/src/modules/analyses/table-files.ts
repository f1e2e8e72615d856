import { csvOf } from '@haim/schema';
import { type Call, type NamedCall, runCall, type Table, toRTogether } from '@haim/stats';
import { type Cohort } from '../../columns/index.ts';

/** What reproduces a table elsewhere. */
export interface TableFiles {
  /** The name of the data without extension; the script looks for it beside itself. */
  readonly name: string;
  /** CSV: a row for each patient of the cohort, without codes or ids; empty cells are missing. */
  readonly data: string;
  readonly rows: number;
  /** An R script that reads the data, repeats every number of the table, and stops where R differs. */
  readonly script: string;
}

/** A call of `runCall` and what it checks. */
export interface TableCall {
  readonly name: string;
  readonly call: Call;
}

interface FilesOf {
  readonly name: string;
  readonly groupBy: string | null;
  readonly variables: readonly string[];
  /** For the head of the script. */
  readonly title: string;
  /** Columns that follow from the others, in the file too. */
  readonly derive?: (table: Table) => Table;
  /** @param group - the column of the groups. */
  readonly callsOf: (group: string, table: Table) => readonly TableCall[];
}

/** Where a table has one group, the column that says so. */
const everybody = 'everybody';

/** The values of a cohort's patients as a table of texts: what a call reads. */
export function valuesTable(cohort: Cohort, groupBy: string | null, variables: readonly string[]): Table {
  const names = [...new Set([...(groupBy === null ? [] : [groupBy]), ...variables])];
  const columns = cohort.rows(names);
  const group = groupBy === null ? { [everybody]: Array.from({ length: cohort.n }, () => 'All') } : {};
  return {
    ...group,
    ...Object.fromEntries(
      names.map((name, k) => [name, (columns[k] ?? []).map((value) => (value === null ? null : String(value)))]),
    ),
  };
}

/** Data and script of a table, from the patients themselves: every call is run on the rows that the file holds. */
export function tableFiles(cohort: Cohort, { name, groupBy, variables, title, derive, callsOf }: FilesOf): TableFiles {
  const values = valuesTable(cohort, groupBy, variables);
  const table = derive ? derive(values) : values;
  const calls = callsOf(groupBy ?? everybody, table).map(({ name: what, call }): NamedCall => {
    return { name: what, call, result: runCall(call, table) };
  });
  const data = `${name}-data`;
  return { name: data, ...csvOfTable(table), script: toRTogether(calls, [title], `${data}.csv`) };
}

/** A table of texts as CSV, a row for each patient. */
export function csvOfTable(table: Table): Pick<TableFiles, 'data' | 'rows'> {
  const names = Object.keys(table);
  const rows = table[names[0] ?? '']?.length ?? 0;
  const line = (i: number) => names.map((name) => table[name]?.[i] ?? null);
  return { data: csvOf([names, ...Array.from({ length: rows }, (_, i) => line(i))]), rows };
}
