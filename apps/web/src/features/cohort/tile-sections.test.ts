import { facetVariables, periodVariables, rangeVariables } from '@haim/schema';
import { expect, it } from 'vitest';
import { tileSections } from './tile-sections.ts';

it('every variable of the page has one place, beside the curves or under what it is about', () => {
  const given = [...facetVariables, ...rangeVariables, ...periodVariables];
  const sections = tileSections(given);
  expect(sections.map(({ theme }) => theme)).toEqual([null, 'person', 'stage', 'liver', 'tumour', 'outcome']);
  expect(sections[0]!.variables.map(({ name }) => name)).toEqual(['centre', 'arm', 'startedOn']);
  const placed = sections.flatMap(({ variables }) => variables.map(({ name }) => name));
  expect(placed.toSorted()).toEqual(given.map(({ name }) => name).toSorted());
});

it('what nothing is about has no heading', () => {
  expect(tileSections([]).map(({ theme, variables }) => [theme, variables.length])).toEqual([[null, 0]]);
});
