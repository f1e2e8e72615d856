import { csvOf } from '@haim/schema';
import { type CountedEvents, eventsToR } from '@haim/stats';
import { type EventRow } from '../../../columns/index.ts';
import { type TableFiles } from '../table-files.ts';
import { type ComparedGroups, type SafetyRow } from './safety.ts';

interface SafetyNumbers {
  readonly groups: readonly { readonly value: string | null; readonly n: number }[];
  readonly compared: ComparedGroups | null;
  readonly rows: readonly SafetyRow[];
}

/** In the data: a patient without a value of the grouping variable, or of no grouping. */
const noGroup = 'none';
const yes = '1';

/**
 * The events behind the table, and a script that counts them again in R.
 *
 * @param name - of the files, without extension.
 * @returns data with a row for each event and for each patient without any.
 */
export function safetyFiles(
  records: readonly EventRow[],
  { groups, compared, rows }: SafetyNumbers,
  name: string,
  title: string,
): TableFiles {
  const facts = rows.filter(({ kind, key }) => kind === 'fact' && key !== 'any').map(({ key }) => key);
  const columns = ['patient', 'group', 'grade', 'days', 'class', 'term', 'counted', ...facts];
  const lines = records.map(({ patient, group, event }) => {
    const start = [patient, group ?? noGroup];
    if (!event) return [...start, ...columns.slice(2).map(() => null)];
    const { grade, days, organClass, term, keys } = event;
    const said = keys.flatMap((key) => (key.kind === 'fact' ? [key.fact] : []));
    const isCounted = keys.some(({ kind }) => kind === 'total');
    return [
      ...start,
      ...[grade, days, organClass, term, isCounted ? yes : null],
      ...facts.map((fact) => (said.some((one) => one === fact) ? yes : null)),
    ];
  });
  const data = `${name}-data`;
  const table = {
    groups: groups.map(({ value, n }) => ({ value: value ?? noGroup, n })),
    compared,
    rows: rows.map(checkedRow),
  };
  return {
    name: data,
    data: csvOf([columns, ...lines]),
    rows: records.at(-1)?.patient ?? 0,
    script: eventsToR(table, [title], `${data}.csv`),
  };
}

function checkedRow({ id, kind, key, organClass, cells, anyDifference }: SafetyRow): CountedEvents {
  return {
    name: id,
    where: conditionOf(kind, key, organClass),
    any: cells.map(({ anyGrade }) => anyGrade.n),
    severe: cells.map(({ gradeThreeOrMore }) => gradeThreeOrMore.n),
    medianDays: cells.map(({ onset }) => onset?.median ?? null),
    difference: anyDifference && [anyDifference.estimate, anyDifference.lower, anyDifference.upper],
  };
}

function conditionOf(kind: SafetyRow['kind'], key: string, organClass: string | null): Record<string, string> {
  switch (kind) {
    case 'fact':
      return key === 'any' ? {} : { [key]: yes };
    case 'total':
      return { counted: yes };
    case 'class':
      return { counted: yes, class: key };
    case 'term':
      return { counted: yes, term: key, ...(organClass === null ? {} : { class: organClass }) };
    case 'text':
      return { counted: yes, term: key };
  }
}
