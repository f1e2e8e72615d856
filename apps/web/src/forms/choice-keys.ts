import { type Choice } from './show-value.ts';

export interface KeyedChoice extends Choice {
  /** Keys that choose it while its group has the focus; the first is displayed. */
  readonly keys: readonly string[];
}

/** Codes of one character are their own keys (ECOG 0-4, BCLC 0-D); longer ones use their position, starting at 1. */
export function keyed(choices: readonly Choice[]): KeyedChoice[] {
  const ownKeys = choices.every(({ code }) => code.length === 1);
  return choices.map((choice, index) => ({
    ...choice,
    keys: [ownKeys ? choice.code.toLowerCase() : String(index + 1)],
  }));
}

export function choiceAt(choices: readonly KeyedChoice[], key: string): KeyedChoice | undefined {
  return choices.find(({ keys }) => keys.includes(key.toLowerCase()));
}
