import {
  columnOf,
  type FieldSpec,
  type Form,
  isOwnKey,
  labResultForm,
  reasonKey,
  type Row,
  standardValue,
  labTestOf,
  tumourAssessmentForm,
  valuesOf,
  withReasons,
} from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { tableColumn, dayOf, type TableCell } from '../../tables/index.ts';
import { isAge, isFreeText, OLDEST_AGE, shiftedPartly } from './de-identify.ts';
import { copiedAs, fieldColumn, notes, reasonColumn, type StudyCodes, WITHHELD } from './export-columns.ts';
import { type LeftOutColumn, type ReadRow, type Source, type SourceColumn } from './source-table.ts';
import { derivedColumns, isExtensibleForm, named } from './table-words.ts';

export interface AskedForm {
  readonly lists: StudyCodes;
  readonly isIdentified: boolean;
  /** FROM and WHERE over the records `r` with their patients `p` and centres `c`; null: the stored ones of these centres. */
  readonly from: string;
  readonly orderBy: string;
  /** Texts of a field that so many patients share that they say nothing of one. */
  readonly sharedTexts: ReadonlySet<string>;
}

/** The records of a form as a table: a row for each, with centre, patient and number in front. */
export function formSource(form: Form, asked: AskedForm): { source: Source; leftOut: LeftOutColumn[] } {
  const { lists, isIdentified, sharedTexts } = asked;
  const name = tableOf(form);
  const selected: { sql: string; type: ReturnType<typeof copiedAs> }[] = [];
  /** Where the value of an expression is found in a row: behind the id of the patient. */
  const select = (sql: string, type: ReturnType<typeof copiedAs>) => selected.push({ sql, type });
  const gathered = isExtensibleForm(form) ? ['r.own', 'r.missing'] : [];
  const columns: SourceColumn[] = [
    centreColumn(select('c.code', 'text'), lists),
    patientColumn(select('p.code', 'text')),
  ];
  if (form.repeats) columns.push(recordColumn);
  const leftOut: LeftOutColumn[] = [];
  const reasons = withReasons(form).fields;
  for (const [field, spec] of valuesOf(form)) {
    const heading = columnOf(field);
    if (!isIdentified && isFreeText(spec)) {
      leftOut.push({ table: name, name: heading, label: spec.label });
      continue;
    }
    const read = isOwnKey(field) ? ofGathered(field) : stored(select(`r.${heading}`, copiedAs(fieldType(spec))));
    const origin = `${form.name}.${field}`;
    const made = valueColumn({ field, spec, read, isIdentified, heading, origin, lists, sharedTexts });
    columns.push({
      ...made,
      ...(spec.kind === 'text' && { textSql: isOwnKey(field) ? `r.own ->> '${field}'` : `r.${heading}` }),
    });
    if (Object.hasOwn(reasons, reasonKey(field)) || made.isWithheld) {
      const { isWithheld } = made;
      columns.push({
        column: reasonColumn(made.column),
        cell: (row) => (isWithheld?.(row) ? WITHHELD : reasonIn(row.gathered[1], field)),
      });
    }
  }
  columns.push(...derivedOf(form, select));
  return {
    leftOut,
    source: {
      name,
      label: form.label,
      from: asked.from,
      orderBy: asked.orderBy,
      patientSql: 'p.id',
      selected,
      gathered,
      columns,
    },
  };
}

export type ReadValue = (row: ReadRow) => TableCell;

export function stored(place: number): ReadValue {
  return ({ values }) => values[place] ?? null;
}

const ofGathered =
  (field: string): ReadValue =>
  ({ gathered: [own] }) =>
    (own?.[field] as TableCell | undefined) ?? null;

export function reasonIn(missing: Row | null | undefined, field: string): TableCell {
  const reason = missing?.[field];
  return typeof reason === 'string' ? reason : null;
}

function fieldType(spec: FieldSpec) {
  if (spec.kind === 'date') return spec.partial ? 'partialDate' : 'date';
  return spec.kind === 'studyCode' ? 'code' : spec.kind;
}

