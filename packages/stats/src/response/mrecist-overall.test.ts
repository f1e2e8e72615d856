import { expect, it } from 'vitest';
import { overallResponse } from './mrecist-overall.ts';

it.each([
  ['CR', 'CR', false, 'CR'],
  ['CR', 'none', false, 'CR'],
  ['CR', 'Non-CR/Non-PD', false, 'PR'],
  ['CR', 'NE', false, 'PR'],
  ['PR', 'Non-CR/Non-PD', false, 'PR'],
  ['PR', 'NE', false, 'PR'],
  ['SD', 'CR', false, 'SD'],
  ['SD', 'NE', false, 'SD'],
  ['NE', 'CR', false, 'NE'],
  ['PD', 'CR', false, 'PD'],
  ['CR', 'PD', false, 'PD'],
  ['CR', 'CR', true, 'PD'],
  ['NE', 'none', true, 'PD'],
] as const)('target %s, others %s, new lesion %s: %s', (target, others, isNew, overall) => {
  expect(overallResponse(target, others, isNew).response).toBe(overall);
});
