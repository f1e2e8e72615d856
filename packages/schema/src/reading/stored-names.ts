import { type Form, fieldsOf, type Row } from '../form.ts';

/** The record with the names of a standard in the spelling that is stored; what is not such a name stays as written. */
export function storedNames(form: Form, row: Row): Row {
  const named = fieldsOf(form).flatMap(([field, spec]) => {
    const text = row[field];
    const name = spec.kind === 'text' && typeof text === 'string' ? spec.names?.nameOf(text) : null;
    return name ? [[field, name]] : [];
  });
  return named.length === 0 ? row : { ...row, ...(Object.fromEntries(named) as Row) };
}

/** Whether a text of which a standard has names is none of them. */
export function hasOtherName(form: Form, row: Row): boolean {
  return fieldsOf(form).some(([field, spec]) => {
    const text = row[field];
    return (
      spec.kind === 'text' && spec.names !== undefined && typeof text === 'string' && spec.names.nameOf(text) === null
    );
  });
}
