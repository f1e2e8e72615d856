import { expect, it } from 'vitest';
import { StatsInputError } from './errors.ts';
import { readTable } from './read-table.ts';

it('reads quotes, commas and empty cells', () => {
  expect(readTable('\uFEFF"a",b\r\n1,"x, ""y"""\r\n,2\n')).toEqual({ a: ['1', null], b: ['x, "y"', '2'] });
});

it('refuses ragged lines and open quotes', () => {
  expect(() => readTable('a,b\n1\n')).toThrow(StatsInputError);
  expect(() => readTable('a\n"1\n')).toThrow(StatsInputError);
});
