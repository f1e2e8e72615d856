import { expect, it } from 'vitest';
import { messages } from '@/i18n/messages.ts';
import { wordsOf } from './check-words.ts';

const { found, toDo } = messages.en.operation;

it('finds the sentence of everything that has one, and what to do about it', () => {
  for (const key of Object.keys(found)) {
    const [name = '', reason = ''] = key.split('_');
    expect(wordsOf({ name, reason })).toEqual({ found: key, toDo: key in toDo ? key : null });
  }
});

it('has none for what a newer API finds', () => {
  expect(wordsOf({ name: 'database', reason: 'dreams' })).toEqual({ found: null, toDo: null });
});
