import { describe, expect, it } from 'vitest';
import { PackedNumbers } from './packed-numbers.ts';

describe('packed numbers', () => {
  it('are the bytes of doubles, little-endian, in base64', () => {
    // 1 is 3ff0000000000000 and -2 is c000000000000000 in IEEE 754: bytes in reverse, then base64.
    const bytes = Buffer.from('000000000000f03f' + '00000000000000c0', 'hex');
    expect(PackedNumbers.serialize([1, -2])).toBe(bytes.toString('base64'));
    expect(PackedNumbers.serialize([])).toBe('');
  });

  it('are exact, with NaN in place of null', () => {
    const numbers = [0.1 + 0.2, 5e-324, 2 ** 53, null];
    const bytes = Buffer.from(String(PackedNumbers.serialize(numbers)), 'base64');
    const read = numbers.map((_, i) => bytes.readDoubleLE(8 * i));
    expect(read).toEqual([0.1 + 0.2, 5e-324, 2 ** 53, NaN]);
  });

  it('refuse anything but a list, and to be given', () => {
    expect(() => PackedNumbers.serialize('AAAA')).toThrow('a list of numbers');
    expect(() => PackedNumbers.parseValue('AAAA')).toThrow('answers only');
  });
});
