import { readFileSync } from 'node:fs';
import type { NonTargetState } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { StatsInputError } from '../numerics/errors.ts';
import type { Lesion, LesionVisit } from './lesion-input.ts';
import { lesionSeries, type LesionSeriesOptions } from './lesion-series.ts';
import type { BestResponseOptions } from './mrecist.ts';

const target = (id: string, organ = 'liver'): Lesion => ({ id, role: 'target', organ });
const atypical = (id: string): Lesion => ({ id, role: 'atypical', organ: 'liver' });
const other = (id: string, organ = 'lung'): Lesion => ({ id, role: 'non-target', organ });

/** Two targets and one other lesion, a visit every 60 days. */
const T = [target('T1'), target('T2'), other('N1')];
type Seen = readonly [t1: number | null, t2: number | null, n1?: NonTargetState, isNew?: boolean];
const visits = (...seen: Seen[]): LesionVisit[] =>
  seen.map(([T1, T2, N1 = 'present', newLesion = false], i) => {
    return { day: i * 60, measurementsMm: { T1, T2 }, nonTarget: { N1 }, newLesion };
  });
const derive = (seen: Seen[], options?: BestResponseOptions) => lesionSeries(T, visits(...seen), options);
const last = (seen: Seen[], options?: BestResponseOptions) => derive(seen, options).visits.at(-1)!;

describe('target response of lesionSeries', () => {
  it.each<[string, Seen[], string, string]>([
    ['CR: no enhancement in any target', [[60, 40], [0, 0]], 'CR', 'nonTargetsEnhance'],
    ['not CR while one enhances', [[60, 40], [0, 1]], 'PR', 'shrinkageBelowBaseline'],
    ['PR: 30 % below the baseline exactly', [[60, 40], [40, 30]], 'PR', 'shrinkageBelowBaseline'],
    ['PR: 30 % of decimals', [[0.5, 0.2], [0.29, 0.2]], 'PR', 'shrinkageBelowBaseline'],
    ['SD: a hair less', [[60, 40], [40, 30.1]], 'SD', 'neitherPrNorPd'],
    ['PD: 20 % above the nadir exactly', [[30, 20], [36, 24]], 'PD', 'growthAboveNadir'],
    ['SD: a hair less', [[30, 20], [36, 23.9]], 'SD', 'neitherPrNorPd'],
    ['PD from the nadir although 30 % below the baseline', [[60, 40], [25, 15], [30, 18]], 'PD', 'growthAboveNadir'],
    ['PD: any return after a nadir of 0', [[60, 40], [0, 0], [0, 1]], 'PD', 'enhancementReturned'],
    ['PD: any return, though the other is not evaluated', [[60, 40], [0, 0], [null, 1]], 'PD', 'enhancementReturned'],
    ['NE: a target is not evaluated', [[60, 40], [50, null]], 'NE', 'targetNotMeasurable'],
    ['PD: the known part is 20 % above the nadir', [[60, 40], [120, null]], 'PD', 'knownPartAboveNadir'],
    ['NE: the known part is a hair less', [[60, 40], [119.9, null]], 'NE', 'targetNotMeasurable'],
    ['NE: without a whole baseline', [[60, null], [30, 20]], 'NE', 'noMeasurableBaseline'],
  ])('%s', (_rule, seen, response, rule) => {
    const visit = last(seen);
    expect([visit.target, visit.rule.code]).toEqual([response, rule]);
  });

  it('needs an absolute growth only where that is set', () => {
    expect(last([[15, 5], [17, 7]]).target).toBe('PD');
    expect(last([[15, 5], [17, 7]], { absoluteIncreaseMm: 5 }).target).toBe('SD');
    expect(last([[15, 10], [20, 10]], { absoluteIncreaseMm: 5 }).target).toBe('PD');
  });

  it('states sum, nadir and changes of each visit', () => {
    const seen = derive([[60, 40], [20, 20], [30, null], [24, 20]]).visits;
    expect(seen.map(({ sumMm, nadirMm }) => [sumMm, nadirMm])).toEqual([[100, 100], [40, 100], [null, 40], [44, 40]]);
    expect(seen[1]?.changeFromBaseline).toBeCloseTo(-0.6, 12);
    expect(seen[3]?.changeFromNadir).toBeCloseTo(0.1, 12);
    expect(seen[2]).toMatchObject({ changeFromBaseline: null, changeFromNadir: null });
    const returned = last([[60, 40], [0, 0], [1, 0]]);
    expect(returned).toMatchObject({ nadirMm: 0, changeFromNadir: null, changeFromBaseline: -0.99 });
  });
}); // prettier-ignore

