import { adverseEventForm, withReasons } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import {
  type Decisions,
  differingOf,
  inOrderOfKeys,
  inputOf,
  isDecided,
  outcomesOf,
  partnersOf,
  takenBy,
} from './list-decisions.ts';
import { type ListRecord } from './query.ts';

const form = withReasons(adverseEventForm);
const event = (term: string, startedOn: string, grade = '2') => ({ term, startedOn, grade });
type Given = { first?: object; second?: object; record?: object; state?: string };

function recordOf(id: string, { first, second, record, state = 'differs' }: Given): ListRecord {
  const enteredBy = first && second ? 'both' : first ? 'first' : 'second';
  const comparison = { id, version: 1, first: first ?? null, second: second ?? null, enteredBy, state };
  return { comparison, record: record ?? null, recordVersion: record ? 3 : null } as unknown as ListRecord;
}

const both = recordOf('both', { first: event('Fatigue', '2024-02-03'), second: event('Fatigue', '2024-02-03', '3'), record: {} }); // prettier-ignore
const first = recordOf('first', { first: event('Nausea', '2024-02'), record: {} });
const second = recordOf('second', { second: event('Nausea', '2024-02-10') });
const late = recordOf('late', { second: event('Fever', '2024-03-01'), record: event('Fever', '2024-03-01', '4') });
const settled = recordOf('settled', { second: event('Rash', '2024-03-01'), state: 'resolved' });
const list = [both, first, second, late, settled];
const choice = (made: string) => ({ choice: made as 'first', value: '', missing: '' });
const same: Decisions = { first: { outcome: 'same', sameAs: 'second', fields: {} } };

it('records of a list stand in the order of their keys, those without a part of it last', () => {
  const visit = (id: string, visitNumber: number | null) => recordOf(id, { first: { visitNumber }, record: {} });
  const visits = inOrderOfKeys({ key: ['visitNumber'] }, [visit('c', 10), visit('d', null), visit('a', 2), visit('b', 9)]); // prettier-ignore
  expect(visits.map(({ comparison }) => comparison.id)).toEqual(['a', 'b', 'c', 'd']);
  expect(inOrderOfKeys(form, list).map(({ comparison }) => comparison.id)).toEqual([
    ...['both', 'late', 'first', 'second', 'settled'],
  ]);
});

describe('what may hold of a record of a list', () => {
  it('depends on who has entered it, and on what else is in the list', () => {
    expect(outcomesOf(list, {}, both)).toEqual([]);
    expect(outcomesOf(list, {}, first)).toEqual(['keep', 'remove', 'same']);
    expect(outcomesOf([both, first, late], {}, first)).toEqual(['keep', 'remove']);
    expect(outcomesOf(list, {}, second)).toEqual(['enter', 'dismiss']);
    expect(outcomesOf(list, {}, late)).toEqual(['same', 'dismiss']);
  });

  it('is the same as one of the other’s that nobody has decided, and as no second one', () => {
    const other = recordOf('other', { first: event('Vomiting', '2024-02-10'), record: {} });
    expect(partnersOf(list, {}, first)).toEqual([second]);
    expect(takenBy(list, same, second)).toBe(first);
    expect(partnersOf([...list, other], same, other)).toEqual([]);
    expect(partnersOf(list, same, first)).toEqual([second]);
  });

  it('asks for the fields in which the two differ', () => {
    expect(differingOf(list, {}, form, both)).toEqual(['grade']);
    expect(differingOf(list, {}, form, first)).toEqual([]);
    expect(differingOf(list, same, form, first)).toEqual(['startedOn']);
    expect(differingOf(list, { late: { outcome: 'same', sameAs: '', fields: {} } }, form, late)).toEqual(['grade']);
  });

  it('is decided once nothing of it is open', () => {
    expect(isDecided(list, {}, form, first)).toBe(false);
    expect(isDecided(list, { first: { outcome: 'keep', sameAs: '', fields: {} } }, form, first)).toBe(true);
    expect(isDecided(list, { first: { outcome: 'same', sameAs: '', fields: {} } }, form, first)).toBe(false);
    expect(isDecided(list, same, form, first)).toBe(false);
    const made = { first: { outcome: 'same', sameAs: 'second', fields: { startedOn: choice('second') } } } as const;
    expect(isDecided(list, made, form, first)).toBe(true);
    expect(isDecided(list, { both: { outcome: '', sameAs: '', fields: {} } }, form, both)).toBe(false);
  });

  it('is sent with the version of what was looked at', () => {
    const made = { first: { outcome: 'same', sameAs: 'second', fields: { startedOn: choice('second') } } } as const;
    expect(inputOf(list, made, form, first)).toEqual({
      ...{ id: 'first', version: 1, recordVersion: 3, outcome: 'same', sameAs: 'second' },
      choices: [{ field: 'startedOn', choice: 'second', value: null, missing: null }],
    });
    expect(inputOf(list, { second: { outcome: 'enter', sameAs: '', fields: {} } }, form, second)).toEqual({
      ...{ id: 'second', version: 1, recordVersion: null, outcome: 'enter', sameAs: null, choices: [] },
    });
  });
});
