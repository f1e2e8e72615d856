import { describe, expect, it } from 'vitest';
import { readNumber } from './read-number.ts';

describe('readNumber', () => {
  it.each([
    ['12', 12],
    ['12.5', 12.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1,234', 1234],
    ['12,345,678.9', 12345678.9],
    ['１２．５', 12.5],
    ['-3', -3],
    ['−3', -3],
    ['-0', 0],
    [' 7 ', 7],
    ['1e5', 100_000],
    ['1.5E-3', 0.0015],
    ['1e+05', 100_000],
  ])('reads %s as %d', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });

  it.each([
    ...['', 'abc', '1,5', '1,234e2', 'e5', '1e', '1e400', '0x10', 'NaN', 'Infinity', '1 2', '--1', '3−4', '12mm'],
    '9'.repeat(400),
  ])('refuses %s', (text) => {
    expect(readNumber(text)).toBeNull();
  });
});
