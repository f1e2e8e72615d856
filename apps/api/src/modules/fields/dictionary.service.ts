import { Readable } from 'node:stream';
import {
  columnOfPlace,
  dictionaryColumns,
  type DictionaryFault,
  faultsOfRow,
  type Label,
  type OwnField,
  readDictionaryRow,
} from '@haim/schema';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { openTable, TableError, type TableRecord } from '../../tables/index.ts';
import { insertField, readFields, type StudyField, updateField } from './field.query.ts';
import { type FieldService } from './field.service.ts';

export type RowFate = 'added' | 'changed' | 'same' | 'refused';

export interface DictionaryRow {
  readonly line: number;
  readonly name: string;
  readonly form: string;
  readonly fate: RowFate;
  /** Everything that the row is refused for, by column of the file. */
  readonly problems: readonly { readonly place: string; readonly expected: Label }[];
  /** What the row does not say, or what is not kept of it. */
  readonly notes: readonly Label[];
}

export interface DictionaryReport {
  readonly isStored: boolean;
  readonly rows: readonly DictionaryRow[];
}

/** Takes back what a trial, or a file with a refused row, has written. */
class Undo extends Error {}

/** Reads a dictionary file into the fields of a study. */
export class DictionaryService {
  constructor(private readonly fields: FieldService) {}

  /**
   * Adds the fields of a file as drafts and changes those of the same name, all of them or none; fields that the file
   * leaves out stay. A trial does the same and takes it back, so that it reports what would happen.
   *
   * @throws BAD_USER_INPUT for a file that is not a dictionary; refused rows are in the report. Otherwise as `locked` of
   *   the fields.
   */
  async read(ctx: PortalContext, study: string, csv: string, isTrial: boolean): Promise<DictionaryReport> {
    const given = await recordsOf(csv);
    let rows: DictionaryRow[] = [];
    try {
      await this.fields.locked(ctx, study, async (tx, studyId, stored) => {
        rows = await this.store(ctx, tx, studyId, stored, given);
        if (isTrial || rows.some(({ fate }) => fate === 'refused')) throw new Undo();
      });
    } catch (cause) {
      if (!(cause instanceof Undo)) throw cause;
      return { isStored: false, rows };
    }
    return { isStored: true, rows };
  }

  private async store(
    { asker }: PortalContext,
    tx: StudyTransaction,
    studyId: number,
    stored: readonly StudyField[],
    given: readonly GivenRow[],
  ): Promise<DictionaryRow[]> {
    const rows: DictionaryRow[] = [];
    const named = new Map<string, number>();
    let fields = stored;
    for (const { line, cells } of given) {
      const row = readDictionaryRow(cells, stored);
      const { field, notes } = row;
      const before = stored.find(({ name }) => name === field.name) ?? null;
      const others = fields.filter(({ id }) => id !== before?.id);
      const earlier = named.get(field.name);
      const faults: DictionaryFault[] = [...faultsOfRow(row, earlier === undefined ? others : [])];
      if (earlier !== undefined) faults.push({ column: dictionaryColumns[0], expected: onceOnly(earlier) });
      const isStored = before !== null && isSame(before, field);
      // What is stored can object to a sound declaration only, and not to itself.
      if (faults.length === 0 && !isStored) {
        const objections = await this.fields.objections(tx, studyId, before, field);
        faults.push(...objections.map(({ field: place, expected }) => ({ column: columnOfPlace(place), expected })));
      }
      const problems = faults.map(({ column, expected }) => ({ place: column, expected }));
      const about = { line, name: field.name, form: field.form, problems, notes };
      named.set(field.name, earlier ?? line);
      if (problems.length > 0) {
        rows.push({ ...about, fate: 'refused' });
      } else if (before === null) {
        await insertField(tx, studyId, field, asker.name);
        fields = await readFields(tx, studyId);
        rows.push({ ...about, fate: 'added' });
      } else if (isStored) {
        rows.push({ ...about, fate: 'same' });
      } else {
        await updateField(tx, before, field, asker.name);
        rows.push({ ...about, fate: 'changed' });
      }
    }
    return rows;
  }
}

interface GivenRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

const needed = ['Variable / Field Name', 'Form Name', 'Field Type', 'Field Label'] as const;

/** The rows of a file by heading. @throws TableError where it is not a table, or lacks a heading. */
async function recordsOf(csv: string): Promise<GivenRow[]> {
  const { headings, records } = await openTable(() => Readable.from([Buffer.from(csv)]), 'utf-8');
  const missing = needed.filter((heading) => !headings.includes(heading));
  if (missing.length > 0) {
    await records.return(undefined);
    const list = missing.map((heading) => `"${heading}"`).join(', ');
    throw new TableError({
      en: `the file lacks the column ${list}: take the headings of a data dictionary as REDCap exports it`,
      zh: `文件缺少列 ${list}：请使用 REDCap 导出的数据字典表头`,
    });
  }
  const rows: GivenRow[] = [];
  for await (const record of records) rows.push(rowOf(headings, record));
  return rows;
}

function rowOf(headings: readonly string[], { line, cells }: TableRecord): GivenRow {
  if (cells.length !== headings.length) {
    throw new TableError({
      en: `line ${line} has ${cells.length} cells: expected are ${headings.length}, as in the headings`,
      zh: `第 ${line} 行有 ${cells.length} 列：应与表头相同，为 ${headings.length} 列`,
    });
  }
  return { line, cells: Object.fromEntries(headings.map((heading, i) => [heading, cells[i] ?? ''])) };
}

function isSame(before: OwnField, after: OwnField): boolean {
  return (Object.keys(after) as (keyof OwnField)[]).every(
    (part) => JSON.stringify(inOrder(before[part])) === JSON.stringify(inOrder(after[part])),
  );
}

/** Objects with their keys in one order, as they arrive from the database in another one. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, inOrder(one)]),
  );
}

function onceOnly(line: number): Label {
  return {
    en: `a name that no other row has: line ${line} has this one`,
    zh: `其他行未使用的名称：第 ${line} 行已使用`,
  };
}
