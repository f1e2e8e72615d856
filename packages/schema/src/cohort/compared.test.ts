import { expect, it } from 'vitest';
import { type CohortFilter } from './filter.ts';
import { overlapRules, readCompared, showCompared } from './compared.ts';
import { holds } from './holds.ts';
import { withRules } from './saved.ts';

const sides: (CohortFilter | null)[] = [
  null,
  { variable: 'arm', in: ['HTI'] },
  { variable: 'code', contains: 'a):(b' },
  {
    or: [
      { variable: 'bclcStage', in: ['C'] },
      {
        not: {
          and: [
            { variable: 'sex', in: ['male'] },
            { variable: 'ageYears', between: [70, null] },
          ],
        },
      },
    ],
  },
];

it('reads back every pair of selections that it writes', () => {
  for (const overlap of overlapRules) {
    for (const a of sides) {
      for (const b of sides) {
        const { compared, issues } = readCompared(showCompared({ a, b, overlap }));
        expect(issues).toEqual([]);
        expect(compared && showCompared(compared)).toBe(showCompared({ a, b, overlap }));
      }
    }
  }
});

it('says what is expected where it is not understood', () => {
  for (const text of ['cohorts:', 'cohorts:inA', 'cohorts:inA:()', 'cohorts:other:():()', 'cohorts:inA:(:()']) {
    const { compared, issues } = readCompared(text);
    expect([text, compared, issues.length > 0]).toEqual([text, null, true]);
  }
});

it('puts a rule in the place of the cohort that it is of, whatever the condition on it', () => {
  const rule: CohortFilter = { variable: 'ageYears', between: [70, null] };
  const ofCohort: [CohortFilter, old: boolean, young: boolean][] = [
    [{ variable: 'cohort_3', in: ['true'] }, true, false],
    [{ variable: 'cohort_3', in: ['false'] }, false, true],
    [{ variable: 'cohort_3', in: ['true', 'false'] }, true, true],
    [{ variable: 'cohort_3', notIn: ['true'] }, false, true],
    [{ variable: 'cohort_3', isMissing: true }, false, false],
    [{ variable: 'cohort_3', isMissing: false }, true, true],
    [
      {
        not: {
          and: [
            { variable: 'cohort_3', in: ['true'] },
            { variable: 'sex', in: ['male'] },
          ],
        },
      },
      false,
      true,
    ],
  ];
  for (const [filter, old, young] of ofCohort) {
    const replaced = withRules(filter, (number) => (number === 3 ? rule : null));
    const is = [80, 20].map((ageYears) => holds(replaced, { ageYears, sex: 'male' }));
    expect([filter, ...is]).toEqual([filter, old, young]);
  }
});
