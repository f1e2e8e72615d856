import { describe, expect, it } from 'vitest';
import { byNewest, newestScored, shareDone } from './run.ts';

describe('byNewest', () => {
  it('puts the latest run first without changing its argument', () => {
    const runs = [{ queuedAt: '2026-01-02T10:00:00Z' }, { queuedAt: '2026-01-03T09:00:00Z' }];
    expect(byNewest(runs).map(({ queuedAt }) => queuedAt)).toEqual(['2026-01-03T09:00:00Z', '2026-01-02T10:00:00Z']);
    expect(runs[0]?.queuedAt).toBe('2026-01-02T10:00:00Z');
  });
});

describe('newestScored', () => {
  it('is not replaced by a later run that failed', () => {
    const runs = [
      { queuedAt: '2026-01-01T00:00:00Z', prps: 0.2 },
      { queuedAt: '2026-01-03T00:00:00Z', prps: null },
      { queuedAt: '2026-01-02T00:00:00Z', prps: 0.7 },
    ];
    expect(newestScored(runs)?.prps).toBe(0.7);
    expect(newestScored([])).toBeNull();
  });
});

describe('shareDone', () => {
  it('is null if a stage is not counted, and never above 1', () => {
    const stages = [[3, 4], [5, 4], [0, 0], [null, 4], [3, null]] as const; // prettier-ignore
    expect(stages.map(([done, total]) => shareDone({ done, total }))).toEqual([0.75, 1, null, null, null]);
  });
});