describe('non-target response of lesionSeries', () => {
  const lesions = [target('T1'), other('N1'), other('N2')];
  const judged = (N1: NonTargetState, N2?: NonTargetState) =>
    lesionSeries(lesions, [
      { day: 0, measurementsMm: { T1: 50 }, nonTarget: { N1: 'present', N2: 'present' }, newLesion: false },
      { day: 60, measurementsMm: { T1: 50 }, nonTarget: N2 ? { N1, N2 } : { N1 }, newLesion: false },
    ]).visits[1]?.nonTarget;
  it.each<[NonTargetState, NonTargetState | undefined, string]>([
    ['absent', 'absent', 'CR'],
    ['absent', 'present', 'Non-CR/Non-PD'],
    ['present', 'progressed', 'PD'],
    ['not-evaluated', 'progressed', 'PD'],
    ['absent', 'not-evaluated', 'NE'],
    ['absent', undefined, 'NE'],
  ])('%s and %s: %s', (one, two, response) => expect(judged(one, two)).toBe(response));

  it('is none without such lesions', () => {
    const [, visit] = lesionSeries(
      [target('T1')],
      [0, 60].map((day) => ({ day, measurementsMm: { T1: 50 }, nonTarget: {}, newLesion: false })),
    ).visits;
    expect(visit?.nonTarget).toBe('none');
  });
});

/** Each line of the publication's table of overall responses. */
describe('overall response of lesionSeries', () => {
  const sums = { CR: [0, 0], PR: [40, 30], SD: [60, 40], PD: [70, 50], NE: [60, null] } as const;
  it.each<[keyof typeof sums, NonTargetState, boolean, string, string]>([
    ['CR', 'absent', false, 'CR', 'noEnhancementAnywhere'],
    ['CR', 'present', false, 'PR', 'nonTargetsEnhance'],
    ['CR', 'not-evaluated', false, 'PR', 'nonTargetsNotAllJudged'],
    ['PR', 'absent', false, 'PR', 'shrinkageBelowBaseline'],
    ['PR', 'present', false, 'PR', 'shrinkageBelowBaseline'],
    ['PR', 'not-evaluated', false, 'PR', 'shrinkageBelowBaseline'],
    ['SD', 'present', false, 'SD', 'neitherPrNorPd'],
    ['SD', 'not-evaluated', false, 'SD', 'neitherPrNorPd'],
    ['NE', 'present', false, 'NE', 'targetNotMeasurable'],
    ['PD', 'absent', false, 'PD', 'growthAboveNadir'],
    ['PD', 'present', true, 'PD', 'newLesion'],
    ['CR', 'progressed', false, 'PD', 'nonTargetsProgressed'],
    ['NE', 'progressed', true, 'PD', 'newLesion'],
    ['CR', 'absent', true, 'PD', 'newLesion'],
    ['NE', 'not-evaluated', true, 'PD', 'newLesion'],
  ])('target %s, other %s, new lesion %s: %s', (ofTargets, n1, isNew, response, rule) => {
    const [t1, t2] = sums[ofTargets];
    const visit = last([[60, 40], [t1, t2, n1, isNew]]); // prettier-ignore
    expect([visit.target, visit.overall, visit.rule.code]).toEqual([ofTargets, response, rule]);
  });

  it('is CR without other lesions, and without targets no more than progression can be seen', () => {
    const at = (day: number, T1: number) => ({ day, measurementsMm: { T1 }, nonTarget: {}, newLesion: false });
    expect(lesionSeries([target('T1')], [at(0, 50), at(60, 0)]).visits[1]?.overall).toBe('CR');
    const seen = (day: number, N1: NonTargetState) => ({
      day,
      measurementsMm: {},
      nonTarget: { N1 },
      newLesion: false,
    });
    const { visits: judged } = lesionSeries([other('N1')], [seen(0, 'present'), seen(60, 'absent'), seen(90, 'progressed')]); // prettier-ignore
    expect(judged.map(({ overall, rule }) => [overall, rule.code])).toEqual([
      [null, 'baselineVisit'],
      ['NE', 'noTargetLesion'],
      ['PD', 'nonTargetsProgressed'],
    ]);
  });
});

