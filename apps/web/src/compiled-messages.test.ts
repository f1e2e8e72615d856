import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import formatCompiled from 'icu-minify/format';
import { createTranslator } from 'use-intl/core';
import { expect, it } from 'vitest';
import { compiledMessages } from '../compiled-messages.mjs';

const folder = path.join(import.meta.dirname, 'i18n/messages');
const flatten = (tree: object, at = ''): [key: string, message: unknown][] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, unknown][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flatten(value, `${at}.${key}`)
      : [[`${at}.${key}`, value]],
  );
const formatters = {
  getNumberFormat: (...given: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...given),
  getDateTimeFormat: (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...given),
  getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...given),
};

interface Said {
  readonly markup: (key: string, values: object) => string;
}

it.each(['en', 'zh'])('messages say compiled what they say as written: %s', (language) => {
  const locale = language === 'zh' ? 'zh' : 'en';
  let filled = 0;
  for (const file of readdirSync(path.join(folder, language))) {
    const text = readFileSync(path.join(folder, language, file), 'utf8');
    const written = flatten(JSON.parse(text) as object);
    const compiled = new Map(flatten(JSON.parse(compiledMessages(text, file)) as object));
    for (const [key, message] of written) {
      const names = [...String(message).matchAll(/\{(\w+)(?=\s*[,}])/g)].map(([, name]) => name ?? '');
      const tags = [...String(message).matchAll(/<(\w+)>/g)].map(([, name]) => name ?? '');
      for (const value of [0, 1, 2, 1234, 'x']) {
        const values = {
          ...Object.fromEntries(names.map((name) => [name, value])),
          ...Object.fromEntries(tags.map((tag) => [tag, (words: unknown) => `<${String(words)}>`])),
        };
        const say = createTranslator({ locale, messages: { said: String(message) } as never }) as unknown as Said;
        const asWritten = () => say.markup('said', values);
        // A word has no plural form and no digits.
        const hasPlural = /plural|number/.test(String(message));
        if (hasPlural && value === 'x') continue;
        const shown = formatCompiled(compiled.get(key) as never, locale, values as never, { formatters } as never);
        expect(String(shown), `${file} ${key}`).toBe(asWritten());
        filled += names.length > 0 ? 1 : 0;
      }
    }
  }
  expect(filled).toBeGreaterThan(1_000);
});

it('a message that cannot be read stops the build with its file and key', () => {
  expect(() => compiledMessages('{"a":{"b":"n = {n, plural"}}', 'cohort.json')).toThrow(
    /^cohort\.json: the message a\.b cannot be read: /,
  );
});
