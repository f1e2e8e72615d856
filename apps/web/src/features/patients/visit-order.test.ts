import { expect, test } from 'vitest';
import { misplacedBeside } from './visit-order.ts';

const on = (visitNumber: number, assessedOn: string) => ({ visitNumber, assessedOn, assessedDay: null });
const day = (visitNumber: number, assessedDay: number) => ({ visitNumber, assessedOn: null, assessedDay });
const saved = [on(0, '2023-01-05'), on(2, '2023-03-05')];

test('an image between two visits belongs between their numbers', () => {
  expect(misplacedBeside(on(1, '2023-02-01'), saved)).toEqual([]);
  expect(misplacedBeside(on(3, '2023-02-01'), saved)).toEqual([{ visitNumber: 2, on: '2023-03-05', how: 'before' }]);
  expect(misplacedBeside(on(1, '2023-04-01'), saved)).toEqual([{ visitNumber: 2, on: '2023-03-05', how: 'after' }]);
});

test('two images of one day are one visit, by date or by study day', () => {
  expect(misplacedBeside(on(3, '2023-03-05'), saved)).toEqual([{ visitNumber: 2, on: '2023-03-05', how: 'same' }]);
  expect(misplacedBeside(day(1, 42), [day(0, -3), day(2, 42)])).toEqual([{ visitNumber: 2, on: 42, how: 'same' }]);
  expect(misplacedBeside(day(1, -9), [day(0, -3)])).toEqual([{ visitNumber: 0, on: -3, how: 'before' }]);
});

test('nothing is said before number and day are readable, nor of a date beside a study day', () => {
  expect(misplacedBeside({ visitNumber: 'x', assessedOn: '2023-02-01' }, saved)).toEqual([]);
  expect(misplacedBeside({ visitNumber: 3 }, saved)).toEqual([]);
  expect(misplacedBeside(day(3, 10), saved)).toEqual([]);
});