describe('best response of lesionSeries', () => {
  const best = (seen: Seen[], options?: BestResponseOptions) => {
    const { best: found, progressionDay } = derive(seen, options);
    return [found.response, found.day, progressionDay];
  };
  const [start, cr, pr, sd, pd, ne]: Seen[] = [[60, 40], [0, 0, 'absent'], [40, 30], [60, 40], [90, 60], [60, null]]; // prettier-ignore
  it.each<[string, Seen[], BestResponseOptions, unknown[]]>([
    ['the best of the visits', [start!, sd!, pr!, pr!], {}, ['PR', 120, null]],
    ['nothing after the first PD', [start!, sd!, pd!, cr!], {}, ['SD', 60, 120]],
    ['CR, and the later PD is kept', [start!, cr!, pd!], {}, ['CR', 60, 120]],
    ['PD before NE', [start!, ne!, pd!], {}, ['PD', 120, 120]],
    ['NE without a visit after the baseline', [start!], {}, ['NE', null, null]],
    ['SD that is early is NE', [start!, sd!], { stableFromDay: 61 }, ['NE', 60, null]],
    ['SD from its day', [start!, sd!], { stableFromDay: 60 }, ['SD', 60, null]],
    ['PR that is seen again', [start!, pr!, pr!], { confirmationDays: 28 }, ['PR', 60, null]],
    ['PR that is seen again too soon', [start!, pr!, pr!], { confirmationDays: 61 }, ['SD', 60, null]],
    ['PR that is never seen again', [start!, pr!, pd!], { confirmationDays: 28 }, ['SD', 60, 120]],
    ['CR that is seen again', [start!, cr!, cr!], { confirmationDays: 28 }, ['CR', 60, null]],
    ['an unconfirmed PR that is early is NE', [start!, pr!], { confirmationDays: 28, stableFromDay: 90 }, ['NE', 60, null]],
  ])('%s', (_rule, seen, options, expected) => expect(best(seen, options)).toEqual(expected)); // prettier-ignore
});

