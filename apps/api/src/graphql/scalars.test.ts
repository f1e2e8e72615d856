import { GraphQLLocalDate } from 'graphql-scalars';
import { expect, it } from 'vitest';
import { LocalDate } from './scalars.ts';

it.each([
  '2024-02-29',
  '1900-01-01',
  '2023-02-29',
  '2024-13-01',
  '2024-2-9',
  '2024-02-29T00:00:00Z',
  '',
  20240229,
  null,
])('a day is sent exactly if the library would send it: %j', (value) => {
  const sent = (scalar: typeof LocalDate) => {
    try {
      return scalar.serialize(value);
    } catch {
      return 'refused';
    }
  };
  expect(sent(LocalDate)).toBe(sent(GraphQLLocalDate));
});

it('a Date is not a day: it was moved by a time zone already', () => {
  expect(() => LocalDate.serialize(new Date(0))).toThrow('calendar day');
});
