import { columnOf, type FieldCondition } from '@haim/schema';

/** Conditions on fields of one record, as `appliesTo` means them: true or false in SQL, and never unknown. */
export function sqlOfConditions(conditions: readonly FieldCondition[] = []): string {
  const terms = conditions.map((condition) => {
    const column = `"${columnOf(condition.field)}"`;
    if ('isMissing' in condition) return `${column} is null`;
    return `coalesce(${column}::text in (${condition.in.map((value) => `'${value}'`).join(', ')}), false)`;
  });
  return terms.join(' and ') || 'true';
}
