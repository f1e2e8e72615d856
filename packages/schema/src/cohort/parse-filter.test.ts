import { describe, expect, it } from 'vitest';
import { cohortArguments, filterOfArguments } from './arguments.ts';
import { type CohortFilter, daysSince1970, outcomesIn, variablesOf, withoutVariable } from './filter.ts';
import { holds } from './holds.ts';
import { filterLimits, parseCohort, parseFilter } from './parse-filter.ts';

const stageB = { variable: 'bclcStage', in: ['B'] };
const issuesOf = (value: unknown, lists = {}) =>
  parseFilter(value, lists).issues.map(({ field, problem, expected }) => [field, problem, expected.en]);

describe('a filter from outside', () => {
  it.each([
    [stageB],
    [{ variable: 'portalVeinThrombus', notIn: ['true'] }],
    [{ variable: 'ageYears', between: [50, null] }],
    [{ variable: 'startedOn', between: ['2023-01-01', null] }],
    [{ variable: 'startedOn', between: ['2024-02-29', '2024-02-29'] }],
    [{ variable: 'bclcStage', isMissing: true }],
    [{ variable: 'code', contains: '12' }],
    [{ and: [stageB, { or: [{ not: stageB }, { variable: 'osDays', between: [0, 90] }] }] }],
  ])('is returned unchanged if valid: %j', (filter) => {
    expect(parseFilter(filter)).toEqual({ filter, issues: [] });
  });

  it('selects everybody if absent, and accepts null or undefined for absent keys as GraphQL sends them', () => {
    expect(parseFilter(null)).toEqual({ filter: null, issues: [] });
    expect(parseFilter(undefined)).toEqual({ filter: null, issues: [] });
    expect(parseFilter({ variable: 'sex', in: ['male'], and: null, not: undefined }).filter).toEqual({
      variable: 'sex',
      in: ['male'],
    });
  });

  it.each([
    [{ variable: 'colour', in: ['red'] }, 'filter.variable', 'notInList', 'a variable of the data dictionary'],
    [{ variable: '__proto__', in: ['red'] }, 'filter.variable', 'notInList', 'a variable of the data dictionary'],
    [{ variable: 'bclcStage', in: ['B', 'Z'] }, 'filter.in[1]', 'notInList', 'one of 0, A, B, C, D'],
    [{ variable: 'hepatitisB', in: ['maybe'] }, 'filter.in[0]', 'notInList', 'one of true, false'],
    [{ variable: 'hepatitisB', in: [true] }, 'filter.in', 'wrongType', 'a list of at least one text'],
    [{ variable: 'bclcStage', in: [] }, 'filter.in', 'wrongType', 'a list of at least one text'],
    [{ variable: 'bclcStage', in: 'B' }, 'filter.in', 'wrongType', 'a list of at least one text'],
    [{ variable: 'ageYears', in: ['50'] }, 'filter', 'wrongType', 'ageYears with one of between, lessThan, isMissing'],
    [{ variable: 'ageYears', isMissing: 'yes' }, 'filter.isMissing', 'wrongType', 'true or false'],
    [{ variable: 'code', contains: '' }, 'filter.contains', 'wrongType', 'a text'],
    [{ variable: 'sex' }, 'filter', 'wrongType', 'sex with one of in, notIn, isMissing'],
    [{ and: [stageB, { nor: stageB }] }, 'filter.and[1].nor', 'unknownField'],
    [{ and: [] }, 'filter.and', 'wrongType', 'a list of at least one condition'],
    [{ and: [stageB], or: [stageB] }, 'filter', 'wrongType'],
    [{ not: [stageB] }, 'filter.not', 'wrongType'],
    [[stageB], 'filter', 'wrongType'],
    ['bclcStage:B', 'filter', 'wrongType'],
  ])('is refused with the place of the fault and what is expected: %j', (filter, ...expected) => {
    const [first] = issuesOf(filter);
    expect(first?.slice(0, expected.length)).toEqual(expected);
  });

  it.each([[[null, null]], [[70, 50]], [[1]], [['1', '2']], [[Number.NaN, 1]], [[0, Infinity]], [5]])(
    'is refused with the range %j',
    (between) => {
      expect(issuesOf({ variable: 'ageYears', between })[0]?.[0]).toBe('filter.between');
    },
  );

  it.each([
    [[null, null]],
    [['2024-01-02', '2024-01-01']],
    [['2023-02-29', null]],
    [['2024-02', null]],
    [['2024', '2025']],
    [['20240101', null]],
    [['2024-01-01T00:00:00Z', null]],
    [[19_000, null]],
    [['2024-01-01', 19_800]],
    [['yesterday', null]],
    [['2024-01-01']],
    ['2024-01-01'],
  ])('is refused with the period %j', (between) => {
    expect(parseFilter({ variable: 'startedOn', between })).toMatchObject({
      filter: null,
      issues: [
        {
          field: 'filter.between',
          problem: 'wrongType',
          expected: {
            en: 'two days as 2024-02-29, the earlier first; one of them may be null',
            zh: '两个形如 2024-02-29 的日期，早者在前；其中一个可以为 null',
          },
        },
      ],
    });
  });

  it('is refused with days for a quantity', () => {
    expect(issuesOf({ variable: 'ageYears', between: ['2024-01-01', null] })[0]?.[0]).toBe('filter.between');
  });

  it('reports every fault at once', () => {
    const faults = issuesOf({
      or: [
        { variable: 'x', in: ['1'] },
        { variable: 'ageYears', between: [2, 1] },
      ],
    });
    expect(faults.map(([field]) => field)).toEqual(['filter.or[0].variable', 'filter.or[1].between']);
  });

  it('checks study codes if it is given the lists of the study', () => {
    const arms = { variable: 'arm', in: ['HTI', 'SHAM'] };
    expect(parseFilter(arms).issues).toEqual([]);
    expect(issuesOf(arms, { arm: ['HAIC', 'HTI'] })).toEqual([['filter.in[1]', 'notInList', 'one of HAIC, HTI']]);
  });

  it('is refused with one issue if too deep or too large', () => {
    let deep: unknown = stageB;
    for (let level = 1; level < filterLimits.depth; level++) deep = { not: deep };
    expect(issuesOf(deep)).toEqual([]);
    expect(issuesOf({ not: deep })[0]?.slice(1)).toEqual(['tooLong', 'at most 8 levels']);
    const wide = { or: Array.from({ length: 5_000 }, () => stageB) };
    expect(issuesOf(wide)).toEqual([['filter.or[99]', 'tooLong', 'at most 100 conditions']]);
    const codes = Array.from({ length: filterLimits.values + 1 }, (_, i) => `P${i}`);
    expect(issuesOf({ variable: 'code', in: codes })).toEqual([['filter.in', 'tooLong', 'at most 5000 values']]);
  });
});