describe('what lesionSeries refuses', () => {
  const at = (day: number, measurementsMm: Record<string, number | null> = {}, nonTarget = {}, newLesion = false) => {
    return { day, measurementsMm, nonTarget, newLesion };
  };
  const six = ['a', 'a', 'b', 'b', 'c', 'c'].map((organ, i) => target(`T${i}`, organ));
  it.each<[string, Lesion[], LesionVisit[], RegExp]>([
    ['no visit', [], [], /^visits: needs the baseline visit/],
    ['a sixth target', six, [at(0)], /^lesions\[5\]: T5 is target 6; at most 5/],
    ['a third target of an organ', [target('A'), target('B'), target('C')], [at(0)], /^lesions\[2\]: C is target 3 in liver/],
    ['two lesions of one id', [target('A'), other('A')], [at(0)], /^lesions\[1\].id: A/],
    ['visits out of order', [], [at(0), at(60), at(30)], /^visits\[2\].day: .*day 30 is before day 60/],
    ['two visits of one day', [], [at(0), at(0)], /^visits\[1\].day: .*day 0 is that of the visit before/],
    ['a day that is not a number', [], [at(NaN)], /^visits\[0\].day/],
    ['a lesion that is not listed', [], [at(0, { X: 1 })], /^visits\[0\].measurementsMm.X: .*not among the lesions/],
    ['a diameter of another lesion', [other('N')], [at(0, { N: 1 })], /^visits\[0\].measurementsMm.N: is a non-target/],
    ['a state of a target', [target('T')], [at(0, {}, { T: 'absent' })], /^visits\[0\].nonTarget.T: is a target/],
    ['an unknown state', [other('N')], [at(0, {}, { N: 'gone' })], /^visits\[0\].nonTarget.N: is one of absent/],
    ['a lesion before it is there', [{ ...other('N'), firstSeenDay: 60 }], [at(0, {}, { N: 'present' }), at(60, {}, {}, true)], /before it was first seen on day 60/],
    ['a target that comes later', [{ ...target('T'), firstSeenDay: 60 }], [at(0), at(60)], /^lesions\[0\].firstSeenDay/],
    ['a negative diameter', [target('T')], [at(0, { T: -1 })], /^visits\[0\].measurementsMm.T: .*at least 0 mm, not -1/],
    ['a diameter that is not a number', [target('T')], [at(0, { T: NaN })], /^visits\[0\].measurementsMm.T/],
    ['a progression at the baseline', [other('N')], [at(0, {}, { N: 'progressed' })], /^visits\[0\].nonTarget.N/],
    ['a new lesion at the baseline', [], [at(0, {}, {}, true)], /^visits\[0\].newLesion: is false: .* target or non-target/],
    ['an atypical lesion first seen there', [{ ...atypical('A'), firstSeenDay: 0 }], [at(0), at(60)], /^lesions\[0\].firstSeenDay: is after the baseline: .* target or non-target/],
    ['a lesion first seen on a day without a visit', [{ ...other('N'), firstSeenDay: 45 }], [at(0), at(60)], /^lesions\[0\].firstSeenDay: is the day of a visit, one of 0, 60; N has day 45/],
    ['a lesion that comes later and is not new', [{ ...other('N'), firstSeenDay: 60 }], [at(0), at(60)], /^lesions\[0\].firstSeenDay: N, first seen on day 60, is a new lesion/],
    ['a diameter before the lesion is there', [{ ...atypical('A'), firstSeenDay: 60 }], [at(0), at(30, { A: 0 }), at(60)], /^visits\[1\].measurementsMm.A: is judged on day 30, before it was first seen on day 60/],
  ])('%s', (_what, lesions, seen, message) => {
    expect(() => lesionSeries(lesions, seen)).toThrow(StatsInputError);
    expect(() => lesionSeries(lesions, seen)).toThrow(message);
  }); // prettier-ignore

  it('is no empty cell before a lesion is there, and 0 mm is an answer', () => {
    const lesions = [target('T'), { ...atypical('A'), firstSeenDay: 60 }];
    const series = (last: number | null) =>
      lesionSeries(lesions, [at(0, { T: 20, A: null }), at(60, { T: last, A: 9 })]).visits[1];
    expect([series(0)?.sumMm, series(0)?.target]).toEqual([0, 'CR']);
    expect([series(null)?.sumMm, series(null)?.target]).toEqual([null, 'NE']);
  });
});

