import { describe, expect, it } from 'vitest';
import {
  aucOf,
  bestConstant,
  drawsOf,
  drawStudy,
  type Drawn,
  monthOf,
  monthOfDifference,
  ownCentre,
  studyOf,
} from './attacker.fixture.ts';
import { emptyBits, type PatientBits, SelectionLedger, setBit } from './selection-ledger.ts';

const bits = (...rows: number[]): PatientBits => {
  const made = emptyBits(100);
  for (const row of rows) setBit(made, row);
  return made;
};
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
/** Rows 50 to 99 are of other centres; the tosses are 0, so that the limit is the smallest cell. */
const ledger = () => new SelectionLedger(new Uint32Array(128));
const foreign = bits(...range(50, 100));

describe('a selection', () => {
  it('is too close to one that was answered if they differ in few patients of other centres', () => {
    const own = ledger();
    own.add({ key: 'all', patients: bits(...range(0, 100)) });
    const without = (n: number) => ({ key: `without ${n}`, patients: bits(...range(0, 100 - n)) });
    expect([1, 7, 8, 20].map((n) => own.isTooClose(without(n), foreign, 7))).toEqual([true, true, false, false]);
  });

  it('is answered again, and is too close to another one of the same patients', () => {
    const own = ledger();
    own.add({ key: 'all', patients: bits(...range(0, 100)) });
    expect(own.isTooClose({ key: 'all', patients: bits(...range(0, 100)) }, foreign, 7)).toBe(false);
    // Otherwise a refusal would tell that the difference holds somebody.
    expect(own.isTooClose({ key: 'age 0 to 200', patients: bits(...range(0, 100)) }, foreign, 7)).toBe(true);
  });

  it('is not hidden by patients of the asker', () => {
    const own = ledger();
    own.add({ key: 'all', patients: bits(...range(0, 100)) });
    const padded = { key: 'padded', patients: bits(...range(30, 99)) };
    expect(own.isTooClose(padded, foreign, 7)).toBe(true);
  });

  it('has a limit between the smallest cell and twice of it, drawn from the patients in which it differs', () => {
    const draw = drawsOf(3);
    const own = new SelectionLedger(Uint32Array.from({ length: 128 }, () => draw(2 ** 32)));
    own.add({ key: 'all', patients: bits(...range(0, 100)) });
    const tries = range(0, 60).map((i) => {
      const gone = new Set(range(0, 8 + (i % 8)).map((k) => 50 + ((i * 7 + k * 3) % 50)));
      return own.isTooClose(
        { key: `try ${i}`, patients: bits(...range(0, 100).filter((r) => !gone.has(r))) },
        foreign,
        7,
      );
    });
    expect(new Set(tries)).toEqual(new Set([true, false]));
  });
});

/** Patients of other centres who died, each in a study of 600 of its own. */
const targets = (count: number) =>
  range(0, count).map((i) => {
    const patients = drawStudy(600, 1000 + i);
    const row = patients.findIndex(({ centre, event }) => centre !== ownCentre && event);
    return { patients, row, target: patients[row]! };
  });

describe('somebody who subtracts two selections of which one leaves out a known patient', () => {
  const studies = targets(200);
  const constant = bestConstant(studies.map(({ target }) => monthOf(target.days)));
  /** The share of targets whose month of death is found by one difference. */
  const found = (withLedger: boolean, isExact: boolean) =>
    studies.filter(({ patients, row, target }, i) => {
      const ask = studyOf(patients, i, withLedger, isExact);
      const one = ask(() => true, 'all');
      const other = ask((_, at) => at !== row, 'all but one');
      return monthOfDifference(one, other, 0) === monthOf(target.days);
    }).length / studies.length;

  it('finds every month of death where only the size of a selection counts and curves are exact', () => {
    expect(found(false, true)).toBe(1);
  });

  it('finds none that the ledger does not refuse', () => {
    expect(found(true, false)).toBe(0);
    expect(found(true, true)).toBe(0);
  });

  it('gains at most two points over always naming the same month, by five adaptive selections a target', () => {
    const hits = studies.filter(({ patients, row, target }, i) => {
      const ask = studyOf(patients, i, true);
      // A filter, its complement, one criterion more, a window of dates, and the same without the target.
      const group = ({ stage }: Drawn) => stage === target.stage;
      const criteria: [string, (p: Drawn) => boolean][] = [
        ['younger', ({ age }) => age < target.age - 2 || age > target.age + 2],
        ['window', ({ started }) => started < target.started - 1 || started > target.started + 1],
        ['stage and age', (p) => !(group(p) && Math.abs(p.age - target.age) <= 5)],
      ];
      const whole = ask(() => true, 'all');
      const guesses = [
        ...criteria.map(([key, keeps]) => {
          const padding = patients.filter((p) => !keeps(p)).length - 1;
          return monthOfDifference(whole, ask(keeps, key), padding);
        }),
        monthOfDifference(
          whole,
          ask((_, at) => at !== row, 'without'),
          0,
        ),
        monthOfDifference(
          ask(group, 'stage'),
          ask((p, at) => group(p) && at !== row, 'stage without'),
          0,
        ),
      ].filter((month) => month !== null);
      // What most differences name; without any, the month that is the most frequent.
      const named = guesses.toSorted(
        (a, b) => guesses.filter((g) => g === b).length - guesses.filter((g) => g === a).length,
      )[0];
      return named === monthOf(target.days);
    }).length;
    expect(hits / studies.length).toBeLessThanOrEqual(constant + 0.02);
  });

  it('does not learn whether a patient is there', () => {
    const statistic = (isThere: boolean) =>
      studies.map(({ patients, row, target }, i) => {
        const present = patients.filter((_, at) => isThere || at !== row);
        const ask = studyOf(present, i, true);
        const near = (p: Drawn) => p.stage === target.stage && Math.abs(p.age - target.age) <= 1 + (i % 4);
        const [one, other] = [ask(() => true, 'all'), ask((p) => !near(p), 'all but those near')];
        // Expected of other centres by what the attacker sees at their own.
        const own = present.filter((p) => p.centre === ownCentre);
        const expected = (own.filter(near).length / own.length) * present.length;
        return one && other ? one.n - other.n - expected : -1;
      });
    expect(aucOf(statistic(true), statistic(false))).toBeLessThanOrEqual(0.55);
  });
});
