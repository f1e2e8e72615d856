import { describe, expect, it } from 'vitest';
import { checkRow } from './check-row.ts';
import { vitalStatus } from './codes/vital-status.ts';
import { oneMoment, studyDay } from './dated.ts';
import { defineForm } from './form.ts';
import { asksOf, filledOf, lacksOf, recordState } from './fullness.ts';

const label = { en: 'A field', zh: '字段' };
const contact = defineForm(
  'contact',
  { label, repeats: true, rules: [oneMoment('contactOn', 'contactDay')] },
  {
    contactOn: { kind: 'date', label },
    contactDay: studyDay(label),
    vitalStatus: { kind: 'code', label, list: vitalStatus, required: true },
    isByPhone: { kind: 'boolean', label },
    causeOfDeath: { kind: 'text', label, applies: [{ field: 'vitalStatus', in: ['dead'] }] },
    remark: { kind: 'text', label, applies: [{ field: 'causeOfDeath', isMissing: true }] },
  },
);

describe('the completeness of a record', () => {
  it('counts every field, and a date and a study day as one', () => {
    expect(asksOf(contact)).toEqual([
      ['contactOn', 'contactDay'],
      ...['vitalStatus', 'isByPhone', 'causeOfDeath', 'remark'].map((field) => [field]),
    ]);
  });

  it('counts any value as filled, including no and zero', () => {
    expect(filledOf(contact, { contactDay: 0, vitalStatus: 'alive', isByPhone: null })).toBe(2);
    expect(filledOf(contact, { contactDay: 0, vitalStatus: 'alive', isByPhone: false })).toBe(3);
    expect(filledOf(contact, {})).toBe(0);
  });

  it('asks a record only for the fields that apply to it', () => {
    const asked = (row: object) =>
      asksOf(contact, { ...row })
        .flat()
        .slice(2);
    expect(asked({ vitalStatus: 'alive' })).toEqual(['vitalStatus', 'isByPhone', 'remark']);
    expect(asked({ vitalStatus: 'dead' })).toEqual(['vitalStatus', 'isByPhone', 'causeOfDeath', 'remark']);
    expect(asked({ vitalStatus: 'dead', causeOfDeath: 'x' })).toEqual(['vitalStatus', 'isByPhone', 'causeOfDeath']);
    // What is there all the same counts for nothing, and is doubted.
    const alive = { contactDay: 0, vitalStatus: 'alive', isByPhone: false, remark: 'x' };
    expect([filledOf(contact, alive), asksOf(contact, alive).length]).toEqual([4, 4]);
    expect(filledOf(contact, { ...alive, causeOfDeath: 'x' })).toBe(3);
    expect(checkRow(contact, { ...alive, causeOfDeath: 'x' }, { arm: [] })).toMatchObject([
      { field: 'causeOfDeath', severity: 'warning', expected: { en: 'a value only where A field is dead' } },
      { field: 'remark', severity: 'warning', expected: { en: 'a value only where A field is empty' } },
    ]);
  });

  it('gives a record its state, and what it lacks', () => {
    const row = { contactDay: 0, vitalStatus: 'alive', isByPhone: false };
    expect(lacksOf(contact, row)).toEqual([['remark']]);
    const states = [0, 3, 4].map((filled) => recordState({ n: filled > 0 ? 1 : 0, filled, asked: 4 }));
    expect(states).toEqual(['empty', 'incomplete', 'complete']);
  });

  it.each([
    [{ n: 0, isDraft: true }, 'draft'],
    [{ queried: 1, isDraft: true }, 'draft'],
    [{ n: 0, queried: 1 }, 'queried'],
    [{ queried: 1, verified: 2, frozen: 2 }, 'queried'],
    [{ verified: 1 }, 'incomplete'],
    [{ verified: 2 }, 'verified'],
    [{ verified: 2, frozen: 2 }, 'frozen'],
    [{ verified: 2, frozen: 2, locked: 1 }, 'frozen'],
    [{ frozen: 2, locked: 2, signed: 1 }, 'locked'],
    [{ frozen: 2, locked: 2, signed: 2 }, 'signed'],
  ])('and by what is known of two incomplete records: %j is %s', (done, state) => {
    expect(recordState({ n: 2, filled: 3, asked: 8, ...done })).toBe(state);
  });
});
