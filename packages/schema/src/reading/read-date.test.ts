import { describe, expect, it } from 'vitest';
import { readDate } from './read-date.ts';

describe('readDate', () => {
  it.each([
    ['20240229', '2024-02-29'],
    ['2024-02-29', '2024-02-29'],
    ['2024-2-29', '2024-02-29'],
    ['2024/2/9', '2024-02-09'],
    ['2024.12.31', '2024-12-31'],
    ['2024 2 29', '2024-02-29'],
    ['2024年2月29日', '2024-02-29'],
    ['2024年02月09', '2024-02-09'],
    ['2024 年 2 月 29 号', '2024-02-29'],
    ['２０２４０２２９', '2024-02-29'],
    ['２０２４－２－２９', '2024-02-29'],
    ['  2024-02-29 ', '2024-02-29'],
  ])('reads %s as %s', (typed, iso) => {
    expect(readDate(typed)).toBe(iso);
  });

  it.each([
    ['', 'nothing'],
    ['20230229', 'not a leap year'],
    ['2024-13-01', 'no month 13'],
    ['2024-04-31', 'April has 30 days'],
    ['2024-02', 'no day'],
    ['2024年2月', 'no day'],
    ['240229', 'two digits of a year'],
    ['29.02.2024', 'day first'],
    ['02/29/2024', 'month first'],
    ['2024-02-29 10:00', 'a time'],
    ['2024-00-10', 'month 0'],
    ['today', 'a word'],
  ])('refuses %s: %s', (typed) => {
    expect(readDate(typed)).toBeNull();
  });
});
