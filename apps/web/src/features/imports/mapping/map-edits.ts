import {
  type CodeList,
  type ColumnSource,
  type FieldSpec,
  type Form,
  guessSource,
  type LookedColumn,
  type MapSource,
  type PartialMap,
  readField,
  readNumber,
  type TableMap,
  valuesOf,
} from '@haim/schema';

/** A field as a column is joined with it: `baseline.afpNgMl`. */
export type Target = `${string}.${string}`;

export function targetOf(form: string, field: string): Target {
  return `${form}.${field}`;
}

type MapRecord = PartialMap['records'][number];

/** A record of one visit among several that a row has, as `visits-panel.tsx` proposes them: changed together, or not. */
export function isOfVisits({ unless }: MapRecord): boolean {
  return unless !== undefined && typeof unless.column !== 'string';
}

/** Every field of a mapping with its source, but for those of visits. */
function sourcesOf({ records }: PartialMap): (readonly [target: Target, source: MapSource])[] {
  return records
    .filter((record) => !isOfVisits(record))
    .flatMap(({ form, fields }) =>
      Object.entries(fields).map(([field, source]) => [targetOf(form, field), source] as const),
    );
}

/** The fields that a column fills. */
export function targetsOf(map: PartialMap, column: string): Target[] {
  return sourcesOf(map).flatMap(([target, source]) => ('column' in source && source.column === column ? [target] : []));
}

export function sourceOf(map: PartialMap, target: Target): ColumnSource | null {
  const found = sourcesOf(map).find(([one]) => one === target)?.[1];
  return found && 'column' in found ? found : null;
}

export interface FieldChoice {
  readonly target: Target;
  readonly form: Form;
  readonly field: string;
  readonly spec: FieldSpec;
}

/** Every field that a column can be joined with. */
export function fieldChoices(forms: readonly Form[]): FieldChoice[] {
  return forms.flatMap((form) =>
    valuesOf(form).map(([field, spec]) => ({ target: targetOf(form.name, field), form, field, spec })),
  );
}

/** The mapping with a column joined with these fields and no others; what was said of how it is read stays. */
export function withTargets(
  map: PartialMap,
  column: LookedColumn,
  targets: readonly Target[],
  { choices, arms }: { readonly choices: readonly FieldChoice[]; readonly arms: CodeList },
): PartialMap {
  const before = targetsOf(map, column.name);
  let next = map;
  for (const target of before) if (!targets.includes(target)) next = withSource(next, target, null);
  for (const target of targets) {
    const choice = choices.find((one) => one.target === target);
    if (choice && !before.includes(target)) {
      next = withSource(next, target, guessSource(column, choice.spec, arms).source);
    }
  }
  return withIgnored(next, column.name, targets.length === 0 && !visitColumns(map).has(column.name));
}

/** The mapping with another source of a field; null: without the field. */
export function withSource(map: PartialMap, target: Target, source: MapSource | null): PartialMap {
  const [form = '', field = ''] = target.split('.');
  const isThat = (record: MapRecord) => record.form === form && !isOfVisits(record);
  const isThere = map.records.some(isThat);
  const records = isThere || source === null ? map.records : [...map.records, { form, fields: {} }];
  return {
    ...map,
    records: records
      .map((record) => {
        if (!isThat(record)) return record;
        const { [field]: _, ...others } = record.fields;
        return { ...record, fields: source === null ? others : { ...others, [field]: source } };
      })
      .filter(({ fields }) => Object.keys(fields).length > 0),
  };
}

function withIgnored(map: PartialMap, column: string, isIgnored: boolean): PartialMap {
  const others = (map.ignore ?? []).filter((name) => name !== column);
  return { ...map, ignore: isIgnored ? [...others, column] : others };
}

/** The mapping with another column, or constant, for who a patient is. */
export function withIdentity(map: PartialMap, patient: Partial<PartialMap['patient']>): PartialMap {
  const next = { ...map, patient: { ...map.patient, ...patient } };
  const used = usedColumns(next);
  const before = usedColumns(map);
  const left = before.filter((column) => !used.includes(column));
  return {
    ...next,
    ignore: [...(next.ignore ?? []).filter((column) => !used.includes(column)), ...left],
  };
}

function usedColumns({ patient, records }: PartialMap): string[] {
  const sources = [patient.code, patient.centre, ...records.flatMap(({ fields }) => Object.values(fields))];
  return sources.flatMap((source) => (source && 'column' in source ? [source.column] : []));
}

/** The columns that records of visits are read from. */
export function visitColumns({ records }: PartialMap): ReadonlySet<string> {
  const sources = records.filter(isOfVisits).flatMap(({ fields }) => Object.values(fields));
  return new Set(sources.flatMap((source) => ('column' in source ? [source.column] : [])));
}

/** The mapping with these records of visits, and no others; columns that nothing reads any more are left out. */
export function withVisits(map: PartialMap, visits: PartialMap['records']): PartialMap {
  const before = visitColumns(map);
  const next = { ...map, records: [...map.records.filter((record) => !isOfVisits(record)), ...visits] };
  const used = usedColumns(next);
  const ignored = [...(map.ignore ?? []), ...[...before].filter((column) => !map.ignore?.includes(column))];
  return { ...next, ignore: ignored.filter((column) => !used.includes(column)) };
}

