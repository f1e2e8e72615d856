import { describe, expect, it } from 'vitest';
import { csvLinesOf, linesOf } from './difference-lines.ts';

const difference = {
  entered: 1,
  removed: 0,
  changed: 1,
  settings: [{ field: 'cutoffOn', before: null, after: '2024-01-01' }],
  patients: [
    {
      centre: 'A',
      code: 'A1',
      change: 'CHANGED' as const,
      values: [
        { field: 'osDays', before: '10', after: '12' },
        { field: 'sex', before: 'male', after: null },
      ],
    },
    { centre: 'A', code: 'A2', change: 'ENTERED' as const, values: [] },
  ],
};

describe('lines of a difference', () => {
  it('are one for each value, and one for who entered or left', () => {
    expect(linesOf(difference).map(({ code, field }) => [code, field])).toEqual([
      ['A1', 'osDays'],
      ['A1', 'sex'],
      ['A2', null],
    ]);
    expect(new Set(linesOf(difference).map(({ key }) => key)).size).toBe(3);
  });

  it('say in a file what they lie between', () => {
    const lines = csvLinesOf(difference, { study: 'S', from: { name: 'first', sha256: 'aa' }, to: null });
    expect(lines.slice(1)).toEqual([
      [null, null, 'setting', 'cutoffOn', null, '2024-01-01', 'S', 'first', 'aa', null, null],
      ['A', 'A1', 'changed', 'osDays', '10', '12', 'S', 'first', 'aa', null, null],
      ['A', 'A1', 'changed', 'sex', 'male', null, 'S', 'first', 'aa', null, null],
      ['A', 'A2', 'entered', null, null, null, 'S', 'first', 'aa', null, null],
    ]);
  });
});
