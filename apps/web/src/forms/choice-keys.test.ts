import { describe, expect, test } from 'vitest';
import { choiceAt, keyed } from './choice-keys.ts';

const stages = keyed(['0', 'A', 'B', 'C', 'D'].map((code) => ({ code, label: code })));
const responses = keyed(['CR', 'PR', 'SD', 'PD', 'NE'].map((code) => ({ code, label: code })));

describe('keys that choose a code', () => {
  test.each([
    ['0', '0'],
    ['b', 'B'],
    ['D', 'D'],
  ])('%s is stage %s', (key, code) => {
    expect(choiceAt(stages, key)?.code).toBe(code);
  });

  test('a position is not a key if the codes are digits themselves', () => {
    expect(choiceAt(stages, '1')).toBeUndefined();
  });

  test('longer codes are chosen by position', () => {
    expect(choiceAt(responses, '1')?.code).toBe('CR');
    expect(choiceAt(responses, '5')?.code).toBe('NE');
    expect(choiceAt(responses, '6')).toBeUndefined();
    expect(choiceAt(responses, 'c')).toBeUndefined();
  });
});
