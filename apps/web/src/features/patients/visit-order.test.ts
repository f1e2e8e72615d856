import { expect, test } from 'vitest';
import { misplacedBeside } from './visit-order.ts';

const on = (visitNumber: number, assessedOn: string) => ({ visitNumber, assessedOn, assessedDay: null });
const day = (visitNumber: number, assessedDay: number) => ({ visitNumber, assessedOn: null, assessedDay });
const saved = [on(0, '2023-01-05'), on(2, '2023-03-05')];
const beside = (image: object, others: readonly object[], firstHaicOn: string | null = null) =>
  misplacedBeside(
    { ...image },
    others.map((other) => ({ ...other })),
    firstHaicOn,
  );

test('an image between two visits belongs between their numbers', () => {
  expect(beside(on(1, '2023-02-01'), saved)).toEqual([]);
  expect(beside(on(3, '2023-02-01'), saved)).toEqual([{ visitNumber: 2, on: '2023-03-05', how: 'before' }]);
  expect(beside(on(1, '2023-04-01'), saved)).toEqual([{ visitNumber: 2, on: '2023-03-05', how: 'after' }]);
});

test('two images of one day are one visit, by date or by study day', () => {
  expect(beside(on(3, '2023-03-05'), saved)).toEqual([{ visitNumber: 2, on: '2023-03-05', how: 'same' }]);
  expect(beside(day(1, 42), [day(0, -3), day(2, 42)])).toEqual([{ visitNumber: 2, on: 42, how: 'same' }]);
  expect(beside(day(1, -9), [day(0, -3)])).toEqual([{ visitNumber: 0, on: -3, how: 'before' }]);
});

test('nothing is said before number and day are readable, nor of a date beside a study day without a first HAIC', () => {
  expect(beside({ visitNumber: 'x', assessedOn: '2023-02-01' }, saved)).toEqual([]);
  expect(beside({ visitNumber: 3 }, saved)).toEqual([]);
  expect(beside(day(3, 10), saved)).toEqual([]);
});

test('a date and a study day are compared by the first HAIC: 2023-02-21 is 42 days after 2023-01-10', () => {
  expect(beside(on(3, '2023-02-21'), [day(2, 42)], '2023-01-10')).toEqual([{ visitNumber: 2, on: 42, how: 'same' }]);
  expect(beside(day(3, 41), [on(2, '2023-02-21')], '2023-01-10')).toEqual([
    { visitNumber: 2, on: '2023-02-21', how: 'before' },
  ]);
  expect(beside(on(3, '2023-02-22'), [day(2, 42)], '2023-01-10')).toEqual([]);
});
