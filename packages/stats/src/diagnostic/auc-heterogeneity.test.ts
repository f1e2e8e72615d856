import { expect, it } from 'vitest';
import reference from '../../reference/evaluation.json' with { type: 'json' };
import { aucHeterogeneity } from './auc-heterogeneity.ts';

it.each(reference.cases.heterogeneity)('aucHeterogeneity has R’s Q of $df degrees of freedom', (wanted) => {
  const found = aucHeterogeneity(wanted.areas, wanted.se);
  expect(found.statistic).toBeCloseTo(wanted.q, 10);
  expect(found.pValue).toBeCloseTo(wanted.p, 10);
  expect(found).toMatchObject({ df: wanted.df, groups: wanted.df + 1, warnings: [] });
});

it('aucHeterogeneity leaves out groups without a standard error, and needs two', () => {
  expect(aucHeterogeneity([0.7, 1, null, 0.8], [0.1, 0, null, 0.1])).toMatchObject({ groups: 2, df: 1 });
  expect(aucHeterogeneity([0.7, 1], [0.1, 0])).toMatchObject({ groups: 1, pValue: null });
});
