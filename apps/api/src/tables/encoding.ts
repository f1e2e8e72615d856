import { type TableEncoding } from '@haim/schema';

export { encodingNames, tableEncodings as encodings } from '@haim/schema';
export type Encoding = TableEncoding;

/** What a file that is not UTF-8 and bears no mark may be in: the reader must state which, unless it is plain. */
export const candidates: readonly Encoding[] = ['gb18030', 'big5', 'shift_jis', 'euc-kr', 'windows-1252'];

/** As iconv, and so R, calls what is read here; for East Asia what Windows made of the standards, a little wider. */
export const iconvNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  gb18030: 'GB18030',
  big5: 'BIG5-HKSCS',
  shift_jis: 'CP932',
  'euc-kr': 'CP949',
  'windows-1252': 'CP1252',
};
