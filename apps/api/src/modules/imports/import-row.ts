import { type FieldSpec, type Form, patientCode, patientCodeLabel, reasonKey } from '@haim/schema';
import { isMissing, NOT_AVAILABLE, TableError, type TableRecord } from '../../tables/index.ts';
import { type FieldSource, type ImportMap, type RecordMap } from './import-map.ts';
import { type ImportProblem } from './import-report.ts';
import { type GivenCell, readCell } from './read-cell.ts';

/** A record as a row of the file gives it, before it is compared with what is stored. */
export interface GivenRecord {
  readonly form: Form;
  readonly values: Readonly<Record<string, unknown>>;
  /** Where each field came from, to name the cell when a rule refuses it. */
  readonly cells: Readonly<Record<string, { column: string; value: string }>>;
}

/** A row of a file; `table` says of which table, where there are several. */
export interface RowPlace {
  readonly row: number;
  readonly table?: string;
}

export interface GivenRow {
  readonly at: RowPlace;
  readonly code: string;
  /** null where the file leaves it to what is stored. */
  readonly centre: string | null;
  /** The columns that identify the patient, to name them when they are refused. */
  readonly identity: { readonly code: string; readonly centre: string };
  readonly records: readonly GivenRecord[];
  readonly problems: readonly ImportProblem[];
  /** Cells that contain NA and are taken as empty. */
  readonly notAvailable: number;
}

interface PlacedField {
  readonly field: string;
  readonly spec: FieldSpec;
  readonly source: FieldSource;
  readonly column: string;
  /** Where its columns are, from 0; -1 for one that is not there. */
  readonly at: number;
  readonly reasonsAt: number;
  readonly continuedAt: readonly number[];
  /** Where a reason is kept; null for a field that has none. */
  readonly reason: string | null;
}

interface PlacedRecord {
  readonly form: Form;
  readonly unless: { readonly at: readonly number[]; readonly in: readonly string[] } | null;
  readonly fields: readonly PlacedField[];
}

/** As a spreadsheet would run them: an export puts an apostrophe in front. */
const withApostrophe = /^'['=+\-@\t\r\n＝＋－＠]/;

/** Reads rows by the mapping once the headings are known to fit it. */
export class RowReader {
  private readonly position: ReadonlyMap<string, number>;
  private readonly records: readonly PlacedRecord[];

  /**
   * @param table - its name, where a file has several.
   * @throws TableError for missing or unknown columns, naming every one of them.
   */
  constructor(
    private readonly map: ImportMap,
    private readonly headings: readonly string[],
    private readonly monthDays: number,
    private readonly table: string | null = null,
  ) {
    this.position = new Map(headings.map((heading, i) => [heading, i]));
    const of = { en: table === null ? '' : `${table}: `, zh: table === null ? '' : `${table}：` };
    const used = columnsOf(map);
    const missing = used.filter((column) => !this.position.has(column));
    if (missing.length) {
      throw new TableError({
        en: `${of.en}the file lacks the column ${list(missing)}`,
        zh: `${of.zh}文件缺少列 ${list(missing)}`,
      });
    }
    const expected = new Set([...used, ...map.ignore]);
    const unknown = headings.filter((heading) => !expected.has(heading));
    if (unknown.length) {
      throw new TableError({
        en: `${of.en}the file has the unknown column ${list(unknown)}; map it, or list it under "ignore" of the mapping`,
        zh: `${of.zh}文件中有未知列 ${list(unknown)}；请在映射中说明，或列入映射的 "ignore"`,
      });
    }
    this.records = map.records.map((record) => this.placed(record));
  }

  private placed({ form, unless, fields }: RecordMap): PlacedRecord {
    const at = (column: string | undefined) => (column === undefined ? -1 : (this.position.get(column) ?? -1));
    return {
      form,
      unless: unless && { at: unless.columns.map(at), in: unless.in },
      fields: fields.flatMap(([field, source]): PlacedField[] => {
        const spec = form.fields[field];
        if (!spec) return [];
        const key = reasonKey(field);
        return [
          {
            ...{ field, spec, source, column: columnName(source) },
            at: 'column' in source ? at(source.column) : -1,
            reasonsAt: 'column' in source ? at(source.reasons) : -1,
            continuedAt: 'column' in source ? (source.continued ?? []).map(at) : [],
            reason: form.fields[key] ? key : null,
          },
        ];
      }),
    };
  }

