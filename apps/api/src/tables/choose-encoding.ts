import { type Reading, type SampleCell } from '@haim/schema';
import iconv from 'iconv-lite';
import { isPlainlyChinese } from './chinese-words.ts';
import { candidates, type Encoding, encodingNames } from './encoding.ts';
import { type ForeignCell, type Sample, type Scan } from './scan-table.ts';
import { TableError } from './table-error.ts';

export type { Reading, SampleCell } from '@haim/schema';

const SAMPLES = 8;
const LONGEST_SAMPLE = 40;

/**
 * The encoding of a file for which none was named: by its byte order mark, otherwise UTF-8 if all of it is, otherwise
 * GB18030 if that gives Chinese words. In any other case the user is asked, never guessed: a wrong guess stores other
 * characters than were written.
 *
 * @returns the encoding, and how some of its cells read in it where the file is not UTF-8 or UTF-16.
 * @throws TableError with `readings`, the encodings that it may be in, each with the same cells.
 */
export function chooseEncoding({ mark, sound, broken }: Scan): Reading {
  if (mark) return { encoding: mark, cells: [] };
  const [firstBroken] = broken.cells;
  if (firstBroken === undefined) {
    // Two bytes of GB2312 may happen to be one character of UTF-8: so says a file of Chinese words, and of nothing else.
    if (isPlainlyChinese(bytesOf(sound))) throw inDoubt(sound.cells, ['gb18030', 'utf-8']);
    return { encoding: 'utf-8', cells: [] };
  }
  if (isPlainlyChinese(bytesOf(broken))) return { encoding: 'gb18030', cells: sampleOf(broken.cells, 'gb18030') };
  if (sound.lines > broken.lines) {
    throw new TableError({
      en: `line ${firstBroken.line} is not UTF-8, while ${sound.lines} other lines are: correct it, or name the encoding of the file`,
      zh: `第 ${firstBroken.line} 行不是 UTF-8，而另有 ${sound.lines} 行是：请更正该行，或指明文件编码`,
    });
  }
  throw inDoubt(broken.cells, candidates);
}

function bytesOf({ cells }: Sample): Buffer[] {
  return cells.map(({ bytes }) => bytes);
}

/** How cells read in an encoding; empty where one of them does not. */
export function sampleOf(cells: readonly ForeignCell[], encoding: Encoding): SampleCell[] {
  const read = cells.map(({ line, bytes }) => ({ line, text: iconv.decode(bytes, encoding).trim() }));
  if (read.some(({ text }) => text.includes('\ufffd'))) return [];
  const distinct = read.filter(({ text }, i) => read.findIndex((other) => other.text === text) === i);
  return distinct.slice(0, SAMPLES).map(({ line, text }) => ({ line, text: text.slice(0, LONGEST_SAMPLE) }));
}

function inDoubt(cells: readonly ForeignCell[], among: readonly Encoding[]): TableError {
  const readings = among
    .map((encoding): Reading => ({ encoding, cells: sampleOf(cells, encoding) }))
    .filter((reading) => reading.cells.length > 0);
  const names = readings.map(({ encoding }) => encodingNames[encoding]);
  const line = cells[0]?.line ?? 1;
  const label = names.length
    ? {
        en: `line ${line} may be in ${names.join(', ')}: say which encoding the file has, or save it as CSV UTF-8`,
        zh: `第 ${line} 行的编码可能是 ${names.join('、')}：请指明文件编码，或另存为 CSV UTF-8`,
      }
    : {
        en: `line ${line} holds bytes that are not text in UTF-8, GB18030 or any other encoding read here: save the file as CSV UTF-8`,
        zh: `第 ${line} 行含有在 UTF-8、GB18030 及其他可读编码中均不是文字的字节：请将文件另存为 CSV UTF-8`,
      };
  return new TableError(label, { readings });
}
