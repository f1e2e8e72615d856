import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showCohort } from './address.ts';
import { type CohortFilter } from './filter.ts';
import { filters, patients } from './filters.fixture.ts';
import { holds } from './holds.ts';
import { parseFilter } from './parse-filter.ts';
import { readCohort } from './read-address.ts';

const told = (text: string, lists = {}) =>
  readCohort(text, lists).issues.map(({ part, expected }) => [part, expected.en]);

describe('a filter in an address', () => {
  it('reads and writes the links of released versions', () => {
    const text = 'arm:HTI;bclcStage:B,C;portalVeinThrombus:false;ageYears:50-70;tumourSizeMm:80-';
    const { filter, issues } = readCohort(text);
    expect(issues).toEqual([]);
    expect(filter).toEqual({
      and: [
        { variable: 'arm', in: ['HTI'] },
        { variable: 'bclcStage', in: ['B', 'C'] },
        { variable: 'portalVeinThrombus', in: ['false'] },
        { variable: 'ageYears', between: [50, 70] },
        { variable: 'tumourSizeMm', between: [80, null] },
      ],
    });
    expect(showCohort(filter)).toBe(text);
    expect(showCohort(null)).toBe('');
    expect(readCohort('')).toEqual({ filter: null, issues: [] });
  });

  it.each<[string, CohortFilter]>([
    ['adverseEvent:3', { adverseEvent: { minimumGrade: 3 } }],
    ['adverseEvent:4,term=Pain%2c other', { adverseEvent: { minimumGrade: 4, term: 'Pain, other' } }],
    ['!(adverseEvent:2,class=cardiac)', { not: { adverseEvent: { minimumGrade: 2, organClass: 'cardiac' } } }],
    ['bclcStage:~', { variable: 'bclcStage', isMissing: true }],
    ['bclcStage:!~', { variable: 'bclcStage', isMissing: false }],
    ['bclcStage:!C,D', { variable: 'bclcStage', notIn: ['C', 'D'] }],
    ['code:*12%3b', { variable: 'code', contains: '12;' }],
    [
      'bclcStage:B,~',
      {
        or: [
          { variable: 'bclcStage', in: ['B'] },
          { variable: 'bclcStage', isMissing: true },
        ],
      },
    ],
    [
      'ageYears:-70,~',
      {
        or: [
          { variable: 'ageYears', between: [null, 70] },
          { variable: 'ageYears', isMissing: true },
        ],
      },
    ],
    ['startedOn:2023-01-01..2023-12-31', { variable: 'startedOn', between: ['2023-01-01', '2023-12-31'] }],
    ['startedOn:2023-01-01..', { variable: 'startedOn', between: ['2023-01-01', null] }],
    [
      'startedOn:..2023-12-31,~',
      {
        or: [
          { variable: 'startedOn', between: [null, '2023-12-31'] },
          { variable: 'startedOn', isMissing: true },
        ],
      },
    ],
    [
      '(bclcStage:C|portalVeinThrombus:true)',
      {
        or: [
          { variable: 'bclcStage', in: ['C'] },
          { variable: 'portalVeinThrombus', in: ['true'] },
        ],
      },
    ],
    [
      '!(ageYears:70-;sex:male)',
      {
        not: {
          and: [
            { variable: 'ageYears', between: [70, null] },
            { variable: 'sex', in: ['male'] },
          ],
        },
      },
    ],
  ])('%s', (text, filter) => {
    expect(readCohort(text)).toEqual({ filter, issues: [] });
    expect(showCohort(filter)).toBe(text);
  });

  it('does not depend on the order of conditions', () => {
    const parts = [
      { variable: 'sex', in: ['male'] },
      { variable: 'arm', in: ['HTI', 'HAIC'] },
    ] as const;
    expect(showCohort({ and: parts })).toBe(showCohort({ and: parts.toReversed() }));
  });

  it('leaves out what it does not understand and states what is expected', () => {
    const text = 'colour:red;ageYears:x-;hepatitisB:maybe;arm:;;sex:male;ageYears:-;ageYears:70-50;bclcStage:B,Z';
    expect(showCohort(readCohort(text).filter)).toBe('bclcStage:B;sex:male');
    expect(told(text).slice(1)).toEqual([
      ['ageYears:x-', 'ageYears:50-70, ageYears:50- or ageYears:-70, the lower number first'],
      ['hepatitisB:maybe', 'hepatitisB:true,false'],
      ['arm:', 'arm:…'],
      ['ageYears:-', 'ageYears:50-70, ageYears:50- or ageYears:-70, the lower number first'],
      ['ageYears:70-50', 'ageYears:50-70, ageYears:50- or ageYears:-70, the lower number first'],
      ['bclcStage:Z', 'bclcStage:0,A,B,C,D'],
    ]);
    expect(told(text)[0]?.[1]).toMatch(/^a variable, a colon and its values; the variables are arm, /);
    expect(told('arm:SHAM', { arm: ['HAIC', 'HTI'] })).toEqual([['arm:SHAM', 'arm:HAIC,HTI']]);
  });

  it.each([
    '..',
    '2023-13-01..',
    '2023-02-29..',
    '2023-06-01..2023-05-31',
    '2023..2024',
    '2023-01..',
    '20230101..',
    '50-70',
    '',
  ])('leaves out the period %j and states what is expected', (body) => {
    const { filter, issues } = readCohort(`sex:male;startedOn:${body}`);
    expect(filter).toEqual({ variable: 'sex', in: ['male'] });
    expect(issues).toEqual([
      {
        part: `startedOn:${body}`,
        expected: {
          en: expect.stringMatching(/^startedOn:2023-01-01\.\.2023-12-31, .*the earlier day first/),
          zh: expect.stringMatching(/早者在前/),
        },
      },
    ]);
  });

  it('leaves out a whole group of conditions if it understands only part of it', () => {
    expect(readCohort('(bclcStage:C|colour:red);sex:male').filter).toEqual({ variable: 'sex', in: ['male'] });
    expect(readCohort('!(bclcStage:Z)').filter).toBeNull();
  });

  it('survives nonsense', () => {
    const inks = fc.constantFrom(
      'arm',
      ':',
      ';',
      '|',
      '(',
      ')',
      '!',
      '~',
      '*',
      ',',
      '-',
      '50',
      'bclcStage',
      'startedOn',
      '..',
      '2024-02-29',
      'B',
      '%3b',
      '%',
    );
    fc.assert(
      fc.property(fc.array(inks, { maxLength: 30 }), (marks) => {
        const { filter } = readCohort(marks.join(''));
        expect(parseFilter(filter).issues).toEqual([]);
        expect(readCohort(showCohort(filter)).issues).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(readCohort('('.repeat(100_000)).filter).toBeNull();
    expect(readCohort(`${'!('.repeat(40)}sex:male${')'.repeat(40)}`).issues).toHaveLength(1);
  });

  it('selects the same patients after being written and read back', () => {
    fc.assert(
      fc.property(filters(4), fc.array(patients, { minLength: 5 }), (filter, sample) => {
        const again = readCohort(showCohort(filter));
        expect(again.issues).toEqual([]);
        for (const patient of sample) expect(holds(again.filter, patient)).toBe(holds(filter, patient));
      }),
      { numRuns: 500 },
    );
  });
});
