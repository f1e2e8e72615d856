import { describe, expect, it } from 'vitest';
import { bothTestsOf, MOST_SKEWNESS, summaryBySkewness, testOfCategory, testOfQuantity } from './group-tests.ts';

/** Patients with and without it in the three sets of the publication: 147, 19 and 28. */
const yesNo = (...yes: [number, number, number]) => [yes, [147 - yes[0], 19 - yes[1], 28 - yes[2]]];

/** Table 2 of the publication (Lin et al.): its p values, to the three decimals that it prints. */
const published = {
  chiSquare: [
    ['cirrhosis', yesNo(103, 14, 18), 0.764],
    ['Child-Pugh', yesNo(113, 12, 22), 0.394],
    ['lesions', yesNo(41, 7, 10), 0.557],
    ['thrombus', yesNo(84, 7, 18), 0.158],
    ['metastasis', yesNo(37, 6, 7), 0.83],
  ],
  fisher: [
    ['sex', yesNo(131, 17, 23), 0.507],
    ['hepatitis B', yesNo(130, 17, 24), 0.927],
    ['BCLC', [[11, 3, 2], [22, 3, 3], [114, 13, 23]], 0.68],
  ],
} as const; // prettier-ignore

const p = (value: number | null | undefined) => Math.round((value ?? NaN) * 1000) / 1000;

describe('the test of a category', () => {
  it.each(published.chiSquare)('has the chi-square p of the publication for %s', (_, counts, wanted) => {
    expect(p(bothTestsOf(counts)?.chiSquare.pValue)).toBe(wanted);
  });

  it.each(published.fisher)(
    'has the exact p of the publication for %s, where counts are small',
    (_, counts, wanted) => {
      const test = testOfCategory(counts);
      expect(test?.method.code).toBe('fisherTest');
      expect(p(test?.pValue)).toBe(wanted);
    },
  );

  it('is exact where an expected count is below 5, and chi-square where none is', () => {
    // Expected with cirrhosis missing: 59 of 194, of 19 patients 5.8; with Child-Pugh B: 47 of 194, of 19 patients 4.6.
    expect(testOfCategory(yesNo(103, 14, 18))?.method.code).toBe('chiSquareTest');
    expect(testOfCategory(yesNo(113, 12, 22))?.method.code).toBe('fisherTest');
  });

  it('leaves out levels and groups of nobody, and is null where one is left', () => {
    const [full, holed] = [testOfCategory([[20, 30], [40, 30]]), testOfCategory([[20, 0, 30], [0, 0, 0], [40, 0, 30]])]; // prettier-ignore
    expect(holed).toEqual(full);
    expect(testOfCategory([[20, 30]])).toBeNull();
    expect(testOfCategory([[20], [30]])).toBeNull();
    expect(testOfCategory([])).toBeNull();
  });

  it.each([
    [
      [
        [2, 1, 1],
        [5000, 4000, 3000],
      ],
    ],
    [
      [
        [60, 70, 80, 40],
        [40, 30, 50, 20],
        [20, 30, 10, 15],
        [2, 3, 4, 1],
      ],
    ],
  ])('says that it is approximate where counts are small and the table too large for the exact test', (counts) => {
    const test = testOfCategory(counts);
    expect(test?.method.code).toBe('chiSquareTest');
    expect(test?.warnings.map(({ code }) => code)).toEqual(['tooManyForFisher']);
  });
});

describe('both tests of the objective response', () => {
  // R: chisq.test(correct = FALSE) and fisher.test of 21 of 97 and 153 of 281, and of 84 of 97 and 265 of 281.
  it.each([
    ['objective response', [[21, 153], [76, 128]], 31.2255, 2.297e-8, 1.705e-8],
    ['disease control', [[84, 265], [13, 16]], 6.0484, 0.0139, 0.0245],
  ] as const)('are R’s for the published %s', (_, counts, statistic, chiSquare, fisher) => {
    const tests = bothTestsOf(counts);
    expect(tests?.chiSquare.statistic).toBeCloseTo(statistic, 4);
    expect((tests?.chiSquare.pValue ?? 0) / chiSquare).toBeCloseTo(1, 2);
    expect((tests?.fisher?.pValue ?? 0) / fisher).toBeCloseTo(1, 2);
  }); // prettier-ignore
});

describe('the test of a quantity', () => {
  const sample = (label: string, ...values: number[]) => ({
    label,
    values: Float64Array.from(values),
    counts: Uint32Array.from(values, () => 1),
  });
  const [a, b, c] = [sample('a', 1, 2, 4), sample('b', 5, 6, 9), sample('c', 3, 7, 8)];

  it('goes with the summary and the number of groups', () => {
    expect(testOfQuantity([a, b], 'mean')?.method.code).toBe('studentTest');
    expect(testOfQuantity([a, b, c], 'mean')?.method.code).toBe('anova');
    expect(testOfQuantity([a, b], 'median')?.method.code).toBe('wilcoxonExact');
    expect(testOfQuantity([a, b, c], 'median')?.method.code).toBe('kruskalWallis');
    expect(testOfQuantity([a], 'median')).toBeNull();
  });

  it('is that of the ranks: all three of one group above all three of another have p = 2 of 20', () => {
    expect(testOfQuantity([a, b], 'median')?.pValue).toBeCloseTo(2 / 20, 12);
  });

  it('is beside a mean where the values are symmetric, and beside a median where they are not', () => {
    expect(summaryBySkewness([sample('a', 1, 2, 3), sample('b', 4, 5)])).toBe('mean');
    // Of 0, 0, 0, 0, 10: cubes 8³ - 4 · 2³ = 480, squares 80; 96 / 16^1.5 = 1.5.
    expect(96 / 16 ** 1.5).toBeGreaterThan(MOST_SKEWNESS);
    expect(summaryBySkewness([sample('a', 0, 0, 0), sample('b', 0, 10)])).toBe('median');
    expect(summaryBySkewness([])).toBe('median');
  });
});
