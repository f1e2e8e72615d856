import AdmZip from 'adm-zip';
import { XMLParser } from 'fast-xml-parser';
import { TableError } from './table-error.ts';

/** A sheet as a table of texts: row by row, each by its column, from 0; a cell without a value is an empty text. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** A part of a workbook that unpacks to more is not what anybody reads as a table. */
const MOST_BYTES = 100_000_000;

/**
 * The sheets of an Excel workbook (.xlsx, ECMA-376), in their order. Of a formula the value that Excel stored.
 *
 * @throws TableError where the file is not a workbook, naming the part that is missing or cannot be read.
 */
export function readWorkbook(bytes: Buffer): Sheet[] {
  const part = partsOf(bytes);
  const { workbook } = part('xl/workbook.xml') as { workbook?: { sheets?: { sheet?: NamedSheet[] } } };
  const links = part('xl/_rels/workbook.xml.rels') as { Relationships?: { Relationship?: Link[] } };
  const targets = new Map((links.Relationships?.Relationship ?? []).map(({ Id, Target }) => [Id, Target]));
  const shared = sharedTexts(part('xl/sharedStrings.xml', true));
  return (workbook?.sheets?.sheet ?? []).map((sheet) => {
    const target = targets.get(sheet['r:id']) ?? '';
    const place = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    const { worksheet } = part(place) as { worksheet?: { sheetData?: { row?: Row[] } | '' } };
    const rows = (worksheet?.sheetData || {}).row ?? [];
    return { name: sheet.name, rows: rows.map((row, nth) => rowOf(row, nth + 1, shared)) };
  });
}

interface NamedSheet {
  readonly name: string;
  readonly 'r:id': string;
}

interface Link {
  readonly Id: string;
  readonly Target: string;
}

/** A text that is plain, or with attributes (such as that blanks count). */
type Text = string | { readonly '#text'?: string };

interface RichText {
  readonly t?: Text;
  readonly r?: readonly { readonly t?: Text }[];
}

interface Cell {
  readonly r?: string;
  readonly t?: string;
  readonly v?: Text;
  readonly is?: RichText;
}

interface Row {
  readonly r?: string;
  readonly c?: readonly Cell[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: false,
  isArray: (name) => ['sheet', 'Relationship', 'si', 'r', 'row', 'c'].includes(name),
});

function partsOf(bytes: Buffer): (name: string, isOptional?: true) => object {
  let zip: AdmZip;
  try {
    zip = new AdmZip(bytes);
  } catch {
    throw notAWorkbook('it is not a ZIP archive', '不是 ZIP 压缩包');
  }
  return (name, isOptional) => {
    const entry = zip.getEntry(name);
    if (!entry && isOptional) return {};
    if (!entry) throw notAWorkbook(`it has no part ${name}`, `缺少 ${name}`);
    if (entry.header.size > MOST_BYTES) throw notAWorkbook(`its part ${name} is too large`, `${name} 过大`);
    try {
      return parser.parse(entry.getData()) as object;
    } catch {
      throw notAWorkbook(`its part ${name} cannot be read`, `无法读取 ${name}`);
    }
  };
}

function notAWorkbook(en: string, zh: string): TableError {
  return new TableError({
    en: `the file is not an Excel workbook (.xlsx): ${en}`,
    zh: `文件不是 Excel 工作簿（.xlsx）：${zh}`,
  });
}

function sharedTexts(part: { sst?: { si?: readonly RichText[] } }): readonly string[] {
  return (part.sst?.si ?? []).map(richText);
}

function richText({ t, r = [] }: RichText): string {
  return [t, ...r.map((run) => run.t)].map(plain).join('');
}

/** Excel writes signs that XML has no place for as _x000D_. */
function plain(text: Text | undefined): string {
  const written = typeof text === 'object' ? (text['#text'] ?? '') : (text ?? '');
  return written.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function rowOf({ r, c = [] }: Row, nth: number, shared: readonly string[]): Sheet['rows'][number] {
  const cells: string[] = [];
  for (const [at, cell] of c.entries()) {
    const column = cell.r ? columnOf(cell.r) : at;
    while (cells.length < column) cells.push('');
    cells[column] = valueOf(cell, shared);
  }
  return { line: r ? Number(r) : nth, cells };
}

/** AB12 -> 27. */
function columnOf(place: string): number {
  const letters = /^[A-Z]+/.exec(place)?.[0] ?? 'A';
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function valueOf({ t, v, is }: Cell, shared: readonly string[]): string {
  if (t === 'inlineStr') return is ? richText(is) : '';
  return t === 's' ? (shared[Number(plain(v))] ?? '') : plain(v);
}
