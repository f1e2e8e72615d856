import { statement } from '@haim/schema';
import { expect, it } from 'vitest';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { independenceOf, type Placed } from './independence.ts';

const one = (patientId: string, centre: string, on: string | null = null, scanner: string | null = null): Placed => ({
  patientId,
  slideId: `slide of ${patientId}`,
  centre,
  scanner,
  on,
});
const basis = statement('trainingUnknown');
const training = (cases: readonly Placed[]) => ({
  basis,
  cases,
  centres: [...new Set(cases.map(({ centre }) => centre))],
});
const level = (evaluated: readonly Placed[], trained: readonly Placed[], set: EvaluationSetName = 'ALL') =>
  independenceOf(evaluated, training(trained), set).level;

it.each([
  ['a patient of the training', [one('a', 'N')], [one('a', 'N')], 'EXTERNAL', 'overlap'],
  ['other patients of its centres', [one('b', 'N')], [one('a', 'N'), one('c', 'F')], 'INTERNAL', 'internal'],
  // As the paper: 28 slides of a centre of which 63 others were trained on.
  [
    'an external set of a centre it had',
    [one('b', 'F')],
    [one('a', 'N'), one('c', 'F')],
    'EXTERNAL',
    'heldOutCentreSubset',
  ],
  ['some of another centre', [one('b', 'F'), one('d', 'X')], [one('c', 'F')], 'EXTERNAL', 'partlyExternal'],
  ['all of another centre', [one('d', 'X')], [one('c', 'F')], 'ALL', 'external'],
  ['nothing known of the training', [one('d', 'X')], [], 'EXTERNAL', 'unknown'],
  ['no case', [], [one('c', 'F')], 'EXTERNAL', 'unknown'],
] as const)('the independence of %s', (_, evaluated, trained, set, wanted) => {
  expect(level(evaluated, trained, set)).toBe(wanted);
});

it('a slide of the training is an overlap whoever it is said to be of', () => {
  const moved = { ...one('z', 'N'), slideId: 'slide of a' };
  expect(independenceOf([moved], training([one('a', 'N')]), 'INTERNAL')).toMatchObject({
    level: 'overlap',
    sharedPatients: 0,
    sharedSlides: 1,
  });
});

it('where only centres are known, patients are not compared, and centres are', () => {
  const found = independenceOf([one('a', 'N')], { basis, cases: null, centres: ['F', 'N'] }, 'EXTERNAL');
  expect(found).toMatchObject({ level: 'heldOutCentreSubset', sharedPatients: null, nTraining: null });
  expect(found.centres).toEqual([
    { name: 'F', evaluated: 0, training: null, isInTraining: true },
    { name: 'N', evaluated: 1, training: null, isInTraining: true },
  ]);
});

it('names later cases and scanners that the training did not have', () => {
  const found = independenceOf(
    [one('a', 'N', '2022-05-01', 'aperio'), one('b', 'N', '2023-01-01', 'hamamatsu')],
    training([one('c', 'N', '2022-04-30', 'aperio')]),
    'INTERNAL',
  );
  expect(found.statements).toContainEqual(statement('laterThanTraining'));
  expect(found.statements).toContainEqual(statement('scannersNotTrainedOn', { scanners: ['hamamatsu'] }));
  expect(found).toMatchObject({
    evaluatedFrom: '2022-05-01',
    evaluatedUntil: '2023-01-01',
    trainingUntil: '2022-04-30',
  });
  expect(
    independenceOf([one('a', 'N', '2022-04-30')], training([one('c', 'N', '2022-04-30')]), 'INTERNAL').statements,
  ).not.toContainEqual(statement('laterThanTraining'));
});
