import { type Label } from '@haim/schema';
import { TableError } from './table-error.ts';

/** Encodings a table may be in. Those without a mark at the beginning of the file are told apart by what they say. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1252',
] as const;
export type Encoding = (typeof encodings)[number];

/** What a file that is not UTF-8 and bears no mark may be in: who reads it must say which, unless it is plain. */
export const candidates: readonly Encoding[] = ['gb18030', 'big5', 'shift_jis', 'euc-kr', 'windows-1252'];

export const encodingNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030',
  big5: 'Big5',
  shift_jis: 'Shift-JIS',
  'euc-kr': 'EUC-KR',
  'windows-1252': 'Windows-1252',
};

/** @throws TableError where the name is none of the encodings. */
export function asEncoding(name: string): Encoding {
  const found = encodings.find((encoding) => encoding === name.trim().toLowerCase());
  if (found) return found;
  const list = encodings.join(', ');
  const label: Label = {
    en: `the encoding "${name.slice(0, 40)}" is not known; it is one of ${list}`,
    zh: `未知的编码“${name.slice(0, 40)}”，可用编码为：${list}`,
  };
  throw new TableError(label);
}
