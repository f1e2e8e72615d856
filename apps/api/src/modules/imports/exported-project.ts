import { columnOf } from '@haim/schema';
import { type ReadColumn, type ReadTable, storedCodes, tableColumn } from '../../tables/index.ts';

/** The form of an exported project that says who the records are. */
const REGISTRATION = 'registration';
const COMPLETE = '_complete';

/**
 * The tables of an export of the portal as a project of REDCap, with the columns and codes of its forms: what REDCap has
 * no place for is in the annotations of the dictionary. null for any other project.
 */
export function exportedProject(tables: readonly ReadTable[]): ReadTable[] | null {
  const registration = tables.find((table) => formOf(table) === REGISTRATION);
  const centre = registration?.columns.find(({ name }) => name === 'centre');
  const centres = [...annotated(centre).codes.values()];
  if (!registration?.columns.some(({ name }) => name === 'patient') || centres.length === 0) return null;
  return tables.flatMap((table) => {
    const form = formOf(table);
    return form === null || form === REGISTRATION ? [] : [asForm(table, form, centres)];
  });
}

/** The only instrument of a table. */
function formOf({ format, columns }: ReadTable): string | null {
  const found = columns.filter(({ name, origin }) => name.endsWith(COMPLETE) && origin === '');
  const [only, ...others] = found;
  return format === 'redcap' && only && others.length === 0 ? only.name.slice(0, -COMPLETE.length) : null;
}

type Write = (cells: readonly string[]) => string;

function asForm(table: ReadTable, form: string, centres: readonly string[]): ReadTable {
  const whose = (cells: readonly string[]) => {
    const id = cells[0] ?? '';
    return centres.find((centre) => id.startsWith(`${centre}-`)) ?? '';
  };
  const made: (readonly [column: ReadColumn, write: Write])[] = [
    [named('centre'), whose],
    [named('patient'), (cells) => (cells[0] ?? '').slice(whose(cells).length + 1)],
    ...table.columns.flatMap((column, place): [ReadColumn, Write][] => {
      if (column.name === 'redcap_repeat_instance') return [[named('record'), (cells) => cells[place] ?? '']];
      if (column.origin === '' || place === 0) return [];
      const { codes } = annotated(column);
      const write: Write = (cells) => codes.get(cells[place] ?? '') ?? cells[place] ?? '';
      return [[{ ...column, name: nameIn(column, form) }, write]];
    }),
  ];
  return {
    ...table,
    name: form,
    columns: made.map(([column]) => column),
    records: async function* () {
      for await (const { line, cells } of table.records()) yield { line, cells: made.map(([, write]) => write(cells)) };
    },
  };
}

/** What several forms have under one name is prefixed with the form’s in a project. */
function nameIn(column: ReadColumn, form: string): string {
  const own = columnOf(annotated(column).field);
  const prefixed = column.name.startsWith(`${form}_`) ? column.name.slice(form.length + 1) : column.name;
  return [own, `missing_${own}`].includes(column.name) ? column.name : prefixed;
}

/** `baseline.sex codes: 1=male; 2=female`. */
function annotated(column: ReadColumn | undefined): { field: string; codes: ReadonlyMap<string, string> } {
  const [origin = '', codes] = (column?.origin ?? '').split(' codes: ');
  return { field: origin.split('.').at(-1) ?? '', codes: storedCodes(codes) };
}

function named(name: string): ReadColumn {
  return { ...tableColumn({ name, label: { en: name, zh: name }, type: 'text' }), marks: [] };
}
