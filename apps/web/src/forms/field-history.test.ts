import { baselineForm, withReasons } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { fieldHistories, withPastValue } from './field-history.ts';

const form = withReasons(baselineForm);
const entry = (id: string, action: string, ...changes: [string, string | null, string | null][]) => ({
  ...{ id, at: `2026-01-0${id}`, by: 'Ada', action, reason: action === 'create' ? null : `reason ${id}` },
  changes: changes.map(([field, oldValue, newValue]) => ({ field, oldValue, newValue })),
});

describe('the history of the fields of a record', () => {
  it('has each value with who, when and why, newest first, in the order of the form', () => {
    const histories = fieldHistories(form, [
      entry('3', 'correct', ['tumourSizeMm', '90', null], ['cirrhosis', null, 'true']),
      entry('2', 'correct', ['tumourSizeMm', '81', '90'], ['patientId', 'a', 'b']),
      entry('1', 'create', ['tumourSizeMm', null, '81']),
    ]);
    expect(histories.map(({ field }) => field)).toEqual(['cirrhosis', 'tumourSizeMm']);
    expect(histories[1]!.values.map(({ value, since, isCurrent }) => [value, since?.reason, isCurrent])).toEqual([
      [null, 'reason 3', true],
      ['90', 'reason 2', false],
      ['81', null, false],
    ]);
  });

  it('ends with the value before the entries that are known', () => {
    const [history] = fieldHistories(form, [entry('2', 'correct', ['tumourSizeMm', '81', '90'])]);
    expect(history!.values.map(({ value, since }) => [value, since?.id ?? null])).toEqual([
      ['90', '2'],
      ['81', null],
    ]);
  });
});

describe('a record with a field as it was', () => {
  const record = { tumourSizeMm: 90, cirrhosis: true, missing_afpNgMl: 'notDone', lesionNumber: 'single' };

  it('has the value in its own type, and every other field as it is', () => {
    expect(withPastValue(form, record, 'tumourSizeMm', '81.5')).toMatchObject({
      ...{ tumourSizeMm: 81.5, cirrhosis: true, missing_afpNgMl: 'notDone', lesionNumber: 'single' },
    });
    expect(withPastValue(form, record, 'cirrhosis', 'false')).toMatchObject({ cirrhosis: false });
    expect(withPastValue(form, record, 'cirrhosis', null)).toMatchObject({ cirrhosis: null });
  });

  it('gives the reason up for a value, and a value for the reason', () => {
    expect(withPastValue(form, record, 'afpNgMl', '400')).toMatchObject({ afpNgMl: 400, missing_afpNgMl: null });
    expect(withPastValue(form, record, 'missing_tumourSizeMm', 'notDone')).toMatchObject({
      ...{ tumourSizeMm: null, missing_tumourSizeMm: 'notDone' },
    });
  });
});
