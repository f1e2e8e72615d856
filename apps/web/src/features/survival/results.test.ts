import { describe, expect, it } from 'vitest';
import { resultTable } from './results.ts';
import { type Survival } from './to-chart.ts';

const words = {
  headers: {
    measure: 'Measure',
    group: 'Group',
    n: 'n',
    events: 'Events',
    estimate: 'Estimate',
    lower: 'Lower',
    upper: 'Upper',
    p: 'p',
  },
  median: 'median',
  ratio: (estimator: string) => `HR ${estimator}`,
  logRank: 'log-rank',
  comparison: (comparison: string, reference: string) => `${comparison} / ${reference}`,
};

describe('table of the results of an analysis', () => {
  it('contains months, the ratio by every estimator and the exact p value', () => {
    const survival = {
      monthDays: 30,
      curves: [
        { label: 'HAIC', n: 46, events: 29, medianDays: 306, medianLowerDays: 264, medianUpperDays: null },
        { label: 'HTI', n: 134, events: 36, medianDays: null, medianLowerDays: 570, medianUpperDays: null },
      ],
      hazardRatios: [
        {
          estimator: 'cox',
          comparison: 'HTI',
          reference: 'HAIC',
          hazardRatio: 0.33,
          lower: 0.2,
          upper: 0.54,
          pValue: 0.0000011,
        },
      ],
      logRank: { chiSquare: 21.28, df: 1, pValue: 0.000004, method: 'Log-rank test' },
    } as unknown as Survival;
    const { columns, rows } = resultTable(survival, [], words);
    expect(columns.map(({ file }) => file)).toEqual([
      'measure',
      'group',
      'n',
      'events',
      'estimate',
      'lower',
      'upper',
      'p',
    ]);
    // 306, 264 and 570 days are 10.2, 8.8 and 19 months of 30 days.
    expect(rows).toEqual([
      ['median', 'HAIC', 46, 29, 10.2, 8.8, null, null],
      ['median', 'HTI', 134, 36, null, 19, null, null],
      ['HR cox', 'HTI / HAIC', null, null, 0.33, 0.2, 0.54, 0.0000011],
      ['log-rank', null, null, null, 21.28, null, null, 0.000004],
    ]);
  });
});
