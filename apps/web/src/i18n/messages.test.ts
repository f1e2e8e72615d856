import { describe, expect, it } from 'vitest';
import { messages } from './messages.ts';

/** 'home.title' -> the sentence, for every sentence in the tree. */
function flatten(tree: object, path: string[] = []): [key: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string' ? [[[...path, key].join('.'), value]] : flatten(value as object, [...path, key]),
  );
}

/** The names a sentence is filled with: `{n}` and `{n, plural, …}` both take n. */
function valuesOf(sentence: string | undefined): string[] {
  return [...new Set([...(sentence ?? '').matchAll(/\{(\w+)(?=\s*[,}])/g)].map(([, name]) => name ?? ''))].sort();
}

describe('messages', () => {
  const en = new Map(flatten(messages.en));
  const zh = new Map(flatten(messages.zh));

  it('exist in both languages', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('are never empty', () => {
    expect([...en, ...zh].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  // The words of CONTRIBUTING: what a native reader stumbles over.
  it('are plain English', () => {
    const odd =
      /\b(goes|go|went|going) on\b|(?<!(there|here)) (is|are) no (?!longer)|\b(would )?else\b(?! changed)|would be right|for so long|\b(stands|stood|begun)\b|at most (?=[.;,]|$)|take .* away/i;
    expect([...en].filter(([, sentence]) => odd.test(sentence))).toEqual([]);
  });

  it.each([...en.keys()])('%s takes the same values in both languages', (key) => {
    expect(valuesOf(zh.get(key))).toEqual(valuesOf(en.get(key)));
  });
});
