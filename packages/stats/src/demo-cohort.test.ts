import { describe, expect, it } from 'vitest';
import { confusion } from './diagnostic/confusion.ts';
import { hazardRatio } from './survival/hazard-ratio.ts';
import { followUp, kaplanMeier } from './survival/kaplan-meier.ts';
import { logRank } from './survival/log-rank.ts';
import { readCsv } from '../reference/read-csv.ts';
import { roc } from './diagnostic/roc.ts';

// The cohort's generator printed these with R; see the README beside its files. The study counts 30 days a month.
const file = new URL('../../../data/demo-cohort/patients.csv', import.meta.url);

describe('the demonstration cohort', () => {
  const table = readCsv(file);
  const column = (name: string) => table[name]!;
  const arm = (wanted: string, days: string, event: string) =>
    column('arm').flatMap((label, i) =>
      label === wanted ? [{ days: Number(column(days)[i]), event: column(event)[i] === '1' }] : [],
    );
  const months = (days: number | null) => (days === null ? null : Number((days / 30).toFixed(3)));

  it.each([
    ['HTI', 'os_days', 'death', 80, 25, 20.167, null],
    ['HAIC', 'os_days', 'death', 54, 12, 9, 15.067],
    ['HTI', 'pfs_days', 'pfs_event', 120, 10.9, 8.633, 14.667],
    ['HAIC', 'pfs_days', 'pfs_event', 63, 4.9, 3.9, 7.167],
  ] as const)('%s, %s: median and log limits in months', (label, days, event, events, estimate, lower, upper) => {
    const curve = kaplanMeier(arm(label, days, event), { confType: 'log' });
    expect(curve.events).toBe(events);
    const { median } = curve;
    expect([median.estimate, median.lower, median.upper].map(months)).toEqual([estimate, lower, upper]);
  });

  it.each([
    ['os_days', 'death', 31.79, [0.381, 0.269, 0.54], [0.298, 0.196, 0.454]],
    ['pfs_days', 'pfs_event', 12.61, [0.571, 0.418, 0.78], [0.53, 0.373, 0.752]],
  ] as const)('%s: log-rank, Cox and Mantel-Haenszel ratios', (days, event, chiSquare, cox, mantelHaenszel) => {
    const [haic, hti] = [arm('HAIC', days, event), arm('HTI', days, event)];
    const rounded = (estimator: 'cox' | 'mantel-haenszel') => {
      const { hazardRatio: ratio, lower, upper } = hazardRatio(haic, hti, { estimator });
      return [ratio, lower, upper].map((value) => Number(value!.toFixed(3)));
    };
    const test = logRank([
      { label: 'HAIC', times: haic },
      { label: 'HTI', times: hti },
    ]);
    expect(Number(test.chiSquare!.toFixed(2))).toBe(chiSquare);
    expect(rounded('cox')).toEqual(cox);
    expect(rounded('mantel-haenszel')).toEqual(mantelHaenszel);
  });

  it('has the follow-up of reverse Kaplan-Meier in R', () => {
    const all = [...arm('HAIC', 'os_days', 'death'), ...arm('HTI', 'os_days', 'death')];
    const { median } = followUp(all, { confType: 'log' });
    expect([median.estimate, median.lower, median.upper].map((d) => Number((d! / 30).toFixed(2)))).toEqual([
      15.97, 14.1, 17.83,
    ]);
  });

  it('has the area and the table at 0.532 of score against response', () => {
    const rows = column('prps').flatMap((score, i) =>
      score === null
        ? []
        : [{ score: Number(score), set: column('slide_set')[i], best: column('best_response_mrecist')[i] }],
    );
    const direction = 'higher-is-positive';
    const area = (list: typeof rows) =>
      roc(
        list.map((r) => r.score),
        list.map((r) => r.best === 'SD' || r.best === 'PD'),
        { direction },
      ).auc!.toFixed(5);
    expect(area(rows)).toBe('0.77778');
    expect(area(rows.filter((r) => r.set === 'internal'))).toBe('0.73214');
    expect(area(rows.filter((r) => r.set === 'external'))).toBe('0.85385');
    const positive = rows.map((r) => r.best === 'SD' || r.best === 'PD');
    expect(
      confusion(
        rows.map((r) => r.score),
        positive,
        0.532,
        { direction },
      ),
    ).toMatchObject({ tp: 15, fp: 5, fn: 5, tn: 22 });
  });
});
