import { describe, expect, it } from 'vitest';
import { unpackNullable, unpackNumbers } from './unpack-numbers.ts';

/** The bytes of IEEE 754 doubles written down by hand, little-endian: 1, -2, 0.1 and NaN. */
const packed = Buffer.from(
  ['000000000000f03f', '00000000000000c0', '9a9999999999b93f', '000000000000f87f'].join(''),
  'hex',
).toString('base64');

describe('packed numbers', () => {
  it('are read exactly', () => {
    expect(unpackNumbers(packed)).toEqual([1, -2, 0.1, NaN]);
    expect(unpackNumbers('')).toEqual([]);
  });

  it('have null for NaN where numbers may be missing', () => {
    expect(unpackNullable(packed)).toEqual([1, -2, 0.1, null]);
  });
});