interface Valued {
  readonly field: string;
  readonly spec: FieldSpec;
  readonly read: ReadValue;
  readonly isIdentified: boolean;
  readonly heading: string;
  readonly origin: string;
  readonly lists: StudyCodes;
  readonly sharedTexts?: ReadonlySet<string>;
}

/** The column of a value, with what is done to it on its way out. */
export function valueColumn({
  field,
  spec,
  read,
  isIdentified,
  heading,
  origin,
  lists,
  sharedTexts,
}: Valued): SourceColumn & {
  readonly isWithheld?: (row: ReadRow) => boolean;
} {
  const column = fieldColumn(heading, spec, { lists, origin });
  if (spec.kind === 'date' && !spec.partial) {
    const day: ReadValue = isOwnKey(field) ? (row) => ownDay(read(row)) : read;
    const cell: ReadValue = (row) => {
      const value = day(row);
      return value === null ? null : (value as number) + row.shift;
    };
    return { column: { ...column, note: isIdentified ? null : notes.shifted }, cell };
  }
  if (isIdentified) return { column, cell: read };
  if (spec.kind === 'date') {
    const cell: ReadValue = (row) => {
      const value = read(row);
      return typeof value === 'string' ? shiftedPartly(value, row.shift) : null;
    };
    return { column: { ...column, note: notes.shiftedPartly }, cell };
  }
  if (isAge(field)) {
    const cell: ReadValue = (row) => {
      const value = read(row);
      return value === null ? null : Math.min(Number(value), OLDEST_AGE);
    };
    return { column: { ...column, note: notes.binned }, cell };
  }
  if (spec.kind === 'text' && spec.names !== undefined) {
    const { nameOf } = spec.names;
    const isNamed = named((text) => (sharedTexts?.has(text) ? text : nameOf(text)));
    const isWithheld = (row: ReadRow): boolean => {
      const value = read(row);
      return typeof value === 'string' && !isNamed(value);
    };
    return {
      column: { ...column, note: notes.named },
      cell: (row) => (isWithheld(row) ? null : read(row)),
      isWithheld,
    };
  }
  return { column, cell: read };
}

function ownDay(value: TableCell): number | null {
  return typeof value === 'string' ? dayOf(value) : null;
}

function centreColumn(place: number, { centres }: StudyCodes): SourceColumn {
  const label = { en: 'Centre', zh: '中心' };
  return {
    column: tableColumn({ name: 'centre', label, type: 'code', codes: centres, standard: 'study', cdisc: 'SITEID' }),
    cell: stored(place),
  };
}

export function patientColumn(place: number): SourceColumn {
  const label = { en: 'Patient', zh: '患者' };
  return {
    column: tableColumn({ name: 'patient', label, type: 'text', cdisc: 'SUBJID', bytes: 1 }),
    cell: stored(place),
    textSql: 'p.code',
  };
}

const recordColumn: SourceColumn = {
  column: tableColumn({
    name: 'record',
    label: { en: 'Number of the record among those of the patient', zh: '该患者的第几条记录' },
    type: 'integer',
  }),
  cell: ({ record }) => record,
};

/** What the portal derives from a record and stores or shows beside it. */
function derivedOf(form: Form, select: (sql: string, type: 'text' | 'decimal') => number): SourceColumn[] {
  if (form.name === tumourAssessmentForm.name) {
    return [{ column: derivedColumns.response, cell: stored(select('r.derived_response', 'text')) }];
  }
  if (form.name !== labResultForm.name) return [];
  const [test, value, unit] = [select('r.test', 'text'), select('r.value', 'decimal'), select('r.unit', 'text')];
  return [
    {
      column: derivedColumns.standardValue,
      cell: ({ values }) => standardValue(values[test], Number(values[value]), String(values[unit])),
    },
    { column: derivedColumns.standardUnit, cell: ({ values }) => labTestOf(values[test])?.standard ?? null },
  ];
}