/** What of a column somebody has to say before it can be read as this field. */
export function openIn(
  column: LookedColumn,
  { spec }: Pick<FieldChoice, 'spec'>,
  source: ColumnSource,
  arms: CodeList,
): { readonly values: readonly string[]; readonly order: boolean } {
  const order =
    spec.kind === 'date' && column.holds === 'datesOtherwise' && column.orders.length > 1 && source.dates === undefined;
  const list = codesOf(spec, arms);
  if (list === null) return { values: [], order };
  const missing = missingIn(source);
  const values = (column.values ?? [])
    .map(({ value }) => value)
    .filter((value) => !missing.includes(value))
    .filter((value) =>
      source.values ? !Object.hasOwn(source.values, value) : readField(asCode(spec, list), value) === null,
    );
  return { values, order };
}

/** The codes that a column is translated to; null for a field without. */
export function codesOf(spec: FieldSpec, arms: CodeList): CodeList | null {
  if (spec.kind === 'code') return spec.list;
  if (spec.kind === 'studyCode') return arms;
  return spec.kind === 'boolean' ? yesNo : null;
}

export const yesNo: CodeList = {
  source: 'portal',
  codes: [
    { code: 'true', label: { en: 'Yes', zh: '是' } },
    { code: 'false', label: { en: 'No', zh: '否' } },
  ],
};

function asCode(spec: FieldSpec, list: CodeList): FieldSpec {
  return spec.kind === 'studyCode' ? { kind: 'code', label: spec.label, list } : spec;
}

/** The code as which a value is read now; null where it is left open, 'missing' where it counts as no value. */
export function codeFor(source: ColumnSource, value: string, spec: FieldSpec, arms: CodeList): string | null {
  const { values } = source;
  if (missingIn(source).includes(value)) return 'missing';
  if (values) return Object.hasOwn(values, value) ? String(values[value]) : null;
  const list = codesOf(spec, arms);
  const read = list === null ? null : readField(asCode(spec, list), value);
  return read === null ? null : String(read);
}

/** The source with a value that stands for this code; 'missing': for none. */
export function withCode(
  source: ColumnSource,
  column: LookedColumn,
  { value, code }: { readonly value: string; readonly code: string | null },
  { spec, arms }: { readonly spec: FieldSpec; readonly arms: CodeList },
): ColumnSource {
  const all = (column.values ?? []).map((one) => one.value);
  const codes = new Map(all.map((one) => [one, one === value ? code : codeFor(source, one, spec, arms)]));
  const asValue = (text: string) => (spec.kind === 'boolean' ? text === 'true' : text);
  const values = [...codes].flatMap(([of, to]) =>
    to === null || to === 'missing' ? [] : [[of, asValue(to)] as const],
  );
  const missing = [...codes].flatMap(([of, to]) => (to === 'missing' ? [of] : []));
  const { missing: stated, ...rest } = source;
  return { ...rest, ...withMissing(stated, missing), values: Object.fromEntries(values) };
}

/** What the file writes where it has no value: with reasons as far as they are known. */
function withMissing(stated: ColumnSource['missing'], missing: readonly string[]): Pick<ColumnSource, 'missing'> {
  if (stated === undefined || isList(stated)) return missing.length > 0 ? { missing } : {};
  return {
    missing: Object.fromEntries([...missing.map((value) => [value, 'unknown'] as const), ...Object.entries(stated)]),
  };
}

function missingIn({ missing = [] }: ColumnSource): readonly string[] {
  return isList(missing) ? missing : Object.keys(missing);
}

function isList(missing: NonNullable<ColumnSource['missing']>): missing is readonly string[] {
  return Array.isArray(missing);
}

/** The mapping as it is sent; null as long as it does not say who the patients are. */
export function wholeMap({ patient: { code, centre }, records, ignore }: PartialMap): TableMap | null {
  if (code === null || centre === null || records.length === 0) return null;
  return { patient: { code, centre }, records, ...(ignore && ignore.length > 0 && { ignore }) };
}

/** Fields that a new record must have and no column fills. */
export function withoutColumn(map: PartialMap, choices: readonly FieldChoice[]): FieldChoice[] {
  const used = map.records.filter((record) => !isOfVisits(record)).map(({ form }) => form);
  return choices.filter(
    ({ form, spec, target }) => spec.required && used.includes(form.name) && sourceOf(map, target) === null,
  );
}

export function constantOf(map: PartialMap, target: Target): Extract<MapSource, { constant: unknown }> | null {
  const found = sourcesOf(map).find(([one]) => one === target)?.[1];
  return found && 'constant' in found ? found : null;
}

/** The mapping with one value of a field for every row; an empty text: with none. */
export function withConstant(map: PartialMap, { target, spec }: FieldChoice, text: string): PartialMap {
  if (text === '') return withSource(map, target, null);
  const number = spec.kind === 'integer' || spec.kind === 'decimal' ? readNumber(text) : null;
  return withSource(map, target, { constant: spec.kind === 'boolean' ? text === 'true' : (number ?? text) });
}
