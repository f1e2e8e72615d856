import {
  columnOf,
  type FieldSpec,
  fieldsOf,
  type Form,
  isOwnKey,
  reasonKey,
  type SubjectVariable,
  subjectVariables,
  withReasons,
} from '@haim/schema';
import { type CopiedType } from '../../db/rows-by-copy.ts';
import { tableOf } from '../../db/entity-from-form.ts';
import { numberedCodes, tableColumn, type ColumnType, type TableColumn } from '../../tables/index.ts';
import { isFreeText } from './de-identify.ts';
import { reasonColumn, type StudyCodes } from './export-columns.ts';
import { reasonIn, type ReadValue, stored, valueColumn } from './form-table.ts';
import { type LeftOutColumn, type Source, type SourceColumn } from './source-table.ts';

export interface AskedAnalysis {
  readonly lists: StudyCodes;
  readonly isIdentified: boolean;
  /** The forms as the study has them. */
  readonly forms: readonly Form[];
  readonly own: readonly SubjectVariable[];
  readonly recipe: string;
  readonly dataVersion: number;
  /** FROM and WHERE over the analysis rows `s`. */
  readonly from: string;
  /** Whether the records are there beside the rows, and with them the reasons for what is missing. */
  readonly hasRecords: boolean;
}

export const analysisName = 'analysis';

/** The analysis row as a table, one row per patient: every declared variable, in the order of the dictionary. */
export function analysisSource(asked: AskedAnalysis): { source: Source; leftOut: LeftOutColumn[] } {
  const { lists, isIdentified, forms, own, recipe, dataVersion, from, hasRecords } = asked;
  const selected: { sql: string; type: CopiedType }[] = [];
  const select = (sql: string, type: CopiedType) => selected.push({ sql, type });
  const leftOut: LeftOutColumn[] = [];
  const single = forms.filter(({ repeats, comesWithFiles }) => !repeats && !comesWithFiles);
  const gathered = [
    's.own',
    ...(hasRecords
      ? single.map(
          (form) =>
            `(select x.missing from portal.${tableOf(form)} x where x.centre_id = s.centre_id and x.patient_id = s.id)`,
        )
      : []),
  ];
  const columns: SourceColumn[] = [];
  for (const variable of inOrder([...subjectVariables, ...own])) {
    const declared = declaredField(forms, variable);
    if (!isIdentified && declared !== null && isFreeText(declared.spec)) {
      leftOut.push({ table: analysisName, name: variable.column, label: variable.label });
      continue;
    }
    const made = variableColumn(variable, declared, { select, lists, isIdentified });
    columns.push(made);
    const place = single.findIndex((form) => form === declared?.form);
    if (!hasRecords || declared === null || place === -1) continue;
    if (!Object.hasOwn(withReasons(declared.form).fields, reasonKey(declared.field))) continue;
    columns.push({
      column: reasonColumn(made.column),
      cell: ({ gathered: found }) => reasonIn(found[1 + place], declared.field),
    });
  }
  columns.push(
    { column: recipeColumn(recipe), cell: () => recipe },
    { column: versionColumn, cell: () => dataVersion },
  );
  return {
    leftOut,
    source: {
      name: analysisName,
      label: { en: 'Analysis row', zh: '分析数据' },
      from,
      orderBy: 's.code collate "C", s.id',
      patientSql: 's.id',
      selected,
      gathered,
      columns,
    },
  };
}

interface DeclaredField {
  readonly form: Form;
  readonly field: string;
  readonly spec: FieldSpec;
}

function declaredField(forms: readonly Form[], { from, name }: SubjectVariable): DeclaredField | null {
  if (typeof from !== 'object') return null;
  const form = forms.find((one) => one.name === from.form);
  const field = isOwnKey(name) ? name : from.field;
  const spec = form && fieldsOf(form).find(([key]) => key === field)?.[1];
  return form && spec ? { form, field, spec } : null;
}

/** Patient and centre first. */
function inOrder(variables: readonly SubjectVariable[]): SubjectVariable[] {
  const rank = ({ from, name }: SubjectVariable) => (from === 'registry' ? (name === 'centre' ? 0 : 1) : 2);
  return variables.toSorted((a, b) => rank(a) - rank(b));
}

function variableColumn(
  variable: SubjectVariable,
  declared: DeclaredField | null,
  {
    select,
    lists,
    isIdentified,
  }: Pick<AskedAnalysis, 'lists' | 'isIdentified'> & { select: (sql: string, type: CopiedType) => number },
): SourceColumn {
  const { name, column: heading } = variable;
  const type = typeOf(variable);
  const read: ReadValue = isOwnKey(name)
    ? ({ gathered: [found] }) => (found?.[name] as string | number | boolean | undefined) ?? null
    : stored(
        select(
          `s.${heading}${castOf(type, variable)}`,
          type === 'code' ? 'text' : type === 'partialDate' ? 'text' : type,
        ),
      );
  const described = describedVariable(variable, type, lists);
  const textSql = isOwnKey(name) ? `s.own ->> '${name}'` : `s.${heading}`;
  const text = type === 'text' ? { textSql } : {};
  if (declared === null) return { column: described, cell: dated(type, read), ...text };
  const { field, spec } = declared;
  const origin = `${declared.form.name}.${field}`;
  const made = valueColumn({ field: isOwnKey(name) ? name : field, spec, read, isIdentified, heading, origin, lists });
  return { column: { ...described, note: made.column.note, cdisc: made.column.cdisc }, cell: made.cell, ...text };
}

/** Days that no form records are moved like all others. */
function dated(type: ColumnType, read: ReadValue): ReadValue {
  if (type !== 'date') return read;
  return (row) => {
    const value = read(row);
    return value === null ? null : (value as number) + row.shift;
  };
}

function typeOf({ kind, stored: as }: SubjectVariable): ColumnType {
  switch (kind) {
    case 'category':
      return 'code';
    case 'flag':
      return 'boolean';
    case 'quantity':
      return as === 'int' || as === 'smallint' ? 'integer' : 'decimal';
    default:
      return kind;
  }
}

function castOf(type: ColumnType, { stored: as }: SubjectVariable): string {
  if (type === 'code' || type === 'text') return '::text';
  if (type === 'decimal') return '::float8';
  return as === 'smallint' ? '::int' : '';
}

function describedVariable(variable: SubjectVariable, type: ColumnType, lists: StudyCodes): TableColumn {
  const { name, column, label, unit, list, from } = variable;
  const codes =
    list === 'centre' ? lists.centres : list === 'arm' ? lists.arms : list === null ? null : numberedCodes(list.codes);
  return tableColumn({
    // The same name as in the tables of forms, so that they are joined by it.
    name: name === 'code' ? 'patient' : isOwnKey(name) ? columnOf(name) : column,
    label,
    type,
    unit,
    codes,
    standard: typeof list === 'string' ? 'study' : (list?.source ?? null),
    origin: typeof from === 'object' ? `${from.form}.${from.field}` : from,
  });
}

function recipeColumn(recipe: string): TableColumn {
  return tableColumn({
    name: 'recipe',
    label: { en: 'Endpoint recipe and its version', zh: '终点规则及其版本' },
    type: 'text',
    bytes: Buffer.byteLength(recipe),
  });
}

const versionColumn = tableColumn({
  name: 'data_version',
  label: { en: 'Version of the data of the study', zh: '研究数据版本' },
  type: 'integer',
});
