import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { organClasses } from '../ctcae/index.ts';
import { subjectVariables } from '../subject/index.ts';
import { showCohort } from './address.ts';
import { type CohortFilter } from './filter.ts';
import { filters } from './filters.fixture.ts';
import { readCohort } from './read-address.ts';
import { readCohortText } from './read-text.ts';
import { writeCohortText } from './write-text.ts';

/** The same for filters that are the same but for brackets around one condition. */
const inOneWay = (filter: CohortFilter | null) => showCohort(readCohort(showCohort(filter)).filter);
const read = (text: string) => {
  const { filter, fault } = readCohortText(text);
  return fault ? `${fault.at}: ${fault.expected.en}` : showCohort(filter);
};

describe('a selection as text', () => {
  it('is read as it was written, in both languages and beside the address', () => {
    for (const language of ['en', 'zh'] as const) {
      fc.assert(
        fc.property(filters(3), (filter) => {
          const text = writeCohortText(filter, language);
          const { filter: again, fault } = readCohortText(text);
          expect([text, fault]).toEqual([text, null]);
          expect(inOneWay(again)).toBe(inOneWay(filter));
        }),
        { numRuns: 150 },
      );
    }
  });

  it('names every variable and class so that it is recognised', () => {
    for (const language of ['en', 'zh'] as const) {
      for (const { name: variable } of subjectVariables) {
        const filter = { variable, isMissing: true };
        expect(readCohortText(writeCohortText(filter, language)).filter).toEqual(filter);
        expect(readCohortText(`${variable} is missing`).filter).toEqual(filter);
      }
      for (const organClass of Object.keys(organClasses) as (keyof typeof organClasses)[]) {
        const filter = { adverseEvent: { minimumGrade: 2, organClass } };
        expect(readCohortText(writeCohortText(filter, language)).filter).toEqual(filter);
      }
    }
  });

  it('is empty for everybody', () => {
    expect(writeCohortText(null, 'en')).toBe('');
    expect(readCohortText('  ')).toEqual({ filter: null, fault: null });
  });

  it.each([
    [
      'bclc stage in (B, C) and not (portal vein thrombus = yes) and age 18–65',
      'bclcStage:B,C;ageYears:18-65;!(portalVeinThrombus:true)',
    ],
    ['sex = male or sex = female and age >= 70', '((ageYears:70-;sex:female)|sex:male)'],
    ['not sex = male', '!(sex:male)'],
    ['bclcStage ≠ D', 'bclcStage:!D'],
    ['BCLC stage not in (C, d)', 'bclcStage:!C,D'],
    ['Best response (mRECIST) in (complete response, PR)', 'bestResponse:CR,PR'],
    ['First HAIC 2023-01-01 to 2023-06-30', 'startedOn:2023-01-01..2023-06-30'],
    ['AFP = 400', 'afpNgMl:400-400'],
    ['Patient contains "12 a"', 'code:*12 a'],
    ['Hepatitis B is recorded', 'hepatitisB:!~'],
    ['adverse event grade ≥ 3', 'adverseEvent:3'],
    ['adverse event "Fatigue" ≥ 2', 'adverseEvent:2,term=Fatigue'],
    ['adverse event of class "Cardiac disorders" grade >= 4', 'adverseEvent:4,class=cardiac'],
    ['BCLC 分期 属于（B、C）且 非（性别 = 男）', 'bclcStage:B,C;!(sex:male)'],
  ])('%s', (text, address) => {
    expect(read(text)).toBe(address);
  });

  it.each([
    ['colour = red', '0: a variable such as'],
    ['age 18–65 and', '13: a variable such as'],
    ['age 65–18', '4: the lower end first'],
    ['age in (3)', '7: a range as'],
    ['bclc stage in (B, Z)', '18: one of 0, A, B, C, D'],
    ['bclc stage in (B', '16: a comma or a closing bracket'],
    ['(sex = male', '11: and, or, or a closing bracket'],
    ['sex = male female', '11: and, or, or the end of the text'],
    ['First HAIC ≥ 2023-02-29', '13: a day of the calendar'],
    ['adverse event grade ≥ 7', '22: a grade from 1 to 5'],
    ['adverse event of class "x" ≥ 3', '23: one of Blood'],
  ])('%s is refused with its place', (text, fault) => {
    expect(read(text)).toMatch(fault);
  });

  it('survives nonsense', () => {
    const inks = fc.constantFrom('(', ')', 'not', 'and', '或', 'age', '≥', '"', '18', '–', 'in', ',', 'sex', '=', '\\');
    fc.assert(
      fc.property(fc.array(inks, { maxLength: 20 }), (marks) => {
        const { filter, fault } = readCohortText(marks.join(' '));
        expect(fault === null || filter === null).toBe(true);
      }),
      { numRuns: 200 },
    );
    expect(readCohortText('('.repeat(50_000)).fault?.expected.en).toBe('fewer brackets');
    expect(readCohortText('not '.repeat(50_000)).fault?.expected.en).toBe('fewer brackets');
  });
});
