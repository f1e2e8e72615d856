import { expect, it } from 'vitest';
import { studyPath } from './study-path.ts';

it('escapes codes and ids in the path of a study', () => {
  expect(studyPath('A/B', 'slides', '1?2#3')).toBe('/studies/A%2FB/slides/1%3F2%233');
  expect(studyPath('HAIC')).toBe('/studies/HAIC');
});
