import {
  checkRow,
  type Form,
  isError,
  type Issue,
  repeatedEntry,
  repeatedKeyIssues,
  type Row,
  storedNames,
  type StudyLists,
} from '@haim/schema';
import { PortalError } from '../../context/portal-error.ts';

/* What a second entry has to be before it is handed in. Of a list, refusals name the record too. */

/** @param place - of a list, from 0. @throws BAD_USER_INPUT with the faulty fields. */
export function checked(form: Form, values: Row, lists: StudyLists, place?: number): Row {
  const row = storedNames(form, values);
  const issues = checkRow(form, row, lists);
  if (!issues.some(isError)) return row;
  const faults = issues.filter(isError).map(({ field, expected }) => `${field} must be ${expected.en}`);
  const name = place === undefined ? form.label.en : `${form.label.en}, record ${place + 1}`;
  throw refused(`${name}: ${faults.join('; ')}`, issues, place);
}

/** @throws BAD_USER_INPUT where two records have one key, or one was entered a second time before. */
export function refuseRepeated(form: Form, before: readonly Row[], rows: readonly Row[]): void {
  const twice = repeatedEntry(form, [...before, ...rows]);
  if (twice === null) return;
  const place = twice[1] - before.length;
  const isBefore = twice[0] < before.length;
  const other = isBefore ? 'one that was entered before' : `record ${twice[0] - before.length + 1}`;
  const key = form.key.map((field) => form.fields[field]?.label.en ?? field).join(' and ');
  throw refused(`${form.label.en}, record ${place + 1}: the same ${key} as ${other}`, repeatedKeyIssues(form), place);
}

function refused(message: string, issues: readonly Issue[], place?: number): PortalError {
  return new PortalError('BAD_USER_INPUT', message, { issues, ...(place !== undefined && { record: place }) });
}
