import { readFileSync } from 'node:fs';
import { publishedSpecialRules, type ReadingContent, type ReadLesion } from '@haim/schema';
import { expect, it } from 'vitest';
import { derivedOf } from './reading-content.ts';

const read = (name: string) => {
  const text = readFileSync(new URL(`../../../../../data/demo-cohort/${name}`, import.meta.url), 'utf8');
  const [head = [], ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(',')); // prettier-ignore
  return rows.map((cells) => Object.fromEntries(head.map((column, i) => [column, cells[i] ?? ''])));
};
const patients = read('patients.csv');
const imagesOf = Map.groupBy(read('lesions.csv'), ({ id }) => id);

const published = { discordance: 'overall', absoluteIncreaseMm: 0, stableFromDay: 0, confirmationDays: 0 } as const;
const rules = { ...published, ...publishedSpecialRules };
const target = (id: string, diametersMm: (number | null)[]): ReadLesion => {
  return { id, role: 'target', organ: 'liver', diametersMm, states: [] };
};

/** The images of a patient as two readers measure them: the sum as one lesion, and as two of half of it. */
function readingsOf(images: readonly Record<string, string>[]): ReadingContent[] {
  const sums = images.map(({ sum_mm: mm = '' }) => (mm === '' ? null : Number(mm)));
  const halves = sums.map((mm) => (mm === null ? null : mm / 2));
  const newLesion = images.map(({ new_lesion: isNew }) => isNew === 'TRUE');
  return [[target('T1', sums)], [target('T1', halves), target('T2', halves)]].map((lesions) => ({
    lesions,
    newLesion,
  }));
}

it('gives the cohort’s best responses and days of progression, whichever of two readers handed in its lesions', () => {
  const found = patients.map((patient) => {
    const images = imagesOf.get(patient.patient_id) ?? [];
    const days = images.map(({ day }) => Number(day));
    return readingsOf(images).map((content) => derivedOf(content, { ...rules, days }, true));
  });
  const ofBoth = (isRight: (derived: ReturnType<typeof derivedOf>, patient: Record<string, string>) => boolean) =>
    patients.filter((patient, i) => found[i]!.length === 2 && found[i]!.every((derived) => isRight(derived, patient)));

  const best = ofBoth((derived, patient) => derived.best.response === patient.best_response_mrecist);
  expect([best.length, patients.length]).toEqual([378, 378]);
  const progressed = ofBoth(
    (derived, { pfs_event_type: event, pfs_days: days }) =>
      event === 'progression' && derived.progressionDay === Number(days),
  );
  expect(progressed).toHaveLength(167);
  expect(patients.filter((patient) => patient.pfs_event_type === 'progression')).toHaveLength(167);
});

it('judges by the special rules of its case', () => {
  const [days, T1] = [[0, 60, 120], target('T1', [50, 50, 50])];
  const fluid = (proven: boolean): ReadLesion => {
    return { id: 'N1', role: 'non-target', organ: 'effusion', proven, diametersMm: [], states: ['absent', 'progressed', 'progressed'] }; // prettier-ignore
  };
  const atypical: ReadLesion = { id: 'A1', role: 'atypical', organ: 'liver', diametersMm: [null, 12, 22], states: [] };
  const progressionOf = (lesion: ReadLesion, changes: object = {}) => {
    const content = { lesions: [T1, lesion], newLesion: [false, false, false] };
    return derivedOf(content, { ...rules, ...changes, days }, true).progressionDay;
  };
  expect([progressionOf(fluid(false)), progressionOf(fluid(true))]).toEqual([null, 60]);
  expect(progressionOf(fluid(false), { effusionNeedsCytology: false })).toBe(60);
  expect([progressionOf(atypical), progressionOf(atypical, { atypicalGrowthMm: 11 })]).toEqual([60, null]);
});
