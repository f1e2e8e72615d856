import fc from 'fast-check';
import { codesOfVariable, subjectVariables } from '../subject/index.ts';
import { type CohortFilter } from './filter.ts';

const categories = subjectVariables.filter((variable) => codesOfVariable(variable).length > 0);
const conditions = fc.oneof(
  fc.constantFrom(...categories).chain((variable) =>
    fc
      .record({
        values: fc.subarray([...codesOfVariable(variable)], { minLength: 1 }),
        kind: fc.constantFrom('in', 'notIn', 'isMissing'),
      })
      .map(({ values, kind }): CohortFilter => {
        if (kind === 'isMissing') return { variable: variable.name, isMissing: values.length > 1 };
        return kind === 'in' ? { variable: variable.name, in: values } : { variable: variable.name, notIn: values };
      }),
  ),
  fc.record({
    variable: fc.constantFrom('arm', 'centre'),
    in: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }),
  }),
  fc.constantFrom<CohortFilter>(
    { variable: 'pfsDays', lessThan: 'osDays' },
    { variable: 'osDays', lessThan: 'daysToTki' },
    { variable: 'afpNgMl', lessThan: 'afpResultNgMl' },
  ),
  fc.record({ variable: fc.constant('code'), contains: fc.string({ minLength: 1 }) }),
  fc
    .record({
      // NaN is not an end of a range: `parseFilter` refuses it.
      from: fc.double({ min: -50, max: 100, noNaN: true }),
      width: fc.double({ min: 0, max: 100, noNaN: true }),
    })
    .map(({ from, width }): CohortFilter => ({
      variable: 'ageYears',
      between: [from, width > 90 ? null : from + width],
    })),
);

const events = fc.record({
  adverseEvent: fc.oneof(
    fc.record({ minimumGrade: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ minimumGrade: fc.constant(3), term: fc.constantFrom('Fatigue', '恶心', 'felt "odd", \\') }),
    fc.record({ minimumGrade: fc.constant(2), organClass: fc.constantFrom('cardiac', 'neoplasms') }),
  ),
});

const periods = fc
  .record({ from: fc.integer({ min: 0, max: 400 }), width: fc.integer({ min: 0, max: 100 }), open: fc.boolean() })
  .map(({ from, width, open }): CohortFilter => ({
    variable: 'startedOn',
    between: [dayAfter(from), open ? null : dayAfter(from + width)],
  }));

function dayAfter(days: number): string {
  return new Date(Date.UTC(2023, 10, 1 + days)).toISOString().slice(0, 10);
}

/** Filters of any shape, so many levels deep. */
export function filters(depth: number): fc.Arbitrary<CohortFilter> {
  if (depth === 0) return fc.oneof(conditions, periods, events);
  const parts = fc.array(filters(depth - 1), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: fc.oneof(conditions, periods, events) },
    { weight: 1, arbitrary: parts.map((and) => ({ and })) },
    { weight: 1, arbitrary: parts.map((or) => ({ or })) },
    { weight: 1, arbitrary: filters(depth - 1).map((not) => ({ not })) },
  );
}

export const patients = fc.record({
  bclcStage: fc.constantFrom(null, '0', 'A', 'B', 'C', 'D'),
  sex: fc.constantFrom('male', 'female'),
  bestResponse: fc.constantFrom(null, 'CR', 'SD'),
  arm: fc.constantFrom(null, 'HTI', 'HAIC'),
  startedOn: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 500 }).map(dayAfter)),
  code: fc.string(),
  pfsDays: fc.option(fc.integer({ min: 0, max: 3 })),
  osDays: fc.option(fc.integer({ min: 0, max: 3 })),
  daysToTki: fc.option(fc.integer({ min: -2, max: 3 })),
  ageYears: fc.oneof(fc.constant(null), fc.double({ min: -50, max: 150, noNaN: true })),
});
