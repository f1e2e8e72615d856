import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import reference from '../../reference/planning.json' with { type: 'json' };
import { StatsInputError } from './errors.ts';
import { dropMissing } from './missing.ts';

const { cases } = reference;

describe('dropMissing', () => {
  it('keeps the rows that R considers complete', () => {
    const { ozone, solar, rows } = cases.complete;
    const found = dropMissing({ ozone, solar });
    expect(found.rows).toEqual(rows);
    expect([found.nUsed, found.nDropped]).toEqual([rows.length, ozone.length - rows.length]);
    expect(found.columns.ozone).toEqual(rows.map((row) => ozone[row]));
  });

  it('treats null, undefined and NaN as missing, but not 0 or false', () => {
    const found = dropMissing({ a: [0, null, 2, 3, NaN], b: [false, true, undefined, true, true] });
    expect(found.columns).toEqual({ a: [0, 3], b: [false, true] });
    expect(found).toMatchObject({ nUsed: 2, nDropped: 3, warnings: [] });
    expect(dropMissing({ a: [null] }).warnings).toEqual([statement('noCompleteRow')]);
    expect(() => dropMissing({ a: [1], b: [] })).toThrow(StatsInputError);
  });
});
