import { type FieldCondition, type Form, type FieldSpec, type Label, type Row, type RowRule } from './form.ts';

/** Whether a field is asked in this record: decided here alone, for the form, the check and how complete a record is. */
export function appliesTo({ applies = [], retired }: FieldSpec, row: Row): boolean {
  if (retired) return false;
  return meetsAll(applies, row);
}

/**
 * A warning over several fields, declared by the conditions under which it arises, so that the rules over a whole study
 * ask the database for the same.
 *
 * @param where - it arises where all conditions of one of these are met.
 */
export function doubtWhere(
  fields: readonly string[],
  label: Label,
  where: readonly (readonly FieldCondition[])[],
): RowRule {
  return { fields, label, severity: 'warning', where, holds: (row) => !where.some((all) => meetsAll(all, row)) };
}

function meetsAll(conditions: readonly FieldCondition[], row: Row): boolean {
  return conditions.every((condition) => {
    const value = row[condition.field] ?? null;
    return 'in' in condition ? condition.in.some((one) => one === value) : value === null;
  });
}

/** `only where Vital status is Dead`: when a field is asked, in words. */
export function appliesWhen(form: Form, { applies = [], retired }: FieldSpec): Label {
  if (retired) return retired;
  const words = applies.map((condition) => wordsOf(form, condition));
  return {
    en: `only where ${words.map(({ en }) => en).join(' and ')}`,
    zh: `仅当${words.map(({ zh }) => zh).join('且')}`,
  };
}

function wordsOf(form: Form, condition: FieldCondition): Label {
  const spec = form.fields[condition.field];
  const { en, zh } = spec?.label ?? { en: condition.field, zh: condition.field };
  if ('isMissing' in condition) return { en: `${en} is empty`, zh: `“${zh}”为空` };
  const values = condition.in.map((value): Label => {
    if (typeof value === 'boolean') return value ? { en: 'yes', zh: '是' } : { en: 'no', zh: '否' };
    const listed = spec?.kind === 'code' ? spec.list.codes.find(({ code }) => code === value) : undefined;
    return listed?.label ?? { en: value, zh: value };
  });
  return {
    en: `${en} is ${values.map((value) => value.en.toLowerCase()).join(' or ')}`,
    zh: `“${zh}”为${values.map((value) => value.zh).join('或')}`,
  };
}
