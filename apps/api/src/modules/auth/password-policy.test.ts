import { describe, expect, it } from 'vitest';
import { passwordFault } from './password-policy.ts';

const ada = { email: 'ada.lovelace@site.org', name: 'Ada Lovelace' };

describe('a password is refused', () => {
  it.each([
    ['elevenchars', 'is shorter than 12 characters'],
    // Eleven characters of two code units each.
    ['🐢🐠🐙🦀🐌🐝🐞🦋🐛🦎🐍', 'is shorter than 12 characters'],
    ['x'.repeat(129), 'is longer than 128 characters'],
    ['aaaaaaaaaaaa', 'repeats one character'],
    ['一一一一一一一一一一一一', 'repeats one character'],
    ['abcabcabcabc', 'repeats one group of characters'],
    ['passwordpassword', 'repeats one group of characters'],
    ['abcdefghijkl', 'is a plain sequence'],
    ['qwertyuiop[]', 'is a row of keys'],
    ['123456789012', 'is, or is close to, one of the most common passwords'],
    ['Password1234', 'is, or is close to, one of the most common passwords'],
    ['P@ssw0rd1234', 'is, or is close to, one of the most common passwords'],
    ['administrator', 'is, or is close to, one of the most common passwords'],
    ['Hospital2025!', 'is made of parts that are easy to guess'],
    ['ada.lovelace@site.org', 'is made of the name or address of its account'],
    ['AdaLovelace1815', 'is made of the name or address of its account'],
    ['lovelace-ada-2026', 'is made of the name or address of its account'],
  ])('%s', async (password, fault) => {
    expect(await passwordFault(password, ada)).toBe(fault);
  });
});

it.each([
  'correct horse battery',
  'Demo-pass-2026x',
  'ada likes four teapots',
  '肝动脉灌注 研究 门户 三楼',
  'kX3v9-Qm2_Lz8w',
])('a password that is hard to guess is taken: %s', async (password) =>
  expect(await passwordFault(password, ada)).toBeNull(),
);
