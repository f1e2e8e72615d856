import { subjectVariables, type SubjectVariable } from '@haim/schema';
import { type SubjectColumns } from '../../columns/index.ts';
import { badInput } from '../../context/portal-error.ts';

/**
 * The variables of these names among those of the portal and of the study's own fields.
 *
 * @param argument - which takes the names, for the message.
 * @throws BAD_USER_INPUT for a name that is not among them, with all that are.
 */
export function namedVariables(
  { own }: SubjectColumns,
  argument: string,
  names: readonly string[],
  may: (variable: SubjectVariable) => boolean,
): SubjectVariable[] {
  const variables = [...subjectVariables, ...own].filter(may);
  return names.map((name) => {
    const found = variables.find((variable) => variable.name === name);
    if (found) return found;
    const list = variables.map((variable) => variable.name).join(', ');
    throw badInput(`${argument} must be of ${list}; ${name.slice(0, 60)} is not one of them`);
  });
}

/** Rows with what their patients have in these columns. */
export function withValues<Row extends { readonly id: string }>(
  rows: readonly Row[],
  columns: SubjectColumns,
  variables: readonly SubjectVariable[],
): (Row & { readonly values: Readonly<Record<string, unknown>> })[] {
  const patients = columns.find(rows.map(({ id }) => id));
  return rows.map((row) => {
    const patient = patients.get(row.id);
    const entries = variables.map((variable) => [
      variable.name,
      plain(variable, patient?.value(variable.name) ?? null),
    ]);
    return { ...row, values: Object.fromEntries(entries) };
  });
}

/** As records have it: a flag is true or false, a date YYYY-MM-DD. */
export function plain({ kind }: SubjectVariable, value: string | number | null): string | number | boolean | null {
  if (value === null) return null;
  if (kind === 'flag') return value === 'true';
  return kind === 'date' ? new Date(Number(value) * 86_400_000).toISOString().slice(0, 10) : value;
}
