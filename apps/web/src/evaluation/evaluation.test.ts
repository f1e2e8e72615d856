import { describe, expect, it } from 'vitest';
import { type Case, casesOfCell } from './evaluation.ts';

const made = (patientId: string, score: number, positive: boolean): Case => ({
  patientId,
  patientCode: patientId,
  score,
  positive,
  bestResponse: positive ? 'SD' : 'PR',
  slideId: null,
  set: 'internal',
});

describe('casesOfCell', () => {
  const cases = [made('a', 0.9, true), made('b', 0.532, false), made('c', 0.531, false), made('d', 0.1, true)];
  const codes = (truth: 0 | 1, predicted: 0 | 1) =>
    casesOfCell(cases, 0.532, { truth, predicted }).map(({ patientId }) => patientId);

  it('counts a score equal to the threshold as positive', () => {
    expect(codes(0, 1)).toEqual(['b']);
    expect(codes(0, 0)).toEqual(['c']);
  });

  it('puts every case into exactly one cell', () => {
    expect([codes(0, 0), codes(0, 1), codes(1, 0), codes(1, 1)]).toEqual([['c'], ['b'], ['d'], ['a']]);
  });
});
