import { Pool } from 'pg';
import { expect, it } from 'vitest';
import { jobKinds } from './job-kinds.ts';
import { kindNames, readKindNames } from '../jobs/kind-names.ts';

it('every kind of work has a name that an operator may give', () => {
  const kinds = jobKinds({ pool: new Pool(), home: '/nowhere' });
  expect(Object.values(kindNames).toSorted()).toEqual(kinds.map(({ runs }) => runs.table).toSorted());
});

it('names are read from a list, and an unknown one is refused with those that there are', () => {
  expect(readKindNames('scores, trainings')).toEqual(['scores', 'trainings']);
  expect(() => readKindNames('scores,training')).toThrow(
    '"training" is none of the kinds scores, explanations, trainings, checks',
  );
});