describe('short arguments', () => {
  // The names in released versions: scripts that use them must keep working.
  it('keep the names of released versions', () => {
    const names =
      'code arms centres sexes bclcStages childPughClasses bestResponses lesionNumbers portalVeinThrombus ' +
      'extrahepaticMetastasis hepatitisB ageYearsMin ageYearsMax tumourSizeMmMin tumourSizeMmMax';
    expect(cohortArguments.map(({ name }) => name)).toEqual(expect.arrayContaining(names.split(' ')));
  });

  it('become conditions that must all hold; an empty list adds none', () => {
    expect(
      filterOfArguments({
        code: '12',
        arms: ['HTI'],
        sexes: [],
        hepatitisB: false,
        ageYearsMin: 50,
        ageYearsMax: null,
      }),
    ).toEqual({
      and: [
        { variable: 'arm', in: ['HTI'] },
        { variable: 'hepatitisB', in: ['false'] },
        { variable: 'ageYears', between: [50, null] },
        { variable: 'code', contains: '12' },
      ],
    });
    expect(filterOfArguments({ sexes: [] })).toBeNull();
    expect(filterOfArguments({ bclcStages: ['B'] })).toEqual(stageB);
  });

  it('apply together with a filter', () => {
    expect(parseCohort({ arms: ['HTI'], filter: stageB }).filter).toEqual({
      and: [{ variable: 'arm', in: ['HTI'] }, stageB],
    });
    expect(parseCohort({ arms: ['HTI'], filter: { variable: 'x', in: ['1'] } }).filter).toBeNull();
    expect(parseCohort(null)).toEqual({ filter: null, issues: [] });
  });
});

