import { type SaxesTagNS, SaxesParser } from 'saxes';
import { StringDecoder } from 'node:string_decoder';
import { TableError } from '../table-error.ts';
import { type FileBytes, readRange } from './file-bytes.ts';
import { zipContent, zipEntries, type ZipListed } from './zip-entries.ts';

/** What a workbook says beside its sheets. */
export interface Workbook {
  readonly file: FileBytes;
  readonly sheets: readonly { readonly name: string; readonly entry: ZipListed }[];
  readonly texts: readonly string[];
  /** What the number of a style shows. */
  readonly styles: readonly Shown[];
  /** Whether its days count from 1904. */
  readonly isFrom1904: boolean;
}

export type Shown = 'number' | 'day' | 'time';

/** Formats of dates that have a number and no code in the file (ECMA-376, 18.8.30), those of East Asia among them. */
const daysByNumber = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
const timesByNumber = new Set([18, 19, 20, 21, 32, 33, 45, 46, 47]);

/** @throws TableError for an archive that is not a workbook, and for one that is locked or of another program. */
export async function openWorkbook(file: FileBytes): Promise<Workbook> {
  const parts = new Map((await zipEntries(file)).map((entry) => [entry.name.replace(/^\//, ''), entry]));
  refuseOther(parts);
  const relations = new Map<string, { target: string; type: string }>();
  const folder = await mainPart(file, parts);
  await eachElement(file, need(parts, `${folder.path}_rels/${folder.name}.rels`), (tag) => {
    if (tag.local !== 'Relationship') return;
    relations.set(attribute(tag, 'Id') ?? '', {
      target: resolved(folder.path, attribute(tag, 'Target') ?? ''),
      type: attribute(tag, 'Type') ?? '',
    });
  });
  const named: { name: string; id: string }[] = [];
  let isFrom1904 = false;
  await eachElement(file, need(parts, folder.path + folder.name), (tag) => {
    if (tag.local === 'workbookPr') isFrom1904 = ['1', 'true'].includes(attribute(tag, 'date1904') ?? '');
    if (tag.local === 'sheet') named.push({ name: attribute(tag, 'name') ?? '', id: attribute(tag, 'id') ?? '' });
  });
  const ofType = (type: string) => [...relations.values()].find((one) => one.type.endsWith(`/${type}`));
  const sheets = named.flatMap(({ name, id }) => {
    const relation = relations.get(id);
    // A sheet may be a chart alone.
    return relation?.type.endsWith('/worksheet') ? [{ name, entry: need(parts, relation.target) }] : [];
  });
  return {
    ...{ file, sheets, isFrom1904 },
    texts: await textsIn(file, parts.get(ofType('sharedStrings')?.target ?? '')),
    styles: await stylesIn(file, parts.get(ofType('styles')?.target ?? '')),
  };
}

/** Where the workbook itself is: `xl/workbook.xml` unless the package says otherwise. */
async function mainPart(
  file: FileBytes,
  parts: ReadonlyMap<string, ZipListed>,
): Promise<{ path: string; name: string }> {
  let target = 'xl/workbook.xml';
  const relations = parts.get('_rels/.rels');
  if (relations) {
    await eachElement(file, relations, (tag) => {
      if (attribute(tag, 'Type')?.endsWith('/officeDocument')) target = resolved('', attribute(tag, 'Target') ?? '');
    });
  }
  const at = target.lastIndexOf('/') + 1;
  return { path: target.slice(0, at), name: target.slice(at) };
}

function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const steps: string[] = [];
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

function refuseOther(parts: ReadonlyMap<string, ZipListed>): void {
  if (parts.has('xl/workbook.bin')) {
    throw new TableError({
      en: 'the file is a binary workbook (.xlsb): save it as .xlsx',
      zh: '文件为二进制工作簿（.xlsb）：请另存为 .xlsx',
    });
  }
  if (parts.has('content.xml')) {
    throw new TableError({
      en: 'the file is a document of LibreOffice (.ods): save it as .xlsx',
      zh: '文件为 LibreOffice 文档（.ods）：请另存为 .xlsx',
    });
  }
}

function need(parts: ReadonlyMap<string, ZipListed>, name: string): ZipListed {
  const found = parts.get(name);
  if (found) return found;
  throw new TableError({
    en: `the file is not an Excel workbook (.xlsx): it has no part ${name}`,
    zh: `文件不是 Excel 工作簿（.xlsx）：缺少 ${name}`,
  });
}

/** The texts that cells refer to, without the readings that Japanese texts may have beside them. */
async function textsIn(file: FileBytes, entry: ZipListed | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (!entry) return texts;
  let text: string | null = null;
  let isReading = false;
  let isText = false;
  await parsePart(file, entry, {
    open: ({ local }) => {
      if (local === 'si') text = '';
      else if (local === 'rPh') isReading = true;
      else if (local === 't') isText = !isReading;
    },
    text: (piece) => {
      if (isText && text !== null) text += piece;
    },
    close: ({ local }) => {
      if (local === 't') isText = false;
      else if (local === 'rPh') isReading = false;
      else if (local === 'si') {
        texts.push(plain(text ?? ''));
        text = null;
      }
    },
  });
  return texts;
}

/** Excel writes characters that XML has no place for as _x000D_. */
export function plain(text: string): string {
  return text.includes('_x')
    ? text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}

async function stylesIn(file: FileBytes, entry: ZipListed | undefined): Promise<Shown[]> {
  const formats = new Map<number, string>();
  const styles: Shown[] = [];
  if (!entry) return styles;
  let isOfCells = false;
  await eachElement(
    file,
    entry,
    (tag) => {
      if (tag.local === 'numFmt') {
        formats.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
      } else if (tag.local === 'cellXfs') isOfCells = true;
      else if (tag.local === 'xf' && isOfCells) {
        const number = Number(attribute(tag, 'numFmtId') ?? 0);
        styles.push(shownBy(number, formats.get(number)));
      }
    },
    ({ local }) => {
      if (local === 'cellXfs') isOfCells = false;
    },
  );
  return styles;
}

/** A code such as `yyyy\-mm\-dd`, `[$-804]yyyy"年"m"月"`, `[h]:mm`; what is quoted, escaped or in colours says nothing. */
export function shownBy(number: number, code: string | undefined): Shown {
  if (code === undefined) return daysByNumber.has(number) ? 'day' : timesByNumber.has(number) ? 'time' : 'number';
  const [first = ''] = code.split(';');
  if (/\[(h+|m+|s+)\]/i.test(first)) return 'time';
  const bare = first.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General|am\/pm|a\/p/gi, '');
  if (/[ydeg]/i.test(bare)) return 'day';
  if (/[hs]/i.test(bare)) return 'time';
  return /m/i.test(bare) ? 'day' : 'number';
}

export function attribute({ attributes }: SaxesTagNS, local: string): string | undefined {
  // `r:id` and `id` alike: no element here has both.
  return Object.values(attributes).find((one) => one.local === local)?.value;
}

function eachElement(
  file: FileBytes,
  entry: ZipListed,
  open: (tag: SaxesTagNS) => void,
  close: (tag: SaxesTagNS) => void = () => undefined,
): Promise<void> {
  return parsePart(file, entry, { open, close, text: () => undefined });
}

export interface PartHandler {
  readonly open: (tag: SaxesTagNS) => void;
  readonly text: (piece: string) => void;
  readonly close: (tag: SaxesTagNS) => void;
}

async function parsePart(file: FileBytes, entry: ZipListed, handler: PartHandler): Promise<void> {
  for await (const _ of partPieces(file, entry, handler)) {
    // Everything is in the handler.
  }
}

/** Hands a part of a workbook to the handler, and pauses after each piece of it. @throws TableError where it is not XML. */
export async function* partPieces(file: FileBytes, entry: ZipListed, handler: PartHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let fault: Error | null = null;
  parser.on('error', (cause) => (fault ??= cause));
  parser.on('opentag', handler.open);
  parser.on('text', handler.text);
  parser.on('cdata', handler.text);
  parser.on('closetag', handler.close);
  const decoder = new StringDecoder('utf8');
  const refuse = () => {
    if (fault === null) return;
    throw new TableError({
      en: `the part ${entry.name} of the workbook is not well-formed: open it in Excel and save it again`,
      zh: `工作簿中的 ${entry.name} 格式有误：请用 Excel 打开后重新保存`,
    });
  };
  for await (const piece of zipContent(file, entry)) {
    parser.write(decoder.write(piece));
    refuse();
    yield;
  }
  parser.write(decoder.end());
  parser.close();
  refuse();
  yield;
}

/** A workbook with a password is not a ZIP archive: Excel locks all of it up in a container of the old kind. */
export async function refuseOldContainer(file: FileBytes): Promise<never> {
  const bytes = await readRange(file, 0, 1 << 20);
  const isLocked = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));
  throw new TableError(
    isLocked
      ? {
          en: 'the workbook is protected by a password: open it in Excel, remove the password (File, Info), and save it',
          zh: '工作簿有密码保护：请用 Excel 打开，在“文件 - 信息”中取消密码后保存',
        }
      : {
          en: 'the file is an old Excel file (.xls): save it as .xlsx',
          zh: '文件为旧版 Excel 文件（.xls）：请另存为 .xlsx',
        },
  );
}
