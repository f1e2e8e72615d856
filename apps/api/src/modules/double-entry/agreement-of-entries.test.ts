import { baselineForm, demographicsForm, withReasons } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { agreementOfEntries, type ComparedEntries } from './agreement-of-entries.ts';

const forms = [withReasons(demographicsForm), withReasons(baselineForm)];
const times = (n: number, first: object, second: object): ComparedEntries[] =>
  Array.from({ length: n }, () => ({ form: 'baseline' as const, first: { ...first }, second: { ...second } }));

describe('the agreement of two entries', () => {
  it('is counted by field; kappa of codes over pairs that both have a value', () => {
    // By hand: observed 35 of 50 = 0.7, expected 0.6 × 0.5 + 0.4 × 0.5 = 0.5, kappa (0.7 − 0.5) / 0.5 = 0.4.
    const [yes, no, none] = [
      { cirrhosis: true },
      { cirrhosis: false },
      { cirrhosis: null, missing_cirrhosis: 'notDone' },
    ];
    const entries = [
      ...times(20, yes, yes),
      ...times(10, yes, no),
      ...times(5, no, yes),
      ...times(15, no, no),
      ...times(2, yes, none),
    ];
    const [one, ...others] = agreementOfEntries(forms, entries);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ form: 'baseline', field: 'cirrhosis', n: 52, agreed: 35 });
    expect(one?.kappa?.n).toBe(50);
    expect(one?.kappa?.kappa).toBeCloseTo(0.4, 12);
  });

  it('has no kappa for a number, and none without a pair', () => {
    const [size, stage] = agreementOfEntries(forms, [
      ...times(1, { tumourSizeMm: 80, bclcStage: null }, { tumourSizeMm: 81, bclcStage: 'B' }),
    ]).toSorted((a, b) => b.field.localeCompare(a.field));
    expect(size).toMatchObject({ field: 'tumourSizeMm', n: 1, agreed: 0, kappa: null });
    expect(stage).toMatchObject({ field: 'bclcStage', n: 1, agreed: 0, kappa: null });
  });
});
