import iconv from 'iconv-lite';
import { isAscii, isUtf8 } from 'node:buffer';
import { chooseEncoding, type Reading, sampleOf } from '../choose-encoding.ts';
import { type Encoding, encodings } from '../encoding.ts';
import { Sample } from '../scan-table.ts';
import { TableError } from '../table-error.ts';

/** How the texts of a binary file become text. */
export interface TextDecoding {
  readonly reading: Reading;
  /** null where the bytes are not text in this encoding. */
  readonly decode: (bytes: Buffer) => string | null;
}

const SPACE = 0x20;

export const utf8Texts: TextDecoding = { reading: { encoding: 'utf-8', cells: [] }, decode: decodeUtf8 };

export function decodeUtf8(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

/** @param stated - the file's own name for its encoding. @throws TableError where nobody here knows it. */
export function textsIn(stated: string): TextDecoding {
  const plain = stated.trim();
  if (/^utf-?8$/i.test(plain)) return utf8Texts;
  const name = plain.replace(/^windows-(9\d\d|1361)$/i, 'cp$1').replace(/^(us-)?ascii$/i, 'windows-1252');
  if (!iconv.encodingExists(name)) {
    throw new TableError({
      en: `the file is in ${plain.slice(0, 40)}, an encoding that is not read here: save it in UTF-8`,
      zh: `文件的编码为 ${plain.slice(0, 40)}，此处无法读取：请另存为 UTF-8`,
    });
  }
  return { reading: { encoding: nearest(name), cells: [] }, decode: decoderOf(name) };
}

/**
 * The encoding of a file that does not state it: as named; otherwise as that of a CSV file is found, by its bytes or by
 * asking.
 *
 * @param texts - every text of the file, each with its row.
 * @throws TableError with the readings among which somebody has to choose.
 */
export async function textsOf(
  texts: AsyncIterable<{ readonly line: number; readonly bytes: Buffer }>,
  named: Encoding | null,
): Promise<TextDecoding> {
  const [sound, broken] = [new Sample(), new Sample()];
  for await (const { line, bytes } of texts) {
    if (!isAscii(bytes)) (isUtf8(bytes) ? sound : broken).take(line, bytes);
  }
  if (named === null) {
    const reading = chooseEncoding({ mark: null, sound, broken });
    return { reading, decode: decoderOf(reading.encoding) };
  }
  const cells = named === 'utf-8' ? [] : sampleOf([...broken.cells, ...sound.cells], named);
  return { reading: { encoding: named, cells }, decode: decoderOf(named) };
}

function decoderOf(name: string): TextDecoding['decode'] {
  if (name === 'utf-8') return decodeUtf8;
  return (bytes) => {
    if (isAscii(bytes)) return bytes.toString('latin1');
    const text = iconv.decode(bytes, name);
    return text.includes('\ufffd') ? null : text;
  };
}

/** The name that the portal has for an encoding that a file states. */
function nearest(name: string): Encoding {
  const known: readonly [RegExp, Encoding][] = [
    [/gb|936/i, 'gb18030'],
    [/big5|950/i, 'big5'],
    [/shift|sjis|932/i, 'shift_jis'],
    [/kr|949/i, 'euc-kr'],
  ];
  return (
    encodings.find((one) => one === name.toLowerCase()) ?? known.find(([of]) => of.test(name))?.[1] ?? 'windows-1252'
  );
}

/** Without the blanks, or zero bytes, that fill a text up. */
export function unpadded(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === SPACE || bytes[end - 1] === 0)) end -= 1;
  return bytes.subarray(0, end);
}

/** A text of the dictionary of a file. @throws TableError where it is not text in the encoding. */
export function dictionaryText({ decode, reading }: TextDecoding, bytes: Buffer): string {
  const text = decode(unpadded(bytes));
  if (text !== null) return text.trim();
  throw new TableError({
    en: `a name or label of the file is not text in ${reading.encoding}: name the encoding of the file, or save it in UTF-8`,
    zh: `文件中的变量名或标签不是 ${reading.encoding} 编码：请指明文件编码，或另存为 UTF-8`,
  });
}

export const textExpected = {
  en: 'text in the encoding of the file; name another encoding, or save the file in UTF-8',
  zh: '符合文件编码的文字；请指明其他编码，或另存为 UTF-8',
};
