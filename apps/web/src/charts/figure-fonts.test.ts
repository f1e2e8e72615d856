import { describe, expect, it } from 'vitest';
import { lettersIn } from './figure-fonts.ts';

describe('lettersIn', () => {
  it('reads single points, ranges and wildcards of CSS', () => {
    expect(lettersIn('U+0-FF, U+131', ['A', '\u0131', '中'])).toEqual(['A', '\u0131']);
    expect(lettersIn('U+4E??', ['中', '生'])).toEqual(['中']);
    expect(lettersIn('U+0100-024F', [...'HAIC 0.38'])).toEqual([]);
  });

  it('contains every letter if no range is given', () => {
    expect(lettersIn('', ['生', 'a'])).toEqual(['生', 'a']);
  });
});
