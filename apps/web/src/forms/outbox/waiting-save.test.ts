import { baselineForm } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { addedTo, isUnanswered, settledWith, type WaitingSave } from './waiting-save.ts';

const save: WaitingSave = {
  ...{ userId: 'u', saveKey: 'k', study: 'S', patientId: 'p', form: 'baseline', id: 'r', version: 1, at: 0 },
  before: { tumourSizeMm: 81, afpNgMl: 20 },
  values: { tumourSizeMm: 90, afpNgMl: 20 },
  reason: 'read again',
};
const current = (values: object) => ({
  ...{ version: 2, updatedAt: '2026-01-01', updatedBy: 'Ada', values: { ...values } },
});

describe('a save that finds another version', () => {
  it('is put on top of it where the two changed different fields', () => {
    const settled = settledWith(baselineForm, save, current({ tumourSizeMm: 81, afpNgMl: 40 }));
    expect(settled).toMatchObject({ version: 2, saveKey: 'k', values: { tumourSizeMm: 90, afpNgMl: 40 } });
    expect(settled.refused).toBeUndefined();
  });

  it('waits for a decision where both changed a field', () => {
    const theirs = current({ tumourSizeMm: 95, afpNgMl: 20 });
    expect(settledWith(baselineForm, save, theirs)).toMatchObject({ version: 1, refused: { current: theirs } });
  });

  it('is no conflict with the same value', () => {
    const settled = settledWith(baselineForm, save, current({ tumourSizeMm: 90, afpNgMl: 20 }));
    expect(settled.refused).toBeUndefined();
  });
});

describe('what waits', () => {
  it('has one save of a record: the newest, from what was read first', () => {
    const later = { ...save, saveKey: 'l', before: save.values, values: { tumourSizeMm: 99, afpNgMl: 20 } };
    expect(addedTo([save], later, false)).toEqual([{ ...later, before: save.before }]);
  });

  it('has each new record of a form with several', () => {
    const event = { ...save, form: 'adverseEvent', id: null, version: null, reason: null };
    expect(addedTo([event], { ...event, saveKey: 'l' }, true)).toHaveLength(2);
    expect(addedTo([event], { ...event, saveKey: 'l' }, false)).toHaveLength(1);
  });

  it('is only what had no answer', () => {
    const failed = (code: string) => isUnanswered({ kind: 'failed', code });
    expect([failed('NETWORK'), failed('UNAVAILABLE'), failed('FORBIDDEN'), failed('UNAUTHENTICATED')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