describe('a filter over patients', () => {
  // By hand: how each condition treats a missing value.
  it('matches a missing value by isMissing and by the complement only', () => {
    const unknown = { bclcStage: null, ageYears: undefined };
    expect(holds(stageB, unknown)).toBe(false);
    expect(holds({ variable: 'bclcStage', notIn: ['B'] }, unknown)).toBe(false);
    expect(holds({ not: stageB }, unknown)).toBe(true);
    expect(holds({ variable: 'ageYears', between: [null, 200] }, unknown)).toBe(false);
    expect(holds({ variable: 'bclcStage', isMissing: true }, unknown)).toBe(true);
    expect(holds({ variable: 'code', contains: 'A' }, { code: 'ba1' })).toBe(true);
  });

  it('includes both ends of a range and reads flags as words', () => {
    expect(
      [49, 50, 70, 71].map((ageYears) => holds({ variable: 'ageYears', between: [50, 70] }, { ageYears })),
    ).toEqual([false, true, true, false]);
    expect(holds({ variable: 'hepatitisB', in: ['false'] }, { hepatitisB: false })).toBe(true);
  });

  it('includes both days of a period', () => {
    const during = (between: readonly [string | null, string | null]) =>
      ['2023-12-31', '2024-01-01', '2024-02-29', '2024-03-01', null].map((startedOn) =>
        holds({ variable: 'startedOn', between }, { startedOn }),
      );
    expect(during(['2024-01-01', '2024-02-29'])).toEqual([false, true, true, false, false]);
    expect(during(['2024-01-01', null])).toEqual([false, true, true, true, false]);
    expect(during([null, '2024-01-01'])).toEqual([true, true, false, false, false]);
  });

  it('counts the days of a column from 1970', () => {
    // In R: as.integer(as.Date(c("1970-01-01", "2024-02-29", "1969-12-31"))).
    expect(['1970-01-01', '2024-02-29', '1969-12-31'].map(daysSince1970)).toEqual([0, 19_782, -1]);
  });

  it('finds outcomes at any depth', () => {
    expect(outcomesIn({ and: [stageB, { not: { or: [{ variable: 'bestResponse', in: ['CR'] }] } }] })).toEqual([
      'bestResponse',
    ]);
    expect(outcomesIn(stageB)).toEqual([]);
    expect(outcomesIn({ variable: 'osDays', isMissing: false })).toEqual(['osDays']);
  });

  it('drops the conditions on one variable alone', () => {
    const orMissing = { or: [stageB, { variable: 'bclcStage', isMissing: true }] };
    const mixed = { or: [stageB, { variable: 'sex', in: ['male'] }] };
    expect(withoutVariable({ and: [orMissing, mixed] }, 'bclcStage')).toEqual(mixed);
    expect(withoutVariable(orMissing, 'bclcStage')).toBeNull();
    expect(variablesOf({ and: [orMissing, mixed] })).toEqual(['bclcStage', 'sex']);
  });
});

describe('a condition on adverse events', () => {
  const grade = (minimumGrade: number, more = {}) => ({ adverseEvent: { minimumGrade, ...more } });
  const events = [
    { term: 'Fatigue', grade: 2 },
    { term: '恶心', grade: 3 },
    { term: 'felt odd', grade: 4 },
  ];

  it.each<[CohortFilter, boolean]>([
    [grade(4), true],
    [grade(5), false],
    [grade(2, { term: '乏力' }), true],
    [grade(3, { term: 'fatigue' }), false],
    [grade(3, { term: 'Nausea' }), true],
    [grade(4, { term: 'Felt  odd' }), true],
    [grade(3, { organClass: 'gastrointestinal' }), true],
    [grade(3, { organClass: 'general' }), false],
    [{ not: grade(1) }, false],
  ])('%j holds by grade, and by term or class in either language', (filter, isMet) => {
    const parsed = parseFilter(filter);
    expect(parsed.issues).toEqual([]);
    expect([holds(filter, {}, events), holds(parsed.filter, {}, events)]).toEqual([isMet, isMet]);
  });

  it('has one form of a term, whichever its language', () => {
    expect(parseFilter(grade(2, { term: '乏力' })).filter).toEqual(grade(2, { term: 'Fatigue' }));
  });

  it('is not met by a patient without an event', () => {
    expect([holds(grade(1), {}), holds({ not: grade(1) }, {})]).toEqual([false, true]);
  });

  it.each<[object, string]>([
    [grade(0), 'filter.adverseEvent.minimumGrade'],
    [grade(3, { term: ' ' }), 'filter.adverseEvent.term'],
    [grade(3, { organClass: 'heart' }), 'filter.adverseEvent.organClass'],
    [grade(3, { term: 'Fatigue', organClass: 'general' }), 'filter.adverseEvent'],
    [grade(3, { drug: 'x' }), 'filter.adverseEvent'],
    [{ ...grade(3), variable: 'sex', in: ['male'] }, 'filter'],
  ])('%j is refused with its place', (filter, place) => {
    expect(parseFilter(filter).issues.map(({ field }) => field)).toEqual([place]);
  });

  it('is an outcome, and refused where values alone are judged', () => {
    expect(outcomesIn({ and: [{ variable: 'sex', in: ['male'] }, grade(3)] })).toEqual(['adverseEvent']);
    expect(parseFilter(grade(3), { takesEvents: false }).issues).toHaveLength(1);
  });
});
