import { describe, expect, it } from 'vitest';
import { subjectVariables } from '../subject/index.ts';
import { columnOf } from '../form.ts';
import { type CohortFilter } from './filter.ts';
import { judged } from './judged.ts';

const yes: CohortFilter = { variable: 'sex', in: ['male'] };
const no: CohortFilter = { variable: 'sex', in: ['female'] };
const open: CohortFilter = { variable: 'ecogPs', in: ['0'] };
const patient = { sex: 'male', tumourSizeMm: 50, startedOn: '2024-02-29' };

describe('a condition where a value may be missing', () => {
  // Kleene's tables, by hand.
  it.each<[CohortFilter, boolean | null]>([
    [{ and: [yes, open] }, null],
    [{ and: [no, open] }, false],
    [{ and: [open, no] }, false],
    [{ and: [yes, yes] }, true],
    [{ or: [yes, open] }, true],
    [{ or: [open, yes] }, true],
    [{ or: [no, open] }, null],
    [{ or: [no, no] }, false],
    [{ not: open }, null],
    [{ not: yes }, false],
    [{ variable: 'ecogPs', notIn: ['0'] }, null],
    [{ variable: 'ecogPs', isMissing: true }, true],
    [{ variable: 'ecogPs', isMissing: false }, false],
    // More than 50 mm: the end is included, so 50 mm is not.
    [{ not: { variable: 'tumourSizeMm', between: [null, 50] } }, false],
    [{ variable: 'tumourSizeMm', between: [50, null] }, true],
    [{ variable: 'startedOn', between: ['2024-03-01', null] }, false],
    [{ variable: 'startedOn', between: [1, null] }, null],
  ])('%j is %s', (filter, answer) => {
    expect(judged(filter, patient)).toBe(answer);
  });

  it('reads variables by their column, which the database finds by the name alone', () => {
    expect(subjectVariables.filter(({ name, column }) => columnOf(name) !== column)).toEqual([]);
  });
});
