import { expect, it } from 'vitest';
import { methods } from '../reference/methods.ts';
import { compareReadme } from '../reference/write-readme-table.ts';
import * as stats from './index.ts';

/** Borders and parts of methods that stand in the table, not methods of their own. */
const NOT_METHODS = [
  'StatsInputError',
  'CompleteCases',
  'atRiskAt',
  'callNames',
  'columnsOf',
  'factorColumns',
  'overallResponse',
  'runCall',
  'survivalAt',
  'tallyTogether',
  'withLines',
];

it('has the table of methods that the reference calls give', () => {
  const { found, wanted } = compareReadme();
  expect(found).toBe(wanted);
}, 60_000);

it('names every method of the package, and none that is not there', () => {
  const named = methods.flatMap(({ functions }) => functions);
  expect(Object.keys(stats).sort()).toEqual([...new Set([...named, ...NOT_METHODS])].sort());
});
