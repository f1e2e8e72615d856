import { expect, test } from 'vitest';
import { dayEnd, dayStart } from './days.ts';

test('a day lasts from its first instant to that of the next day, in the reader’s time zone', () => {
  expect(dayStart('2026-11-29')).toBe(new Date(2026, 10, 29).toISOString());
  expect(dayEnd('2026-11-30')).toBe(new Date(2026, 11, 1).toISOString());
  expect(dayEnd('2026-12-31')).toBe(new Date(2027, 0, 1).toISOString());
});

test.each(['', '2026', '2026-02-31', '2026-13-01', 'yesterday'])('%j is not a day', (text) => {
  expect([dayStart(text), dayEnd(text)]).toEqual([null, null]);
});
