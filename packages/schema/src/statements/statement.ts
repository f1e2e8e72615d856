import type { Values } from './sentence.ts';
import type { sentences } from './sentences.ts';

/** Statements are made without their words, so whoever only makes them does not load what every language says. */

export type StatementCode = keyof typeof sentences;
export type StatementValues<C extends StatementCode> = Values<(typeof sentences)[C]['kinds']>;

/** A message independent of language: plain JSON that can be sent, stored, and compared by its code. */
export type Statement<C extends StatementCode = StatementCode> = {
  [K in C]: { readonly code: K; readonly values: StatementValues<K> };
}[C];

type Rest<C extends StatementCode> = keyof StatementValues<C> extends never ? [] : [values: StatementValues<C>];

/** Makes a statement from its code and values, if it has any. */
export function statement<C extends StatementCode>(code: C, ...[values]: Rest<C>): Statement<C> {
  return { code, values: values ?? {} } as Statement<C>;
}
