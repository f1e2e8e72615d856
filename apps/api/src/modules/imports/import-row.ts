import { type Form, patientCode, patientCodeLabel, reasonKey } from '@haim/schema';
import { isMissing, NOT_AVAILABLE, TableError, type TableRecord } from '../../tables/index.ts';
import { type FieldSource, type ImportMap, type RecordMap } from './import-map.ts';
import { type ImportProblem } from './import-report.ts';
import { readCell } from './read-cell.ts';

/** A record as a row of the file gives it, before it is compared with what is stored. */
export interface GivenRecord {
  readonly form: Form;
  readonly values: Readonly<Record<string, unknown>>;
  /** Where each field came from, to name the cell when a rule refuses it. */
  readonly cells: Readonly<Record<string, { column: string; value: string }>>;
}

export interface GivenRow {
  readonly line: number;
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

/** Reads rows by the mapping once the headings are known to fit it. */
export class RowReader {
  private readonly position: ReadonlyMap<string, number>;

  /** @throws TableError for missing or unknown columns, naming every one of them. */
  constructor(
    private readonly map: ImportMap,
    private readonly headings: readonly string[],
    private readonly monthDays: number,
  ) {
    this.position = new Map(headings.map((heading, i) => [heading, i]));
    const used = columnsOf(map);
    const missing = used.filter((column) => !this.position.has(column));
    if (missing.length) {
      throw new TableError({ en: `the file lacks the column ${list(missing)}`, zh: `文件缺少列 ${list(missing)}` });
    }
    const expected = new Set([...used, ...map.ignore]);
    const unknown = headings.filter((heading) => !expected.has(heading));
    if (unknown.length) {
      throw new TableError({
        en: `the file has the unknown column ${list(unknown)}; map it, or list it under "ignore" of the mapping`,
        zh: `文件中有未知列 ${list(unknown)}；请在映射中说明，或列入映射的 "ignore"`,
      });
    }
  }

  read({ line, cells }: TableRecord): GivenRow {
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
      problems.push({ row: line, column: '', value: `${cells.length}`, rule: 'cellCount', expected });
      return { line, code: '', centre: null, identity, records: [], problems, notAvailable: 0 };
    }
    const code = this.identity(codeSource, cells);
    if (!patientCode.test(code) || isMissing(code)) {
      const expected = {
        en: `${patientCodeLabel.en}; not NA`,
        zh: `${patientCodeLabel.zh}，且不是 NA`,
      };
      problems.push({ row: line, column: identity.code, value: code, rule: 'patientCode', expected });
    }
    const records = this.map.records
      .filter(({ unless }) => unless === null || !isAmong(unless.in, this.text(unless.column, cells).trim()))
      .map((record) => this.record(record, line, cells, problems));
    const notAvailable = records
      .flatMap(({ values, cells: origins }) =>
        Object.keys(values).map((field) => [values[field], origins[field]?.value]),
      )
      .filter(([value, text]) => value === null && String(text).trim() === NOT_AVAILABLE).length;
    const centre = centreSource && this.identity(centreSource, cells);
    return { line, code, centre, identity, records, problems, notAvailable };
  }

  private record(
    { form, fields }: RecordMap,
    line: number,
    cells: readonly string[],
    problems: ImportProblem[],
  ): GivenRecord {
    const values: Record<string, unknown> = {};
    const origins: GivenRecord['cells'] & Record<string, { column: string; value: string }> = {};
    for (const [field, source] of fields) {
      const spec = form.fields[field];
      if (!spec) continue;
      const text = 'column' in source ? this.text(source.column, cells) : null;
      origins[field] = {
        column: columnName(source),
        value: text ?? String('constant' in source ? source.constant : ''),
      };
      const cell = readCell(source, spec, text, this.monthDays);
      if ('value' in cell) values[field] = cell.value;
      else if ('reason' in cell) {
        const reason = form.fields[reasonKey(field)] ? reasonKey(field) : null;
        if (reason === null) {
          problems.push({ row: line, ...origins[field], rule: 'required', expected: withoutReason });
          continue;
        }
        values[field] = null;
        values[reason] = cell.reason;
        origins[reason] = origins[field];
      } else problems.push({ row: line, ...origins[field], rule: cell.rule, expected: cell.refused });
    }
    return { form, values, cells: origins };
  }

  private identity(source: FieldSource, cells: readonly string[]): string {
    if ('constant' in source) return String(source.constant);
    const text = this.text(source.column, cells).trim();
    return String(source.values?.[text] ?? text);
  }

  private text(column: string, cells: readonly string[]): string {
    return cells[this.position.get(column) ?? -1] ?? '';
  }
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
  const columns = sources.flatMap((source) => ('column' in source ? [source.column] : []));
  return [...new Set([...columns, ...records.flatMap(({ unless }) => (unless ? [unless.column] : []))])];
}

export function columnName(source: FieldSource): string {
  return 'column' in source ? source.column : '(constant of the mapping)';
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
