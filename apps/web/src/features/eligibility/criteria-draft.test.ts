import { publishedCriteria, subjectVariables } from '@haim/schema';
import { emptyLine, groupOf } from '@/conditions/condition-draft.ts';
import { describe, expect, it } from 'vitest';
import { criterionOf, draftOf, noCondition } from './criteria-draft.ts';
import { beyondOf } from './use-criterion-words.ts';

describe('a criterion as it is typed', () => {
  it('is stored as it was read, whatever its condition', () => {
    const joined = {
      or: [
        { variable: 'sex', in: ['male'] },
        { variable: 'sex', isMissing: true },
      ],
    };
    const dated = { variable: 'startedOn', between: ['2017-01-01', null] as const };
    const mixed = { and: [dated, { not: { or: [joined, { variable: 'ageYears', isMissing: true }] } }] };
    const all = [
      ...publishedCriteria,
      ...[joined, dated, mixed].map((filter) => ({ ...publishedCriteria[0]!, filter })),
    ];
    for (const criterion of all) expect(criterionOf(draftOf(criterion), subjectVariables)).toEqual(criterion);
  });

  it('has the condition that is chosen, turned round where that is wanted', () => {
    const draft = { ...draftOf(publishedCriteria[0]!), code: ' adult ', en: ' Adult ', zh: '成人' };
    const age = { ...emptyLine(), variable: 'ageYears', test: 'isWithin', highest: '17', isNegated: true } as const;
    expect(criterionOf({ ...draft, condition: groupOf([age]) }, subjectVariables)).toEqual({
      code: 'adult',
      kind: 'inclusion',
      label: { en: 'Adult', zh: '成人' },
      filter: { not: { variable: 'ageYears', between: [null, 17] } },
    });
    expect(criterionOf({ ...draft, condition: noCondition() }, subjectVariables).filter).toBeNull();
  });
});

describe('the words of a criterion', () => {
  it('say what lies beyond a range with one end, and leave every other condition to the words of selections', () => {
    const not = (between: readonly [number | null, number | null]) => ({ not: { variable: 'tumourSizeMm', between } });
    expect(beyondOf(not([null, 50]))).toEqual({ variable: 'tumourSizeMm', words: '> 50' });
    expect(beyondOf(not([2, null]))).toEqual({ variable: 'tumourSizeMm', words: '< 2' });
    expect(beyondOf(not([2, 50]))).toBeNull();
    expect(beyondOf(not([2, 50]).not)).toBeNull();
    expect(beyondOf({ not: { variable: 'startedOn', between: [null, '2017-01-01'] } })).toBeNull();
  });
});
