import type { Label } from '../form.ts';

export type Locale = keyof Label;

/** What a value of a statement may be, and how it is written in a sentence. */
export interface ValueKind<T, Written = string> {
  accepts(value: unknown): value is T;
  write(value: T, locale: Locale): Written;
}

type Kinds = Readonly<Record<string, ValueKind<unknown, unknown>>>;
type ValueOf<K> = K extends ValueKind<infer T, unknown> ? T : never;
type WrittenOf<K> = K extends ValueKind<never, infer W> ? W : never;

/** The values of a sentence as they are sent: plain JSON. */
export type Values<K> = { readonly [N in keyof K]: ValueOf<K[N]> };
/** The same values as the sentence uses them: numbers and lists already formatted in the reader's language. */
type WrittenValues<K> = { readonly [N in keyof K]: WrittenOf<K[N]> };

/** `values` holds the raw values, for a plural or a choice of words; `written` is their text for the sentence. */
type Say<K> = (written: WrittenValues<K>, values: Values<K>) => string;

/** A message of the portal, in both languages side by side. */
export interface Sentence<K = Kinds> {
  readonly kinds: K;
  readonly en: Say<K>;
  readonly zh: Say<K>;
}

/** A sentence with values; every value is used in both languages (a test checks it). */
export function sentence<const K extends Kinds>(kinds: K, en: Say<K>, zh: Say<K>): Sentence<K> {
  return { kinds, en, zh };
}

/** A sentence without values. */
export function fixed(en: string, zh: string): Sentence<Record<never, never>> {
  return { kinds: {}, en: () => en, zh: () => zh };
}

/** English only: Chinese has no plural. */
export function plural(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}
