import {
  asksOf,
  columnOf,
  type FieldSpec,
  type Form,
  forms,
  isExtensible,
  isOwnKey,
  labResultForm,
  labTests,
  valuesOf,
} from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { sqlOfConditions } from '../patients/index.ts';
import { neededForms } from '../worklist/index.ts';

/*
 * Rules that follow from the declarations of forms, as statements over the centres $1: the same declarations that
 * `checkRow` and `lacksOf` read record by record. Columns as in built-in-rules.query.ts.
 */

/** Forms of which every patient has a record in the end, where there is none. */
export function missingForms(unusedTables: readonly string[]): string[] {
  return usedForms(neededForms, unusedTables).map(
    (form) => `
      select p.centre_id, p.id, '${form.name}', null::uuid, null::text, null::text, null::text from portal.patient p
      where p.centre_id = any($1)
        and not exists (select from portal."${tableOf(form)}" r where r.centre_id = p.centre_id and r.patient_id = p.id)`,
  );
}

/**
 * Fields that are asked and have neither a value nor a final reason, of the forms that a patient has once: of several
 * images or contacts not each has to say everything. They are sixteen of a patient where little is known: each statement
 * returns centre_id, patient_id, form, record_id and the fields of a record at once.
 *
 * @param used - the forms of the study with the fields that it adds.
 */
export function missingValues(used: readonly Form[], unusedTables: readonly string[]): string[] {
  const needed = new Set(neededForms.filter(({ repeats }) => !repeats).map(({ name }) => name));
  return usedForms(used, unusedTables)
    .filter(({ name }) => needed.has(name))
    .map((form) => {
      const lacks = asksOf(form).flatMap(([field = '', ...others]) => {
        const spec = form.fields[field];
        // Of two fields of which one has to be filled, one is: the check of the record refuses both and neither.
        if (others.length > 0 || !spec || spec.required) return [];
        const value = isOwnKey(field) ? `r.own ->> '${field}'` : `r."${columnOf(field)}"`;
        const reason = isExtensible(form.name) ? ` and coalesce(r.missing ->> '${field}', 'pending') = 'pending'` : '';
        return [{ field, isLacking: `${value} is null${reason} and ${sqlOfConditions(spec.applies)}` }];
      });
      // In an order of their own, whatever the form's: `offset 0` keeps them from being looked at once more for the filter.
      const named = lacks
        .toSorted((a, b) => (a.field < b.field ? -1 : 1))
        .map(({ field, isLacking }) => `case when ${isLacking} then '${field}' end`);
      return `
        select r.centre_id, r.patient_id, '${form.name}', r.id, m.fields
        from portal."${tableOf(form)}" r
        cross join lateral (select array_remove(array[${named.join(', ')}]::text[], null) as fields offset 0) m
        where r.centre_id = any($1) and m.fields <> '{}'`;
    });
}

/**
 * Values that a soft check doubts, and for which nobody has given a reason. A table is gone through once for each of its
 * fields: few rows are doubted, and a list of all fields beside each row took ten times as long.
 */
export function softChecks(): string[] {
  return forms.flatMap((form: Form) => {
    const doubted = valuesOf(form).flatMap(([field, spec]) => {
      const doubts = doubtsOf(form, field, spec);
      if (doubts.length === 0) return [];
      const expected = doubts.map(({ where, usual }) => `when ${where} then ${usual}`).join(' ');
      const any = doubts.map(({ where }) => `(${where})`).join(' or ');
      return [
        `select r.centre_id, r.patient_id, '${form.name}', r.id, '${field}', "${columnOf(field)}"::text, case ${expected} end
         from portal."${tableOf(form)}" r
         where r.centre_id = any($1) and (${any}) and not exists (
           select from portal.confirmed_value v
           where v.centre_id = r.centre_id and v.record_id = r.id and v.field = '${field}')`,
      ];
    });
    return doubted.length === 0 ? [] : [doubted.join('\nunion all\n')];
  });
}

interface Doubt {
  readonly where: string;
  /** What is usual, as a text in SQL. */
  readonly usual: string;
}

/** Each warning that the check of a record can give for a field. */
function doubtsOf(form: Form, field: string, spec: FieldSpec): Doubt[] {
  const column = `"${columnOf(field)}"`;
  const usual = 'usual' in spec ? spec.usual : undefined;
  const unit = 'unit' in spec && spec.unit !== undefined ? ` ${spec.unit}` : '';
  return [
    ...(usual
      ? [{ where: `${column} not between ${usual[0]} and ${usual[1]}`, usual: `'${usual.join('–')}${unit}'` }]
      : []),
    ...form.rules.flatMap(({ fields, where }) =>
      where && fields.includes(field)
        ? [{ where: where.map((all) => `(${sqlOfConditions(all)})`).join(' or '), usual: 'null' }]
        : [],
    ),
    ...(form.name === labResultForm.name && field === 'value' ? [unusualResult] : []),
    ...(spec.applies
      ? [{ where: `${column} is not null and not (${sqlOfConditions(spec.applies)})`, usual: 'null' }]
      : []),
  ];
}

/** `isUsual` of the contract, from the same declarations. */
const unusualResult: Doubt = {
  where: `exists (
    select from (values ${labTests
      .flatMap(({ code, factors, usual: [lowest, highest] }) =>
        Object.entries(factors).map(([unit, factor]) => `('${code}', '${unit}', ${factor}, ${lowest}, ${highest})`),
      )
      .join(', ')}) as u(code, reported, factor, lowest, highest)
    where u.code = "test" and u.reported = "unit" and "value" * u.factor not between u.lowest and u.highest)`,
  usual: 'null',
};

function usedForms(all: readonly Form[], unusedTables: readonly string[]): readonly Form[] {
  return all.filter((form) => !unusedTables.includes(tableOf(form)));
}
