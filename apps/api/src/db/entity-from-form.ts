import { createHash } from 'node:crypto';
import {
  columnOf,
  type FieldSpec,
  type Form,
  fieldsOf,
  isOwnKey,
  isReasonKey,
  type Kind,
  type RowOf,
} from '@haim/schema';
import { EntitySchema, type EntitySchemaColumnOptions, type EntitySchemaOptions } from 'typeorm';

/** What every stored record of a form has besides its fields. */
export interface StoredRow {
  readonly id: string;
  readonly patientId: string;
  readonly centreId: number;
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}
export type Stored<T extends Form> = StoredRow & RowOf<T>;

const storedColumns: Record<keyof StoredRow, EntitySchemaColumnOptions> = {
  id: { type: 'uuid', primary: true, generated: 'uuid' },
  patientId: { type: 'uuid', name: 'patient_id' },
  centreId: { type: 'int', name: 'centre_id' },
  version: { type: 'int', default: 1 },
  updatedAt: { type: 'timestamptz', name: 'updated_at', default: () => 'now()' },
  updatedBy: { type: 'text', name: 'updated_by' },
};

type ColumnType = 'int' | 'float8' | 'text' | 'boolean' | 'date';

/**
 * float8, not numeric: it arrives in JavaScript as a number, and its comparisons may use an index under row-level
 * security.
 */
const columnTypes: Record<Kind, ColumnType> = {
  integer: 'int',
  decimal: 'float8',
  text: 'text',
  code: 'text',
  studyCode: 'text',
  boolean: 'boolean',
  date: 'date',
};

/** A partial date is text, with the order of time under collation "C". */
function columnType(spec: FieldSpec): ColumnType {
  return spec.kind === 'date' && spec.partial ? 'text' : columnTypes[spec.kind];
}

/** The table of a form. `derived` are columns that the portal computes; relations, policies and grants stay in the migrations. */
export function entityFromForm(
  form: Form,
  derived: Record<string, EntitySchemaColumnOptions> = {},
): EntitySchema<StoredRow> {
  const columns = fieldsOf(form).map(([field, spec]): [string, EntitySchemaColumnOptions] => [
    field,
    { name: columnOf(field), type: columnType(spec), nullable: !spec.required },
  ]);
  const table = tableOf(form);
  return new EntitySchema<StoredRow>({
    name: form.name,
    tableName: table,
    // The one cast: a computed object does not show its keys to the compiler.
    columns: {
      ...storedColumns,
      id: { ...storedColumns.id, primaryKeyConstraintName: `${table}_pk` },
      ...derived,
      ...Object.fromEntries(columns),
    } as EntitySchemaOptions<StoredRow>['columns'],
    checks: fieldsOf(form).flatMap(([field, spec]) => namedCheck(table, columnOf(field), spec)),
    indices: [{ name: `${table}_patient`, columns: ['centreId', 'patientId'], unique: !form.repeats }],
  });
}

/** A field of a form as SQL knows it. */
export interface FormColumn {
  readonly field: string;
  readonly column: string;
  readonly type: ColumnType;
}

/** Of the fields of the portal; those of a study are together in the column `own`, reasons for missing values in `missing`. */
export function columnsOf(form: Form): FormColumn[] {
  return fieldsOf(form)
    .filter(([field]) => !isOwnKey(field) && !isReasonKey(field))
    .map(([field, spec]) => ({ field, column: columnOf(field), type: columnType(spec) }));
}

export function tableOf(form: Form): string {
  return columnOf(form.name);
}

/** TypeORM compares checks by name only, so the name changes with the rule. */
function namedCheck(table: string, column: string, spec: FieldSpec): { name: string; expression: string }[] {
  const expression = checkExpression(`"${column}"`, spec);
  if (!expression) return [];
  const digest = createHash('sha256').update(expression).digest('hex').slice(0, 6);
  return [{ name: `${table}_${column}_${digest}`, expression }];
}

function checkExpression(column: string, spec: FieldSpec): string | null {
  if (spec.kind === 'code') {
    return `${column} in (${spec.list.codes.map(({ code }) => `'${code.replaceAll("'", "''")}'`).join(', ')})`;
  }
  if (spec.kind === 'date' && spec.partial) return `${column} is null or portal.earliest_day(${column}) is not null`;
  return 'range' in spec && spec.range ? `${column} between ${spec.range[0]} and ${spec.range[1]}` : null;
}
