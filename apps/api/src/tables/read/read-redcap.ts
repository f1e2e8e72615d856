import { type Encoding } from '../encoding.ts';
import { openTable } from '../open-table.ts';
import { type TableRecord } from '../read-records.ts';
import { TableError } from '../table-error.ts';
import { type FileBytes } from './file-bytes.ts';
import { type ReadTable } from './read-table.ts';
import { redcapColumns, isRedcapData, type RedcapColumn } from './redcap-columns.ts';
import { type RedcapDictionary } from './redcap-dictionary.ts';
import { RedcapCells } from './redcap-cells.ts';
import { gatheredParts, nameOfParts } from './repeated-parts.ts';

/**
 * The tables of an export of REDCap with its data dictionary, raw or with labels: a row of REDCap is of one record, event
 * and repeating instrument, and the columns of all other instruments are empty in it. Each repeating instrument becomes a
 * table of its own; those that are filled once, at the same events, stand beside each other.
 *
 * @returns null for a file that does not have data of the project.
 * @throws TableError that names file, line and column, where dictionary and data do not fit.
 */
export async function readRedcap(
  file: FileBytes,
  dictionary: RedcapDictionary,
  named: Encoding | null,
): Promise<ReadTable[] | null> {
  // Labels repeat: each instrument has a “Complete?”.
  const open = (encoding: Encoding | null) => openTable(() => file.stream(), encoding, trimmed);
  const { headings, records, encoding, cells } = await open(named);
  if (!isRedcapData(headings, dictionary)) {
    await records.return(undefined);
    return null;
  }
  const columns = redcapColumns(headings, dictionary);
  const project = new RedcapRows(columns);
  for await (const record of records) project.see(record);
  const name = file.name.replace(/\.\w+$/, '');
  const tables = gatheredParts(project.parts());
  const reading = { encoding, cells };
  if (tables.length === 0) throw withoutRows();
  return tables.map((parts) => {
    const forms = new Set(parts.map((part) => part.name));
    const places = columns.flatMap(({ form, role }, place) => {
      const isOf = form === null ? role !== 'instrument' : forms.has(form);
      return isOf && (role !== 'instance' || project.hasInstances(forms)) ? [place] : [];
    });
    return {
      name: tables.length === 1 ? name : nameOfParts(parts),
      format: 'redcap',
      label: null,
      columns: places.flatMap((place) => columns[place]?.column ?? []),
      reading,
      records: () => rowsOf(forms, places),
    };
  });

  async function* rowsOf(forms: ReadonlySet<string>, places: readonly number[]): AsyncGenerator<TableRecord> {
    const opened = await open(encoding);
    const written = new RedcapCells(columns, project.isLabelled, places);
    for await (const record of opened.records) if (project.isOf(record, forms)) yield written.of(record);
  }
}

function trimmed(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.trim());
}

interface SeenForm {
  repeats: boolean;
  hasInstances: boolean;
  readonly events: Set<string>;
}

/** What the rows of an export show of its project: which instruments repeat, at which events each is filled. */
class RedcapRows {
  private readonly forms = new Map<string, SeenForm>();
  /** Instruments as the export calls them. */
  private readonly named = new Map<string, string>();
  private readonly event: number;
  private readonly instrument: number;
  private readonly instance: number;
  private labels = false;

  constructor(private readonly columns: readonly RedcapColumn[]) {
    const place = (role: RedcapColumn['role']) => columns.findIndex((column) => column.role === role);
    [this.event, this.instrument, this.instance] = [place('event'), place('instrument'), place('instance')];
    for (const { form } of columns) {
      if (form === null) continue;
      this.named.set(form, form);
      if (!this.forms.has(form)) this.forms.set(form, { repeats: false, hasInstances: false, events: new Set() });
    }
  }

  /** Whether values are labels of choices, not their codes. */
  get isLabelled(): boolean {
    return this.labels;
  }

  see(record: TableRecord): void {
    const { cells, line } = record;
    if (cells.length !== this.columns.length) {
      throw new TableError({
        en: `line ${line}: ${cells.length} cells where the headings are ${this.columns.length}: export the data anew`,
        zh: `第 ${line} 行：有 ${cells.length} 个单元格，而表头为 ${this.columns.length} 列：请重新导出数据`,
      });
    }
    const instrument = this.cell(record, this.instrument);
    const filled = this.filledForms(record);
    if (instrument !== '') this.nameInstrument(instrument, filled, line);
    const isInstance = this.cell(record, this.instance) !== '';
    const own = this.named.get(instrument);
    for (const form of own === undefined ? filled : [own]) {
      const seen = this.forms.get(form);
      if (!seen) continue;
      if (own !== undefined) seen.repeats = true;
      if (isInstance) seen.hasInstances = true;
      seen.events.add(this.cell(record, this.event));
    }
    if (!this.labels) this.labels = cells.some((cell, place) => this.isLabel(cell.trim(), place));
  }

  /** Those that some row fills, each once. */
  parts(): { name: string; repeats: boolean; events: ReadonlySet<string> }[] {
    return [...this.forms]
      .filter(([, { events }]) => events.size > 0)
      .map(([name, { repeats, events }]) => ({ name, repeats, events }));
  }

  hasInstances(forms: ReadonlySet<string>): boolean {
    return [...forms].some((form) => this.forms.get(form)?.hasInstances);
  }

  isOf(record: TableRecord, forms: ReadonlySet<string>): boolean {
    const own = this.named.get(this.cell(record, this.instrument));
    if (own !== undefined) return forms.has(own);
    return this.filledForms(record).some((form) => forms.has(form));
  }

  private cell({ cells }: TableRecord, place: number): string {
    return (cells[place] ?? '').trim();
  }

  /** A box that is not checked, and a form that is incomplete, are there in every row, whether somebody filled it or not. */
  private filledForms({ cells }: TableRecord): string[] {
    const filled = new Set<string>();
    for (const [place, { form, role }] of this.columns.entries()) {
      const cell = (cells[place] ?? '').trim();
      if (form === null || cell === '') continue;
      const isNothing =
        (role === 'checkbox' && /^(0|unchecked)$/i.test(cell)) ||
        (role === 'complete' && /^(0|incomplete)$/i.test(cell));
      if (!isNothing) filled.add(form);
    }
    return [...filled];
  }

  /** An export with labels calls an instrument by a title that the dictionary does not have: its columns say which it is. */
  private nameInstrument(title: string, filled: readonly string[], line: number): void {
    const known = this.named.get(title);
    const [form, ...others] = filled;
    const fits = others.length === 0 && (form === undefined || known === undefined || known === form);
    if (fits) {
      if (known === undefined && form !== undefined) this.named.set(title, form);
      return;
    }
    throw new TableError({
      en: `line ${line}: the row is of the repeating instrument ${title} and has values of ${filled.join(', ')}: export the data anew`,
      zh: `第 ${line} 行：该行属于重复表单 ${title}，却含有 ${filled.join('、')} 的值：请重新导出数据`,
    });
  }

  private isLabel(cell: string, place: number): boolean {
    const { codes } = this.columns[place]?.column ?? {};
    if (!codes || cell === '' || codes.some(({ code }) => code === cell)) return false;
    return codes.some(({ label }) => label.en === cell);
  }
}

function withoutRows(): TableError {
  return new TableError({
    en: 'no row has a value of an instrument: export the data again, with its records',
    zh: '没有任何一行含有表单的值：请重新导出含记录的数据',
  });
}