  read(record: TableRecord): GivenRow {
    const { line, cells } = record;
    const at: RowPlace = this.table === null ? { row: line } : { row: line, table: this.table };
    const problems: ImportProblem[] = [];
    const { code: codeSource, centre: centreSource } = this.map;
    const identity = {
      code: columnName(codeSource),
      centre: centreSource ? columnName(centreSource) : columnName(codeSource),
    };
    if (cells.length !== this.headings.length) {
      const expected = {
        en: `${this.headings.length} cells, as in the headings`,
        zh: `与表头相同的 ${this.headings.length} 列`,
      };
      problems.push({ ...at, column: '', value: `${cells.length}`, rule: 'cellCount', expected });
      return { at, code: '', centre: null, identity, records: [], problems, notAvailable: 0 };
    }
    const code = this.identity(codeSource, cells);
    if (!patientCode.test(code) || isMissing(code)) {
      const expected = {
        en: `${patientCodeLabel.en}; not NA`,
        zh: `${patientCodeLabel.zh}，且不是 NA`,
      };
      problems.push({ ...at, column: identity.code, value: code, rule: 'patientCode', expected });
    }
    const records = this.records
      .filter(
        ({ unless }) => unless === null || !unless.at.every((place) => isAmong(unless.in, (cells[place] ?? '').trim())),
      )
      .map((one) => this.record(one, record, at, problems));
    let notAvailable = 0;
    for (const { values, cells: origins } of records) {
      for (const field of Object.keys(values)) {
        if (values[field] === null && origins[field]?.value.trim() === NOT_AVAILABLE) notAvailable += 1;
      }
    }
    const centre = centreSource && this.identity(centreSource, cells);
    return { at, code, centre, identity, records, problems, notAvailable };
  }

  private record(
    { form, fields }: PlacedRecord,
    record: TableRecord,
    at: RowPlace,
    problems: ImportProblem[],
  ): GivenRecord {
    const values: Record<string, unknown> = {};
    const origins: Record<string, { column: string; value: string }> = {};
    for (const placed of fields) {
      const { field, spec, source, column, reason } = placed;
      const of = { form: form.name, field };
      const fault = record.faults?.find((one) => one.at === placed.at);
      if (fault) {
        problems.push({ ...at, column, value: fault.value, rule: fault.rule, expected: fault.expected, ...of });
        continue;
      }
      const given = this.cell(placed, record);
      const origin = { column, value: given?.text ?? String('constant' in source ? source.constant : '') };
      origins[field] = origin;
      const cell = readCell(source, spec, given, this.monthDays);
      if ('value' in cell) values[field] = cell.value;
      else if ('reason' in cell) {
        if (reason === null) {
          problems.push({ ...at, ...origin, rule: 'required', expected: withoutReason, ...of });
          continue;
        }
        values[field] = null;
        values[reason] = cell.reason;
        origins[reason] = origin;
      } else {
        const choices = cell.choices ? { choices: cell.choices } : {};
        problems.push({ ...at, ...origin, rule: cell.rule, expected: cell.refused, ...of, ...choices });
      }
    }
    return { form, values, cells: origins };
  }

  /** What the columns of a field have in a row; null for a constant. */
  private cell(
    { at, reasonsAt, continuedAt, source, spec }: PlacedField,
    { cells, marks }: TableRecord,
  ): GivenCell | null {
    if (!('column' in source)) return null;
    let text = cells[at] ?? '';
    for (const next of continuedAt) text += cells[next] ?? '';
    if (this.map.hasApostrophes && !isNumber(spec) && withApostrophe.test(text)) text = text.slice(1);
    const mark = marks?.get(at);
    const reasons = reasonsAt < 0 ? undefined : cells[reasonsAt];
    return { text, ...(mark !== undefined && { mark }), ...(reasons !== undefined && { reasons }) };
  }

  private identity(source: FieldSource, cells: readonly string[]): string {
    if ('constant' in source) return String(source.constant);
    const text = (cells[this.position.get(source.column) ?? -1] ?? '').trim();
    return String(source.values?.[text] ?? text);
  }
}

function isNumber({ kind }: FieldSpec): boolean {
  return kind === 'integer' || kind === 'decimal';
}

const withoutReason = {
  en: 'a value: this field cannot be left out for a reason',
  zh: '填写数值：该字段不能以缺失原因代替',
};

/** Whether a list contains a cell's text; the empty text in it stands for every missing value. */
function isAmong(values: readonly string[], text: string): boolean {
  return values.includes(text) || (isMissing(text) && values.includes(''));
}

function columnsOf({ code, centre, records }: ImportMap): string[] {
  const sources = [
    code,
    ...(centre ? [centre] : []),
    ...records.flatMap(({ fields }) => fields.map(([, source]) => source)),
  ];
  const columns = sources.flatMap((source) =>
    'column' in source ? [source.column, ...(source.reasons ? [source.reasons] : []), ...(source.continued ?? [])] : [],
  );
  return [...new Set([...columns, ...records.flatMap(({ unless }) => unless?.columns ?? [])])];
}

export function columnName(source: FieldSource): string {
  return 'column' in source ? source.column : '(constant of the mapping)';
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
