import { describe, expect, it } from 'vitest';
import { codesOf } from './codes-of.ts';

describe('codes in a pasted text', () => {
  it('are parted by lines, tabs, commas and semicolons, in either script, and named once', () => {
    expect(codesOf(' P-001\nP-002,P-003;\tP-001\r\n')).toEqual(['P-001', 'P-002', 'P-003']);
    expect(codesOf('P-001，P-002；P-003、Ｐ-004')).toEqual(['P-001', 'P-002', 'P-003', 'P-004']);
    expect(codesOf(' \n')).toEqual([]);
  });
});