describe('lesionSeries of the demonstration cohort', () => {
  const read = (name: string) => {
    const text = readFileSync(new URL(`../../../../data/demo-cohort/${name}`, import.meta.url), 'utf8');
    const [head = [], ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(',')); // prettier-ignore
    return rows.map((cells) => Object.fromEntries(head.map((column, i) => [column, cells[i] ?? ''])));
  };
  const patients = read('patients.csv');
  const rowsOf = Map.groupBy(read('lesions.csv'), ({ id }) => id);
  /** The file has sums: they are those of one lesion. */
  const derivedOf = (id: string | undefined) =>
    lesionSeries(
      [target('T1')],
      (rowsOf.get(id) ?? []).map((row) => ({
        day: Number(row.day),
        measurementsMm: { T1: row.sum_mm === '' ? null : Number(row.sum_mm) },
        nonTarget: {},
        newLesion: row.new_lesion === 'TRUE',
      })),
    );

  it('has the best response of every patient and the day of every progression', () => {
    const best = patients.filter((one) => derivedOf(one.patient_id).best.response === one.best_response_mrecist);
    expect([best.length, patients.length]).toEqual([378, 378]);
    const progressed = patients.filter((one) => one.pfs_event_type === 'progression');
    const onItsDay = progressed.filter((one) => derivedOf(one.patient_id).progressionDay === Number(one.pfs_days));
    expect([onItsDay.length, progressed.length]).toEqual([167, 167]);
  });
});

/** Lencioni & Llovet, Semin Liver Dis 2010;30:52-60: thrombus, effusion, and a new lesion without the look of HCC. */
describe('special rules of lesionSeries', () => {
  const days = [0, 60, 120, 180];
  const follow = (
    lesion: Lesion,
    seen: readonly (number | NonTargetState | null)[],
    options: LesionSeriesOptions = {},
  ) => {
    const series = days.map((day, i) => {
      const value = seen[i] ?? null;
      const measurementsMm = { T1: 50, ...(typeof value === 'number' ? { [lesion.id]: value } : {}) };
      return { day, measurementsMm, nonTarget: typeof value === 'string' ? { [lesion.id]: value } : {}, newLesion: false }; // prettier-ignore
    });
    return lesionSeries([target('T1'), lesion], series, options);
  };
  const newLesion = atypical('A1');

  it('refuse a thrombus as a target, unless the study takes it', () => {
    const thrombus = [target('T1', 'portalVein')];
    const seen = [{ day: 0, measurementsMm: { T1: 30 }, nonTarget: {}, newLesion: false }];
    expect(() => lesionSeries(thrombus, seen)).toThrow(/lesions\[0\].role.*non-target/);
    expect(lesionSeries(thrombus, seen, { thrombusAsTarget: true }).visits[0]?.sumMm).toBe(30);
  });

  it('let an effusion progress with malignant cells alone, unless the study does not ask for them', () => {
    const seen: NonTargetState[] = ['absent', 'present', 'progressed', 'progressed'];
    const fluid = { ...other('N1', 'effusion'), proven: false };
    expect(follow(fluid, seen).progressionDay).toBeNull();
    expect(follow({ ...fluid, proven: true }, seen).progressionDay).toBe(120);
    expect(follow(fluid, seen, { effusionNeedsCytology: false }).progressionDay).toBe(120);
    // Growth of anything else counts by itself.
    expect(follow(other('N1'), seen).progressionDay).toBe(120);
  });

  it('date an atypical new lesion that grew by 10 mm to the day it was first seen', () => {
    const { visits: judged, progressionDay } = follow(newLesion, [null, 12, 15, 22]);
    expect(progressionDay).toBe(60);
    expect(judged[1]).toMatchObject({ newLesion: true, overall: 'PD', rule: { code: 'atypicalLesionGrew' } });
  });

  it('leave one that grew by less where it is', () => {
    const { visits: judged, progressionDay } = follow(newLesion, [null, 12, 15, 21.9]);
    expect(progressionDay).toBeNull();
    expect(judged.map(({ overall }) => overall)).toEqual([null, 'SD', 'SD', 'SD']);
    expect(follow(newLesion, [null, 12, 15, 21.9], { atypicalGrowthMm: 9.9 }).progressionDay).toBe(60);
  });

  it('know no atypical new lesion at the baseline', () => {
    expect(() => follow(newLesion, [5, 12])).toThrow(/visits\[0\].measurementsMm.A1: is null: .*target or non-target/);
  });
});
