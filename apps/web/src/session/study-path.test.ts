import { expect, it } from 'vitest';
import { studyPath } from './study-path.ts';

it('writes codes and ids into an address so that none of their signs reads as one of its own', () => {
  expect(studyPath('A/B', 'slides', '1?2#3')).toBe('/studies/A%2FB/slides/1%3F2%233');
  expect(studyPath('HAIC')).toBe('/studies/HAIC');
});
