import { expect, it } from 'vitest';
import { usualSides } from './side.ts';

const arms = ['HAIC', 'HTI'].map((code) => ({ code, label: code, labelZh: code }));
const cohort = (number: number) => ({ number, name: `Cohort ${number}`, known: 'timeZero' as const });

it.each([
  ['the first two arms where nothing is saved', { arms, savedCohorts: [] }, ['arm:HAIC', 'arm:HTI']],
  ['them also beside one saved cohort', { arms, savedCohorts: [cohort(3)] }, ['arm:HAIC', 'arm:HTI']],
  ['the two that were saved last', { arms, savedCohorts: [cohort(3), cohort(12), cohort(9)] }, ['9', '12']],
  ['one arm against everybody', { arms: arms.slice(0, 1), savedCohorts: [] }, ['arm:HAIC', 'all']],
  ['everybody where there is no arm', { arms: [], savedCohorts: [] }, ['all', 'all']],
])('compares %s', (_, study, sides) => {
  expect(usualSides(study as unknown as Parameters<typeof usualSides>[0])).toEqual(sides);
});
