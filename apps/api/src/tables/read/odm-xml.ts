import { type Label } from '@haim/schema';
import iconv from 'iconv-lite';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type Reading } from '../choose-encoding.ts';
import { TableError } from '../table-error.ts';
import { type FileBytes, readRange } from './file-bytes.ts';
import { textsIn } from './text-encoding.ts';

export interface XmlHandler {
  readonly open: (tag: XmlTag) => void;
  readonly text: (piece: string) => void;
  readonly close: (local: string, uri: string) => void;
}

/** An element as it begins. */
export class XmlTag {
  readonly local: string;
  /** Its namespace. */
  readonly uri: string;
  private readonly attributes: SaxesTagNS['attributes'];

  constructor(
    { local, uri, attributes }: SaxesTagNS,
    /** The line of the file on which the tag ends. */
    readonly line: number,
  ) {
    [this.local, this.uri, this.attributes] = [local, uri, attributes];
  }

  /** An attribute without a namespace, or of one that is named; null where there is none. */
  get(name: string, uri?: string): string | null {
    if (uri === undefined) return this.attributes[name]?.value ?? null;
    return Object.values(this.attributes).find((one) => one.local === name && one.uri === uri)?.value ?? null;
  }
}

const HEAD_BYTES = 512;
/** A text that is longer is not a value: all of it is held in memory until it ends. */
const LONGEST_TEXT = 4_000_000;

/** Whether a file begins as XML does, in any encoding. */
export function isXml(head: Buffer): boolean {
  const start = head.toString('latin1').replaceAll('\0', '');
  return /^(ï»¿|ÿþ|þÿ)?\s*<(\?xml|!DOCTYPE|!--|[A-Za-z])/.test(start) && !start.startsWith('<stata_dta>');
}

/**
 * Hands the elements of an XML file to a handler as they come. Its own document type, and so every entity that a file
 * could declare to grow without end or to fetch something, is refused.
 *
 * @throws TableError that names the line, for a file that is not well-formed, or not text in its encoding.
 */
export async function eachElement(file: FileBytes, handler: XmlHandler): Promise<Reading> {
  const { reading, name } = await encodingOf(file);
  const parser = new SaxesParser({ xmlns: true, position: true });
  const fail = (en: string, zh: string): never => {
    throw new TableError({ en: `line ${parser.line}: ${en}`, zh: `第 ${parser.line} 行：${zh}` });
  };
  parser.on('error', () => fail('the file is not well-formed XML: export it again', '文件不是规范的 XML：请重新导出'));
  parser.on('doctype', () =>
    fail(
      'the file has a document type of its own (DOCTYPE), which is not read: export it without one',
      '文件自带文档类型声明（DOCTYPE），不予读取：请导出不含该声明的文件',
    ),
  );
  let waiting = 0;
  const taking =
    <Given>(take: (given: Given) => void) =>
    (given: Given) => {
      waiting = 0;
      take(given);
    };
  parser.on(
    'opentag',
    taking((tag: SaxesTagNS) => handler.open(new XmlTag(tag, parser.line))),
  );
  parser.on('text', taking(handler.text));
  parser.on('cdata', taking(handler.text));
  parser.on(
    'closetag',
    taking(({ local, uri }: SaxesTagNS) => handler.close(local, uri)),
  );
  const decoder = iconv.getDecoder(name);
  const write = (text: string) => {
    if (text.includes('\ufffd')) {
      fail(`its bytes are not text in ${name}, which the file states`, `字节不是文件所声明编码 ${name} 的文字`);
    }
    parser.write(text);
    waiting += text.length;
    if (waiting > LONGEST_TEXT) {
      fail(
        `a text has more than ${LONGEST_TEXT} characters: it is not a value`,
        `文本超过 ${LONGEST_TEXT} 个字符，不是数据值`,
      );
    }
  };
  for await (const piece of file.stream()) write(decoder.write(piece as Buffer));
  write(decoder.end() ?? '');
  parser.close();
  return reading;
}

/** As the mark at the beginning or the declaration says; XML without either is UTF-8. */
async function encodingOf(file: FileBytes): Promise<{ reading: Reading; name: string }> {
  const head = await readRange(file, 0, HEAD_BYTES);
  const marked = head[0] === 0xff ? 'utf-16le' : head[0] === 0xfe ? 'utf-16be' : null;
  if (marked) return { reading: { encoding: marked, cells: [] }, name: marked };
  const [, stated = 'utf-8'] = /^[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(head.toString('latin1')) ?? [];
  const { reading } = textsIn(stated);
  return { reading, name: /^utf-?8$/i.test(stated) ? 'utf-8' : reading.encoding };
}

/** A refusal that names the line. */
export function atLine(line: number, { en, zh }: Label): TableError {
  return new TableError({ en: `line ${line}: ${en}`, zh: `第 ${line} 行：${zh}` });
}
