import { baselineForm, followUpForm, haicCycleForm, treatmentForm, tumourAssessmentForm } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { ImaginedPatients } from './imagined-patients.ts';

const death = (on: string | null, day: number | null = null) => ({
  form: followUpForm,
  values: { contactOn: on, contactDay: day, vitalStatus: 'dead' },
});
const alive = (on: string) => ({ form: followUpForm, values: { contactOn: on, vitalStatus: 'alive' } });
const start = (on: string) => ({ form: treatmentForm, values: { arm: 'HAIC', startedOn: on } });
const cycle = (on: string) => ({ form: haicCycleForm, values: { cycleNumber: 1, givenOn: on } });
const image = (day: number) => ({ form: tumourAssessmentForm, values: { visitNumber: 1, assessedDay: day } });

describe('a new patient whose records may contradict each other', () => {
  it.each([
    ['treated after death', [start('2022-01-01'), cycle('2022-03-01'), death('2022-02-01')], true],
    ['treated before it', [start('2022-01-01'), cycle('2022-01-15'), death('2022-02-01')], false],
    ['dead on two days', [death('2022-02-01'), death('2022-02-02')], true],
    ['alive after death', [death('2022-02-01'), alive('2022-02-02')], true],
    // 2022-01-01 and 31 days are 2022-02-01.
    ['imaged by study day on the day of death', [image(31), start('2022-01-01'), death('2022-02-01')], false],
    ['imaged by study day after it', [image(32), start('2022-01-01'), death('2022-02-01')], true],
    ['imaged by study day, dead by date, without a start', [image(32), death('2022-02-01')], false],
    ['dead by study day and imaged later', [death(null, 30), image(31)], true],
    ['who did not die', [start('2022-01-01'), alive('2023-01-01'), image(900)], false],
    ['without a date', [{ form: baselineForm, values: { afpNgMl: 3 } }], false],
  ])('%s: %#', (_, records, expected) => {
    const together = new ImaginedPatients();
    together.note('1 P', records);
    const apart = new ImaginedPatients();
    expect(records.map((record) => apart.note('1 P', [record]))).toEqual(records.map((__, i) => i > 0));
    apart.note('1 Q', [alive('2030-01-01')]);
    expect([together.isSuspect('1 P'), apart.isSuspect('1 P'), apart.isSuspect('1 Q')]).toEqual([
      expected,
      expected,
      false,
    ]);
    expect(together.hasSuspects).toBe(expected);
  });
});
