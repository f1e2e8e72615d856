import { plainText } from './plain-text.ts';

const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
  ['1', true],
  ['0', false],
  ['是', true],
  ['否', false],
]);

/** @returns null if the text is neither yes nor no, ignoring case. */
export function readYesNo(text: string): boolean | null {
  return words.get(plainText(text).toLowerCase()) ?? null;
}
