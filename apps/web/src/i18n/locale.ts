export const locales = ['en', 'zh'] as const;
export type Locale = (typeof locales)[number];

/** Links stay the same for everybody, so the language is a setting of the reader and not part of the path. */
export const localeCookie = 'locale';

/** The reader's choice, otherwise the browser's first language that we have, otherwise English. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  const chosen = locales.find((locale) => locale === cookie);
  if (chosen) return chosen;
  const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.map((language) => locales.find((locale) => locale === language)).find(Boolean) ?? 'en';
}
