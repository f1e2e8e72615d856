import { expect, it } from 'vitest';
import { readRetention, superfluous } from './retention.ts';

const day = (text: string): Date => new Date(`${text}Z`);
const kept = (backups: readonly string[], rule: string): string[] => {
  const dates = backups.map(day);
  const gone = new Set(superfluous(dates, readRetention(rule)).map(Number));
  return backups.filter((_, i) => !gone.has(Number(dates[i])));
};

it('of each of the last days the newest backup is kept', () => {
  const backups = ['2026-11-27T02:30', '2026-11-28T02:30', '2026-11-29T02:30', '2026-11-30T02:30', '2026-11-30T15:00'];
  expect(kept(backups, '2d')).toEqual(['2026-11-29T02:30', '2026-11-30T15:00']);
});

it('a day without a backup is not counted: a machine that was off loses none', () => {
  expect(kept(['2026-10-01T02:30', '2026-10-02T02:30', '2026-11-30T02:30'], '3d')).toHaveLength(3);
});

it('weeks begin on Monday, months on their first day', () => {
  // 23 and 30 November 2026 are Mondays.
  const backups = ['2026-10-31T02:30', '2026-11-22T02:30', '2026-11-23T02:30', '2026-11-29T02:30', '2026-11-30T02:30'];
  expect(kept(backups, '3w')).toEqual(['2026-11-22T02:30', '2026-11-29T02:30', '2026-11-30T02:30']);
  expect(kept(backups, '2m')).toEqual(['2026-10-31T02:30', '2026-11-30T02:30']);
});

it('what one part of the rule keeps, the others do not remove; the newest is always kept', () => {
  const year = Array.from({ length: 400 }, (_, i) => {
    const at = new Date(Date.UTC(2026, 10, 30, 2, 30) - i * 86_400_000);
    return at.toISOString().slice(0, 16);
  });
  // Seven days, of which two weeks are a part, the ends of two further weeks, and of eleven further months.
  expect(kept(year, '7d 4w 12m')).toEqual([
    ...year.slice(0, 7),
    ...['2026-11-22', '2026-11-15'].map((date) => `${date}T02:30`),
    ...[
      '2026-10-31',
      '2026-09-30',
      '2026-08-31',
      '2026-07-31',
      '2026-06-30',
      '2026-05-31',
      '2026-04-30',
      '2026-03-31',
    ].map((date) => `${date}T02:30`),
    ...['2026-02-28', '2026-01-31', '2025-12-31'].map((date) => `${date}T02:30`),
  ]);
  expect(kept(['2026-11-30T02:30'], '1m')).toEqual(['2026-11-30T02:30']);
});

it.each(['', '7', '7x', 'd', '0d', '7d 3d', '7 d'])('the rule "%s" is refused with an example', (text) => {
  expect(() => readRetention(text)).toThrow('write days, weeks and months, such as 7d 4w 12m');
});
