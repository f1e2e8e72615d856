import { expect, it } from 'vitest';
import { methods } from '../reference/methods.ts';
import { compareReadme } from '../reference/write-readme-table.ts';
import * as stats from './index.ts';

/** Helpers and parts of methods in the table, not methods of their own. */
const NOT_METHODS = [
  'StatsInputError',
  'CompleteCases',
  'MOST_ENUMERATED',
  'atRiskAt',
  'callNames',
  'columnsOf',
  'drawnCurves',
  'drawnRoc',
  'factorColumns',
  'overallResponse',
  'runCall',
  'survivalAt',
  'tallyTogether',
  'withLines',
];

it('the README has the table of methods that the reference calls give', () => {
  const { found, wanted } = compareReadme();
  expect(found).toBe(wanted);
});

it('the README names every method of the package, and none that does not exist', () => {
  const named = methods.flatMap(({ functions }) => functions);
  expect(Object.keys(stats).sort()).toEqual([...new Set([...named, ...NOT_METHODS])].sort());
});
