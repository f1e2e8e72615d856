import iconv from 'iconv-lite';

/** Codes that are alone in a cell, for which a dictionary of words is of no use. */
const loneCodes = new Set('男女是否有无阴阳轻中重左右');
const leastCommon = 0.9;
const leastInWords = 0.4;

const words = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * Whether cells read as GB18030 are plainly Chinese. Nearly any bytes are GB18030, and Korean in EUC-KR even gives
 * common characters, but only Chinese gives words: the dictionary that ICU breaks lines with finds at least two
 * characters in ten in a word where the text is Chinese, next to none where it is something else.
 *
 * @param cells - the bytes of cells that are not ASCII.
 * @returns true where all of it is GB18030, nine characters in ten are of GB2312, and two in five are in words.
 */
export function isPlainlyChinese(cells: readonly Buffer[]): boolean {
  const texts = cells.map((cell) => iconv.decode(cell, 'gb18030'));
  if (texts.some((text) => text.includes('\ufffd'))) return false;
  const common = sum(cells, commonCharacters);
  const foreign = sum(texts, (text) => text.match(/[^\0-\x7f]/gu)?.length ?? 0);
  const han = sum(texts, hanCharacters);
  return han > 0 && common >= leastCommon * foreign && sum(texts, charactersInWords) >= leastInWords * han;
}

/** Characters of GB2312, which hold nearly all of what is written: both bytes at A1 or above. */
function commonCharacters(cell: Buffer): number {
  let count = 0;
  for (let i = 0; i < cell.length; i++) {
    if ((cell[i] ?? 0) < 0x81) continue;
    if ((cell[i] ?? 0) >= 0xa1 && (cell[i] ?? 0) <= 0xf7 && (cell[i + 1] ?? 0) >= 0xa1) count += 1;
    i += 1;
  }
  return count;
}

function charactersInWords(text: string): number {
  if (loneCodes.has(text.trim())) return 1;
  return sum([...words.segment(text)], ({ segment }) => (segment.length > 1 ? hanCharacters(segment) : 0));
}

function hanCharacters(text: string): number {
  return text.match(/\p{Script=Han}/gu)?.length ?? 0;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
