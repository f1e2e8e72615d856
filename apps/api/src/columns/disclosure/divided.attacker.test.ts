import { describe, expect, it } from 'vitest';
import {
  bestConstant,
  dividedStudyOf,
  drawsOf,
  drawStudy,
  type Drawn,
  ownCentre,
  placeOfDifference,
  rule,
} from './attacker.fixture.ts';
import { protectParts, roundedCount } from './protect-counts.ts';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/**
 * The ways in which the pages divide patients, each with the place of a patient in it, what is sought of a patient, and by
 * which variables the attacker does not select: who selects by age knows it.
 */
const divided = {
  'a histogram of age': { places: 10, placeOf: ({ age }: Drawn) => Math.floor((age - 30) / 5), sought: 'age' },
  'recruitment by quarter': { places: 12, placeOf: ({ started }: Drawn) => Math.floor(started / 3), sought: 'started' },
  'a row of Table 1': { places: 4, placeOf: ({ stage }: Drawn) => stage, sought: 'stage' },
  'response, deaths or progressions': { places: 2, placeOf: ({ event }: Drawn) => Number(event), sought: 'event' },
  'no, a mild or a severe event': {
    places: 3,
    placeOf: ({ days, event }: Drawn) => (event ? 1 + (days % 2) : 0),
    sought: 'event',
  },
};

const studies = range(0, 500).map((i) => {
  const patients = drawStudy(600, 5000 + i);
  const row = patients.findIndex(({ centre }) => centre !== ownCentre);
  return { patients, row, target: patients[row]! };
});

describe.each(Object.entries(divided))('who subtracts two answers that differ in a known patient, of %s', (_, by) => {
  const truths = studies.map(({ target }) => by.placeOf(target));
  const constant = bestConstant(truths);
  /**
   * What the smallest cell that may be told says of a patient in it, were its places told exactly: how often the most
   * frequent place among the target and as many others as are hidden is the target's.
   */
  const bound =
    studies.reduce((sum, { patients, row, target }) => {
      const others = patients
        .filter(({ centre }, at) => centre !== ownCentre && at !== row)
        .slice(0, rule.smallestCell);
      const places = [target, ...others].map((patient) => by.placeOf(patient));
      return sum + bestConstant(places);
    }, 0) / studies.length;

  it('finds everybody where cells of few are hidden and nothing else is done', () => {
    const hits = studies.filter(({ patients, row }, i) => {
      const ask = dividedStudyOf(patients, i, 'smallest cell');
      const found = placeOfDifference(
        ask(() => true, 'all', by),
        ask((__, at) => at !== row, 'but one', by),
        0,
      );
      return found === truths[i];
    });
    expect(hits.length).toBe(studies.length);
  });

  it('learns no more by pairs that leave out the patient with others than the smallest cell says of its patients', () => {
    const hits = studies.filter(({ patients, row, target }, i) => {
      const ask = dividedStudyOf(patients, i, 'portal');
      const near = (p: Drawn, name: 'age' | 'started' | 'stage', within: number) =>
        name === by.sought || Math.abs(p[name] - target[name]) <= within;
      const all: [string, readonly string[], (p: Drawn, at: number) => boolean][] = [
        ['but one', [], (__, at) => at !== row],
        ['another age', ['age'], (p) => !near(p, 'age', 1)],
        ['another month', ['started'], (p) => !near(p, 'started', 0)],
        ['another age or month', ['age', 'started'], (p) => !(near(p, 'age', 6) && near(p, 'started', 2))],
        ['another stage or age', ['stage', 'age'], (p) => !(near(p, 'stage', 0) && near(p, 'age', 5))],
        ['another stage or month', ['stage', 'started'], (p) => !(near(p, 'stage', 0) && near(p, 'started', 2))],
        ['another window', ['started'], (p) => !near(p, 'started', 1)],
      ];
      const pairs = all.filter(([, names]) => names.length === 0 || names.some((name) => name !== by.sought));
      const whole = ask(() => true, 'all', by);
      const guesses = pairs.flatMap(([key, , keeps]) => {
        const padding = patients.filter((p, at) => !keeps(p, at)).length - 1;
        return placeOfDifference(whole, ask(keeps, key, by), padding) ?? [];
      });
      // What most pairs name; without any, the most frequent place.
      const named = guesses.toSorted(
        (a, b) => guesses.filter((g) => g === b).length - guesses.filter((g) => g === a).length,
      )[0];
      return named === truths[i];
    });
    const gain = hits.length / studies.length - constant;
    expect(bound - constant).toBeLessThan(0.25);
    expect(gain).toBeLessThanOrEqual(bound - constant);
  });
});

describe('who adds up the parts of many ways of dividing the same patients', () => {
  /** The size of a selection, as the mean of the sums of forty variables of two to eight values. */
  const sizeBy = (partsOf: (counts: readonly number[], n: number) => readonly number[] | null) =>
    range(0, 300).filter((i) => {
      const draw = drawsOf(9000 + i);
      const n = 700 + draw(200);
      const sums = range(0, 40).flatMap(() => {
        const values = 2 + draw(7);
        const counts = Array.from({ length: values }, () => 0);
        for (let patient = 0; patient < n; patient++) {
          const place = draw(values);
          counts[place] = (counts[place] ?? 0) + 1;
        }
        const shown = partsOf(counts, n);
        return shown ? [shown.reduce((sum, one) => sum + one, 0)] : [];
      });
      return Math.round(sums.reduce((sum, one) => sum + one, 0) / sums.length) === n;
    }).length / 300;

  it('finds the exact size of most selections where each part is rounded by itself', () => {
    expect(sizeBy((counts) => counts.map((n) => roundedCount(n, rule)))).toBeGreaterThan(0.6);
  });

  it('finds no more than by naming any of the sizes that are shown alike', () => {
    const alike = range(0, 100).filter((n) => roundedCount(n, rule) === 50).length;
    // Three standard errors of 300 draws.
    const bound = 1 / alike + 3 * Math.sqrt((1 / alike) * (1 - 1 / alike) / 300); // prettier-ignore
    const parts = (counts: readonly number[], n: number) =>
      protectParts(
        counts.map((one) => ({ n: one, foreign: one })),
        roundedCount(n, rule),
        rule,
      )?.map((one) => one.n) ?? null;
    expect(sizeBy(parts)).toBeLessThanOrEqual(bound);
  });
});
