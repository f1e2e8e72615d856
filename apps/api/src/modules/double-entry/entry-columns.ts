import { columnOf, type Form, isOwnKey, isReasonKey, type Row } from '@haim/schema';

/*
 * The database compares entries under the names that the trail has: columns for fields of the portal, and the keys of own
 * fields and of reasons for missing values as they are.
 */

/** The values of a record by the names of the trail, every field of the form among them. */
export function toColumns(form: Form, row: Row): Row {
  return Object.fromEntries(Object.keys(form.fields).map((field) => [nameInTrail(field), row[field] ?? null]));
}

/** The same back, by the names of the declaration. */
export function fromColumns(form: Form, values: Row): Row {
  const fields = Object.keys(form.fields).filter((field) => Object.hasOwn(values, nameInTrail(field)));
  return Object.fromEntries(fields.map((field) => [field, values[nameInTrail(field)] ?? null]));
}

function nameInTrail(field: string): string {
  return isOwnKey(field) || isReasonKey(field) ? field : columnOf(field);
}
