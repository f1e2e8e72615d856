import { describe, expect, it } from 'vitest';
import { type Batch, batchRemaining, roughly } from './batch.ts';

const batch = (changes: Partial<Batch>): Batch => ({
  id: 'b',
  modelId: 'haim',
  modelSha256: 'a',
  providerAsked: 'cpu',
  total: 24,
  queued: 0,
  running: 0,
  done: 0,
  failed: 0,
  cancelled: 0,
  partly: 0,
  requestedBy: '',
  queuedAt: '2030-01-01T09:00:00Z',
  startedAt: '2030-01-01T10:00:00Z',
  finishedAt: null,
  cancelledAt: null,
  failures: [],
  ...changes,
});
const after = (seconds: number) => Date.parse('2030-01-01T10:00:00Z') + seconds * 1000;

describe('batchRemaining', () => {
  it('extrapolates the pace since the first run, counting runs under way by their share', () => {
    // 12 of 24 in 240 s: 12 more take as long.
    expect(batchRemaining(batch({ done: 9, failed: 3 }), after(240))).toBe(240);
    // 7.5 in 150 s is 20 s each; 16.5 are left.
    expect(batchRemaining(batch({ done: 7, running: 1, partly: 0.5 }), after(150))).toBe(330);
  });

  it('is null before a tenth is done, before the first run and after the last', () => {
    expect(batchRemaining(batch({ done: 2 }), after(60))).toBeNull();
    expect(batchRemaining(batch({ startedAt: null }), after(60))).toBeNull();
    expect(batchRemaining(batch({ done: 24, finishedAt: '2030-01-01T11:00:00Z' }), after(3600))).toBeNull();
  });
});

describe('roughly', () => {
  it.each([
    [5, 'minutes', 1],
    [230, 'minutes', 4],
    [5_300, 'minutes', 88],
    [5_400, 'hours', 1.5],
    [9_900, 'hours', 3],
  ])('says %d s as %s: %d', (seconds, unit, n) => {
    expect(roughly(seconds)).toEqual({ unit, n });
  });
});
