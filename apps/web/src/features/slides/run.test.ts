import { describe, expect, it } from 'vitest';
import { byNewest, classesOf, isPositive, newestScored } from './run.ts';

const model = { positiveClass: 'SD/PD', negativeClass: 'CR/PR' };

describe('isPositive', () => {
  it('reads the class from the codes in its name', () => {
    expect(['CR', 'PR', 'SD', 'PD'].map((code) => isPositive(code, model))).toEqual([false, false, true, true]);
  });

  it('does not place what belongs to neither class', () => {
    expect([isPositive('NE', model), isPositive(null, model)]).toEqual([null, null]);
  });
});

describe('classesOf', () => {
  it('finds the other class, whatever the order', () => {
    expect(classesOf({ positiveClass: 'SD/PD', classes: ['CR/PR', 'SD/PD'] })).toEqual(model);
    expect(classesOf({ positiveClass: 'SD/PD', classes: ['SD/PD', 'CR/PR'] })).toEqual(model);
  });

  it('is null for a manifest that names no classes', () => {
    expect(classesOf({ positiveClass: null, classes: [] })).toBeNull();
    expect(classesOf(null)).toBeNull();
  });
});

describe('byNewest', () => {
  it('puts the latest run first without touching its argument', () => {
    const runs = [{ queuedAt: '2026-01-02T10:00:00Z' }, { queuedAt: '2026-01-03T09:00:00Z' }];
    expect(byNewest(runs).map(({ queuedAt }) => queuedAt)).toEqual(['2026-01-03T09:00:00Z', '2026-01-02T10:00:00Z']);
    expect(runs[0]?.queuedAt).toBe('2026-01-02T10:00:00Z');
  });
});

describe('newestScored', () => {
  it('is not lost to a later run that failed', () => {
    const runs = [
      { queuedAt: '2026-01-01T00:00:00Z', prps: 0.2 },
      { queuedAt: '2026-01-03T00:00:00Z', prps: null },
      { queuedAt: '2026-01-02T00:00:00Z', prps: 0.7 },
    ];
    expect(newestScored(runs)?.prps).toBe(0.7);
    expect(newestScored([])).toBeNull();
  });
});
