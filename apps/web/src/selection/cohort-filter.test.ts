import { type CohortFilter, readCohort, showCohort } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import {
  choiceOf,
  clearVariable,
  cohortInput,
  dropVariable,
  setPeriod,
  setRange,
  toggleValue,
  withoutPart,
} from './cohort-filter.ts';
import { cohortInWords, describeCohort } from './describe-cohort.ts';

const parse = (text: string) => readCohort(text).filter;
const pressed = (text: string, variable: string, ...values: readonly (string | null)[]) =>
  showCohort(values.reduce<CohortFilter | null>((filter, value) => toggleValue(filter, variable, value), parse(text)));

describe('the selection of patients in the address', () => {
  it('is the filter sent to the API', () => {
    const filter = parse('arm:HTI;ageYears:50-70');
    expect(cohortInput(filter)).toEqual({
      filter: {
        and: [
          { variable: 'arm', in: ['HTI'] },
          { variable: 'ageYears', between: [50, 70] },
        ],
      },
    });
    expect(cohortInput(parse(''))).toBeNull();
  });

  it('is empty if nothing is chosen', () => {
    expect(pressed('', 'arm', 'HTI', 'HTI')).toBe('');
    expect(pressed('', 'arm', null, null)).toBe('');
    expect(showCohort(setRange(parse('ageYears:50-'), 'ageYears', [null, null]))).toBe('');
  });

  it('does not depend on the order of clicks', () => {
    expect(pressed('', 'bclcStage', 'C', 'B')).toBe(pressed('', 'bclcStage', 'B', 'C'));
    expect(pressed('', 'bclcStage', null, 'B')).toBe('bclcStage:B,~');
  });

  it('has one value of a flag at a time, with or without those not recorded', () => {
    expect(pressed('', 'hepatitisB', 'true')).toBe('hepatitisB:true');
    expect(pressed('hepatitisB:true', 'hepatitisB', 'false')).toBe('hepatitisB:false');
    expect(pressed('hepatitisB:true', 'hepatitisB', 'true')).toBe('');
    expect(pressed('hepatitisB:true', 'hepatitisB', null, 'false')).toBe('hepatitisB:false,~');
  });

  it('keeps those not recorded beside a range, and conditions of other forms beside a choice', () => {
    expect(showCohort(setRange(parse('ageYears:50-,~'), 'ageYears', [60, 70]))).toBe('ageYears:60-70,~');
    expect(pressed('bclcStage:!D', 'bclcStage', 'B')).toBe('bclcStage:!D;bclcStage:B');
    expect(choiceOf(parse('bclcStage:!D'), 'bclcStage').values).toEqual([]);
    expect(choiceOf(parse('(bclcStage:B|sex:male)'), 'bclcStage').values).toEqual([]);
  });

  it('has a period beside those not recorded, and none if both ends are empty', () => {
    const set = (text: string, period: Parameters<typeof setPeriod>[2]) =>
      showCohort(setPeriod(parse(text), 'startedOn', period));
    expect(set('', ['2024-01-01', null])).toBe('startedOn:2024-01-01..');
    expect(set('startedOn:2024-01-01..,~', ['2024-01-01', '2024-02-29'])).toBe('startedOn:2024-01-01..2024-02-29,~');
    expect(set('startedOn:2024-01-01..,~', [null, null])).toBe('startedOn:~');
    expect(choiceOf(parse('startedOn:..2024-02-29'), 'startedOn').period).toEqual([null, '2024-02-29']);
  });

  it('clears one variable and keeps the others', () => {
    const cohort = parse('arm:HAIC;ageYears:40-;(arm:HTI|sex:male)');
    expect(showCohort(clearVariable(cohort, 'arm'))).toBe('ageYears:40-;(arm:HTI|sex:male)');
    expect(showCohort(dropVariable(cohort, 'arm'))).toBe('ageYears:40-');
    const either = parse('sex:male;arm:HTI') as { and: CohortFilter[] };
    expect(showCohort(withoutPart(either, either.and[0]!))).toBe('arm:HTI');
    // A part that somebody else has read from the same address.
    expect(showCohort(withoutPart(either, parse('sex:male')!))).toBe('arm:HTI');
  });
});

describe('the selection in words', () => {
  const words = {
    variable: (name: string) => name,
    value: (_: string, value: string | null) => value ?? 'none',
    and: 'and',
    or: 'or',
    not: (text: string) => `not ${text}`,
    contains: (part: string) => `has ${part}`,
    recorded: 'known',
    event: ({ minimumGrade, term }: { minimumGrade: number; term?: string }) => `${term ?? 'any'} ${minimumGrade}`,
  };
  it.each([
    ['bclcStage:B,C,~', 'bclcStage: B, C, none'],
    ['ageYears:50-70;tumourSizeMm:-80', 'ageYears: 50–70; tumourSizeMm: ≤ 80'],
    ['startedOn:2024-01-01..2024-02-29,~', 'startedOn: 2024-01-01 – 2024-02-29, none'],
    ['startedOn:..2024-02-29', 'startedOn: ≤ 2024-02-29'],
    ['bclcStage:!D', 'bclcStage: not D'],
    ['bclcStage:!~', 'bclcStage: known'],
    ['code:*12', 'code: has 12'],
    ['adverseEvent:3,term=Fatigue', 'adverseEvent: Fatigue 3'],
    ['!(adverseEvent:4)', 'not adverseEvent: any 4'],
    ['(bclcStage:C|ageYears:70-)', '(bclcStage: C or ageYears: ≥ 70)'],
    ['!(sex:male;bclcStage:C)', 'not (sex: male and bclcStage: C)'],
  ])('%s', (text, said) => {
    expect(cohortInWords(describeCohort(parse(text), words), words.variable)).toBe(said);
  });
});
