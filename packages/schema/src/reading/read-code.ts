import { type CodeList } from '../form.ts';
import { plainText } from './plain-text.ts';

/**
 * The code of a list that a text means.
 *
 * @param text - the code itself or, ignoring case, the name of exactly one code as shown on screen in either language
 *   or written in files.
 * @returns null if no code has this name, or several do.
 */
export function readCode({ codes }: CodeList, text: string): string | null {
  if (codes.some(({ code }) => code === text)) return text;
  const word = plainText(text).toLowerCase();
  const named = codes.filter(({ code, label, also = [] }) =>
    [code, label.en, label.zh, ...also].some((name) => plainText(name).toLowerCase() === word),
  );
  return named.length === 1 && named[0] ? named[0].code : null;
}
