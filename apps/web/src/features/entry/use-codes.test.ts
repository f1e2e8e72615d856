import { expect, test } from 'vitest';
import { withCode } from './use-codes.ts';

const patients = ['SYN-0001', 'SYN-0012', 'SYN-0120'].map((code) => ({ id: code, code, centre: 'NFH', arm: null }));

test.each([
  ['0012', ['SYN-0012']],
  ['12', ['SYN-0012', 'SYN-0120']],
  [' syn-0001 ', ['SYN-0001']],
  ['００１２', ['SYN-0012']],
  ['x', []],
])('searching %s', (typed, codes) => {
  expect(withCode(patients, typed).map(({ code }) => code)).toEqual(codes);
});
