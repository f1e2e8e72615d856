import { type Encoding } from '../encoding.ts';
import { TableError } from '../table-error.ts';
import { type FileBytes, readRange } from './file-bytes.ts';
import { readCsv } from './read-csv.ts';
import { isXml } from './odm-xml.ts';
import { readDta } from './read-dta.ts';
import { readOdm } from './read-odm.ts';
import { readRedcap } from './read-redcap.ts';
import { readSas7bdat } from './read-sas7bdat.ts';
import { readSav } from './read-sav.ts';
import { type ReadTable } from './read-table.ts';
import { readXlsx } from './read-xlsx.ts';
import { readXpt } from './read-xpt.ts';
import { isRedcapDictionary, type RedcapDictionary, readRedcapDictionary } from './redcap-dictionary.ts';
import { refuseOldContainer } from './xlsx-book.ts';
import { zipEntries } from './zip-entries.ts';
import { fileInZip } from './zip-file.ts';

const HEAD_BYTES = 64;
/** The mark of SAS’s own data sets. */
const SAS7BDAT = Buffer.from('c2ea8160b31411cfbd92080009c7318c', 'hex');
const tableEnding = /\.(csv|tsv|tab|txt|xlsx|xlsm|sav|zsav|dta|xpt|sas7bdat|xml)$/i;

/**
 * The tables of a file, or of files that belong together, whatever their format: what each begins with decides, not its
 * name. A ZIP archive has the tables of the files in it; the data dictionary of a project of REDCap explains the files
 * beside it.
 *
 * @param named - the encoding as the sender named it; null: as the file shows.
 * @throws TableError for a file that is none of these, is damaged, locked by a password, or of a version not read here.
 */
export async function openTables(
  files: FileBytes | readonly FileBytes[],
  named: Encoding | null = null,
): Promise<ReadTable[]> {
  const parts: Part[] = [];
  for (const file of [files].flat()) parts.push(...(await partsOf(file)));
  const dictionaries: Part[] = [];
  for (const part of parts) if (await isRedcapDictionary(part.file)) dictionaries.push(part);
  const dictionary = await theDictionary(dictionaries, named);
  const tables: ReadTable[] = [];
  for (const part of parts) {
    if (part === dictionaries[0]) continue;
    const work = tablesOf(part.file, named, dictionary);
    tables.push(...(await (parts.length > 1 || part.isWithin ? naming(part.name, work) : work)));
  }
  if (dictionary && !tables.some(({ format }) => format === 'redcap')) throw withoutData(dictionary);
  return tables;
}

async function tablesOf(
  file: FileBytes,
  named: Encoding | null,
  dictionary: RedcapDictionary | null,
): Promise<ReadTable[]> {
  const name = file.name.replace(/^.*[/\\]/, '').replace(tableEnding, '');
  const head = await readRange(file, 0, HEAD_BYTES);
  const start = head.toString('latin1');
  if (isZip(start)) return readXlsx(file);
  if (head.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) return refuseOldContainer(file);
  if (start.startsWith('$FL2') || start.startsWith('$FL3')) return [await readSav(file, name, named)];
  if (start.slice(8, 20) === 'ENCRYPTEDSAV') throw lockedSav();
  if (start.startsWith('<stata_dta>') || isOlderDta(head)) return [await readDta(file, name, named)];
  if (start.startsWith('HEADER RECORD*******') || start.startsWith('**COMPRESSED**')) return readXpt(file, name, named);
  if (head.includes(SAS7BDAT)) return [await readSas7bdat(file, name, named)];
  if (isXml(head)) return readOdm(file, name);
  const ofProject = dictionary && (await readRedcap(file, dictionary, named));
  return ofProject ?? [await readCsv(file, name, named)];
}

/** By its name, as the files of an archive or a folder are chosen. */
export function isTableFile(name: string): boolean {
  return tableEnding.test(name) && !/(^|\/)(__MACOSX\/|\.)/.test(name);
}

/** Version, order of bytes, and a one: no text begins so. */
function isOlderDta(head: Buffer): boolean {
  const [version = 0, order = 0, kind = 0] = head;
  return version >= 102 && version <= 116 && (order === 1 || order === 2) && kind === 1;
}

/** A file by itself, or of an archive. */
interface Part {
  readonly name: string;
  readonly file: FileBytes;
  readonly isWithin: boolean;
}

function isZip(start: string): boolean {
  return start.startsWith('PK\u0003\u0004') || start.startsWith('PK\u0005\u0006');
}

/** The files in an archive; any other file as it is, a workbook too. */
async function partsOf(file: FileBytes): Promise<Part[]> {
  const whole = [{ name: file.name, file, isWithin: false }];
  if (!isZip((await readRange(file, 0, HEAD_BYTES)).toString('latin1'))) return whole;
  const entries = await zipEntries(file);
  if (entries.some(({ name }) => /^\/?(\[Content_Types\]\.xml|xl\/|content\.xml$)/.test(name))) return whole;
  const wanted = entries.filter(({ name }) => isTableFile(name));
  if (wanted.length === 0) {
    throw new TableError({
      en: 'the archive has no table: .csv, .tsv, .xlsx, .sav, .zsav, .dta, .xpt, .sas7bdat or .xml (ODM)',
      zh: '压缩包中没有表格文件：.csv、.tsv、.xlsx、.sav、.zsav、.dta、.xpt、.sas7bdat 或 .xml（ODM）',
    });
  }
  const parts: Part[] = [];
  for (const entry of wanted) {
    const inner = fileInZip(file, entry);
    parts.push(
      ...(await partsOf(inner)).map((part) => (part.isWithin ? part : { ...part, name: entry.name, isWithin: true })),
    );
  }
  return parts;
}

async function theDictionary(parts: readonly Part[], named: Encoding | null): Promise<RedcapDictionary | null> {
  const [first, second] = parts;
  if (!first) return null;
  if (second) {
    throw new TableError({
      en: `${first.name} and ${second.name} are both data dictionaries of REDCap: send one project at a time`,
      zh: `${first.name} 和 ${second.name} 均为 REDCap 数据字典：每次请只发送一个项目`,
    });
  }
  return naming(first.name, readRedcapDictionary(first.file, named));
}

function withoutData({ file }: RedcapDictionary): TableError {
  return new TableError({
    en: `${file} is a data dictionary of REDCap: send it together with the data of the same project (CSV), in one ZIP archive`,
    zh: `${file} 是 REDCap 数据字典：请与同一项目的数据（CSV）打包为一个 ZIP 后发送`,
  });
}

/** A refusal names the file of the archive; what it asks stays as it is. */
export async function naming<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (!(cause instanceof TableError)) throw cause;
    const { label: _, ...extensions } = cause.extensions;
    throw new TableError({ en: `${name}: ${cause.label.en}`, zh: `${name}：${cause.label.zh}` }, extensions);
  }
}

function lockedSav(): TableError {
  return new TableError({
    en: 'the file is protected by a password: save it in SPSS without one',
    zh: '文件有密码保护：请在 SPSS 中另存为无密码文件',
  });
}
