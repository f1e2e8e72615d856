import { describe, expect, it } from 'vitest';
import { boldWidth, cutToWidth } from './text-width.ts';

describe('cutToWidth', () => {
  it('keeps text that fits and cuts text that does not', () => {
    expect(cutToWidth('HAIC', boldWidth('HAIC'))).toBe('HAIC');
    const cut = cutToWidth('First Affiliated Hospital', 80);
    expect(cut.endsWith('…')).toBe(true);
    expect('First Affiliated Hospital'.startsWith(cut.slice(0, -1))).toBe(true);
    expect(boldWidth(cut)).toBeLessThanOrEqual(80);
  });
});
