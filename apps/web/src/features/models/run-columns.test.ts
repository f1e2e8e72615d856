import { describe, expect, it } from 'vitest';
import { differing, type Run, runColumns, runsOf } from './run-columns.ts';

const words = {
  kind: (kind: string | null) => kind ?? 'registered',
  weights: (weights: string) => weights,
  status: (status: string) => status.toLowerCase(),
  instant: (iso: string) => iso.slice(0, 10),
};
const source = (id: string, n: number, auc: number | null) =>
  ({
    source: { id, kind: 'portal', modelName: id, weights: 'trained', n, threshold: 0.5, synthetic: false },
    versionId: `version of ${id}`,
    ...{ n, nPositive: 4, auc, aucLower: auc && auc - 0.1, aucUpper: auc && auc + 0.1 },
    metrics: [{ name: 'sensitivity', value: 0.75, lower: 0.3, upper: 0.95, numerator: 3, denominator: 4 }],
    ...{ brier: 0.2, slope: 1, intercept: 0, observedToExpected: 1 },
  }) as unknown as Parameters<typeof runsOf>[0][number];
const version = (id: string, number: number) =>
  ({
    ...{ id, line: 'haim', version: number, status: 'CANDIDATE', weights: 'trained', threshold: 0.4 },
    ...{ registeredAt: '2026-01-02T00:00:00Z', registeredBy: 'Ines', trainedOn: { n: 100, centres: ['A', 'B'] } },
    ...{ patchPx: 512, bagSize: [456, 456] },
  }) as unknown as Parameters<typeof runsOf>[1][number];

const runs = runsOf(
  [source('a', 10, 0.8), source('b', 10, null)],
  [version('version of a', 1), version('nobody ran', 2)],
  ({ id }) => `scores ${id}`,
);
const columns = runColumns(words);
const texts = (run: Run) => Object.fromEntries(columns.map(({ name, of }) => [name, of(run).text]));

describe('runsOf', () => {
  it('joins scores with their version, and lists versions without scores after them', () => {
    expect(runs.map(({ name, version: of }) => [name, of?.version ?? null])).toEqual([
      ['scores a', 1],
      ['scores b', null],
      ['haim v2', 2],
    ]);
  });
});

describe('runColumns', () => {
  it('writes an area with its limits and a share with what it is made of, and nothing where nothing is known', () => {
    expect(texts(runs[0]!)).toMatchObject({
      ...{
        auc: '0.800 (0.700–0.900)',
        sensitivity: '0.750 3/4',
        threshold: '0.500',
        trainedOn: '100',
        centres: 'A, B',
      },
      ...{ registered: '2026-01-02', status: 'candidate', bag: '456 × 456' },
    });
    expect(texts(runs[1]!)).toMatchObject({ auc: null, status: null, n: '10' });
    expect(texts(runs[2]!)).toMatchObject({ auc: null, n: null, threshold: '0.400', kind: 'registered' });
  });

  it('has the numbers themselves for sorting and files', () => {
    const auc = columns.find(({ name }) => name === 'auc')!;
    expect(auc.of(runs[0]!).value).toBe(0.8);
  });
});

describe('differing', () => {
  it('leaves the columns in which the rows do not all read the same', () => {
    const names = differing(columns, runs.slice(0, 2)).map(({ name }) => name);
    expect(names).toContain('auc');
    expect(names).not.toContain('n');
    expect(differing(columns, runs.slice(0, 1))).toEqual([]);
  });
});
