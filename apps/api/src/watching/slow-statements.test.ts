import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { logOutput } from '../log.ts';
import { SlowStatements, withoutLiterals } from './slow-statements.ts';

let lines: Record<string, unknown>[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(logOutput, 'write').mockImplementation(
    (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  );
});
afterEach(() => void vi.restoreAllMocks());

const statement = (text: string, ms: number) => ({ text, ms, hasFailed: false });

it('logs a statement beyond the threshold once with its plan, and keeps how often and how long', async () => {
  const explain = vi.fn(async () => `Seq Scan on patient\n  Filter: (code = 'SYN-0001'::text)`);
  const slow = new SlowStatements(100, explain);
  slow.note(statement('select 1', 99));
  slow.note(statement(`select code\n  from portal.patient where code = 'SYN-0001'`, 150));
  slow.note(statement(`select code from portal.patient where code = 'SYN-0002'`, 250));
  await slow.settled();
  expect(slow.list()).toMatchObject([
    {
      text: "select code from portal.patient where code = '…'",
      times: 2,
      longestMs: 250,
      plan: "Seq Scan on patient\n  Filter: (code = '…'::text)",
    },
  ]);
  expect(lines).toMatchObject([{ level: 'warn', message: 'database: a statement took long', ms: 150 }]);
  expect(JSON.stringify(lines)).not.toContain('SYN-');
  expect(explain).toHaveBeenCalledTimes(1);
});

it('asks for no plan of what is no single statement with one, since the rest would be run', async () => {
  const explain = vi.fn(async () => 'a plan');
  const slow = new SlowStatements(0, explain);
  for (const text of ['commit', 'select 1; delete from portal.patient', 'vacuum', 'explain select 1']) {
    slow.note(statement(text, 10));
  }
  await slow.settled();
  expect(explain).not.toHaveBeenCalled();
  expect(slow.list().map(({ text, plan }) => [text, plan])).toEqual([
    ['commit', null],
    ['select 1; delete from portal.patient', null],
    ['vacuum', null],
  ]);
});

it('a plan that cannot be had is not a reason to lose the line', async () => {
  const slow = new SlowStatements(0, () => Promise.reject(new Error('PostgreSQL 15 knows no generic plan')));
  slow.note(statement('select 1', 10));
  await slow.settled();
  expect(lines).toMatchObject([{ statement: 'select 1', plan: null }]);
});

it('forgets what was slow longest ago', async () => {
  const slow = new SlowStatements(0, async () => null);
  for (let i = 0; i < 60; i += 1) slow.note(statement(`select ${i}`, i));
  await slow.settled();
  const kept = slow.list().map(({ text }) => text);
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([50, 'select 59', 'select 10']);
});

it('takes out every literal, also one with quotation marks within', () => {
  expect(withoutLiterals(`select 'O''Hara', "name", $1, 'x' from t`)).toBe(`select '…', "name", $1, '…' from t`);
});
