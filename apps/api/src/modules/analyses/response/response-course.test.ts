import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SubjectRow } from '../../../columns/index.ts';
import { bestOfImages } from '../counted-images.ts';
import { confirmedCounts, confirmedOf } from './confirmed-response.ts';
import { type TableFiles } from '../table-files.ts';
import { coursesOf } from './response-course.ts';
import { confirmedFiles, courseFiles } from './response-files.ts';
import { type ResponseImage } from '../response-images.query.ts';

/** `[visit, day, sum, response]` of the images of one patient. */
type Drawn = readonly [visit: number, day: number, sumMm: number | null, response: ResponseImage['response']];

const imagesOf = (patientId: string, drawn: readonly Drawn[], isUnordered = false): ResponseImage[] =>
  drawn.map(([visitNumber, day, sumMm, response]) => ({
    ...{ patientId, id: `${patientId} ${visitNumber}`, visitNumber, day, at: day, isUnordered, response, sumMm },
  }));
const patient = (id: string, group: string, bestResponse: string | null) => {
  const value = (variable: string) => (variable === 'bestResponse' ? bestResponse : null);
  const row: SubjectRow = { id, code: id, contradictions: 0, value, word: value };
  return { row, group };
};

/** A patient a pair, with the response on record and the one that an image at least 28 days later confirms. */
function pairsOf(patients: readonly ReturnType<typeof patient>[], images: Parameters<typeof confirmedOf>[0]) {
  const confirmed = confirmedOf(images, 28);
  return {
    unconfirmed: patients.map(({ row, group }) => ({ a: group, b: row.word('bestResponse'), n: 1 })),
    confirmed: patients.map(({ row, group }) => ({ a: group, b: confirmed.get(row.id) ?? null, n: 1 })),
  };
}

describe('courses of patients', () => {
  const series: Readonly<Record<string, readonly Drawn[]>> = {
    // 100 to 40 is -60 %, to 20 after the PD of day 120 does not count; 130 is +30 %.
    A1: [[0, -9, 100, null], [1, 60, 40, 'PR'], [2, 120, 55, 'PD'], [3, 180, 20, 'PR']],
    A2: [[0, -9, 50, null], [1, 60, 75, 'PD']],
    A3: [[0, -9, 80, null], [1, 60, 40, 'PR'], [2, 120, null, 'NE']],
    A4: [[0, -9, 80, null]],
    A5: [[1, 60, 40, 'NE']],
    A6: [[0, -9, 80, null], [1, 60, null, 'NE']],
    A7: [[0, -9, 80, null], [0, 3, 81, null], [1, 60, 60, 'NE']],
    // Before time zero an image is no evidence of the treatment.
    B1: [[0, -20, 80, null], [1, -2, 10, null], [2, 60, 88, 'SD']],
    B2: [[0, -9, 0, null], [1, 60, 0, 'NE']],
  }; // prettier-ignore
  const groups = [{ value: 'A', n: 7 }, { value: 'B', n: 2 }]; // prettier-ignore
  const patients = Object.keys(series).map((id) => patient(id, id[0]!, 'PR'));
  const images = Object.entries(series).flatMap(([id, drawn]) => imagesOf(id, drawn));

  it('are bars from the largest growth to the largest shrinkage, up to the first PD', () => {
    const { patients: drawn } = coursesOf(patients, groups, images, []);
    expect(drawn.map(({ code, bestChange, bestDay }) => [code, bestChange, bestDay])).toEqual([
      ['A2', 0.5, 60],
      ['A3', -0.5, 60],
      ['A1', -0.6, 60],
      ['B1', 0.1, 60],
    ]);
  });

  it('are lines of every image with a sum, with the day of progression', () => {
    const found = coursesOf(patients, groups, images, []).patients.find(({ code }) => code === 'A1');
    expect(found).toMatchObject({
      days: [60, 120, 180],
      changes: [-0.6, -0.45, -0.8],
      progressionDay: 120,
      isRead: false,
    });
  });

  it('name why a patient has none', () => {
    expect(coursesOf(patients, groups, images, []).groups).toEqual([
      { value: 'A', n: 7, drawn: 3, withoutImage: 1, withoutBaseline: 2, withoutSum: 1 },
      { value: 'B', n: 2, drawn: 1, withoutImage: 0, withoutBaseline: 1, withoutSum: 0 },
    ]);
    const unordered = imagesOf('B1', series['B1']!, true);
    expect(coursesOf([patient('B1', 'B', null)], groups, unordered, []).groups[1]).toMatchObject({
      drawn: 0,
      withoutImage: 1,
    });
  });

  it('have the sums of an accepted reading, and never one of each', () => {
    // The readers measured 90 and 45, and nothing at the second visit.
    const reading = { patientId: 'A1', assessmentIds: ['A1 0', 'A1 1', 'A1 2'], sumsMm: [90, 45, null] };
    const [found] = coursesOf([patient('A1', 'A', 'PR')], groups, images, [reading]).patients;
    expect(found).toMatchObject({ days: [60], changes: [-0.5], bestChange: -0.5, isRead: true });
  });
});

describe('their script in R', () => {
  const series: Readonly<Record<string, readonly Drawn[]>> = {
    A1: [[0, -9, 100, null], [1, 60, 40, 'PR'], [2, 120, 55, 'PD'], [3, 180, 20, 'PR']],
    A2: [[0, -9, 50, null], [1, 60, 75, 'PD']],
    A3: [[0, -9, 80, null], [1, 60, 40, 'PR'], [2, 88, 30, 'PR'], [3, 120, null, 'NE']],
    A4: [[0, -9, 80, null]],
    A5: [[0, -9, 80, null], [0, 3, 81, null], [1, 60, 60, 'NE']],
    A6: [],
    B1: [[0, -20, 80, null], [1, -2, 10, null], [2, 60, 0, 'CR'], [3, 95, 9, 'PR'], [4, 130, 90, 'PD']],
    B2: [[0, -9, 0, null], [1, 60, 0, 'NE']],
    B3: [[0, -9, 40, null], [1, 60, 0, 'CR'], [2, 75, 0, 'CR']],
  }; // prettier-ignore
  // Best responses on record, by hand; A5 and B2 are not evaluable.
  const best = { A1: 'PR', A2: 'PD', A3: 'PR', A4: null, A5: 'NE', A6: null, B1: 'CR', B2: 'NE', B3: 'CR' };
  const patients = Object.entries(best).map(([id, response]) => patient(id, id[0]!, response));
  const images = Object.entries(series).flatMap(([id, drawn]) => imagesOf(id, drawn));
  const named = patients.map(({ row, group }) => ({ id: row.id, group }));
  const run = (files: TableFiles, script = files.script) => {
    const folder = mkdtempSync(join(tmpdir(), 'response-in-r-'));
    try {
      writeFileSync(join(folder, `${files.name}.csv`), files.data);
      writeFileSync(join(folder, 'script.R'), script);
      return spawnSync('Rscript', ['script.R'], { cwd: folder, encoding: 'utf8' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const canRun = spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status === 0;
  const groups = [{ value: 'A', n: 6 }, { value: 'B', n: 3 }]; // prettier-ignore
  const reading = { patientId: 'A1', assessmentIds: ['A1 0', 'A1 1', 'A1 2'], sumsMm: [90, 45, null] };
  const courses = coursesOf(patients, groups, images, [reading]);
  const ofCourses = courseFiles(courses, named, images, [reading], { name: 'changes', title: 'Changes\nby hand' });
  const { rows } = confirmedCounts(pairsOf(patients, images), ['A', 'B'], 'clopper-pearson');
  const asked = { days: 28, interval: 'clopper-pearson' } as const;
  const ofConfirmed = confirmedFiles(rows, named, images, asked, { name: 'confirmed', title: 'Confirmed' });

  it('has every image without codes, the drawn patients first, with the sums of an accepted reading', () => {
    const lines = ofCourses.data.trim().split(/\r?\n/);
    expect(lines[0]).toBe('patient,group,visit,day,at,unordered,sum_mm,response');
    // A2 grew by half: it is the first bar. A6 has no image and is a row all the same.
    expect(lines[1]).toBe('1,A,0,-9,-9,,50,');
    expect(lines.filter((line) => /^\d+,A,,,,,,$/.test(line)).length).toBe(1);
    expect(lines).toContain('2,A,1,60,60,,45,PR');
    expect(ofCourses.rows).toBe(9);
    expect(ofCourses.data).not.toMatch(/A[1-6]|B[1-3]/);
  });

  it.skipIf(!canRun)('finds the same bars and lines, and stops where a number is another', { timeout: 60_000 }, () => {
    expect(run(ofCourses)).toMatchObject({ status: 0, stderr: '' });
    const other = ofCourses.script.replace(
      'table(group[!is.na(best)]), c(3, 2)',
      'table(group[!is.na(best)]), c(3, 3)',
    );
    expect(other).not.toBe(ofCourses.script);
    expect(run(ofCourses, other).stderr).toContain('patients with a change[2]: R has 2, the portal 3');
  });

  it.skipIf(!canRun)('finds the same confirmed responses and limits', { timeout: 60_000 }, () => {
    // By hand: A3 is confirmed after 28 days; B1's CR is followed by a PR and is a confirmed PR; B3's CR is too early.
    expect(rows.map(({ confirmed }) => [confirmed.cr, confirmed.pr, confirmed.sd, confirmed.pd])).toEqual([
      [0, 1, 1, 1],
      [0, 1, 1, 0],
    ]);
    expect(run(ofConfirmed)).toMatchObject({ status: 0, stderr: '' });
    const earlier = ofConfirmed.script.replace('confirmation_days <- 28', 'confirmation_days <- 15');
    expect(run(ofConfirmed, earlier).stderr).toContain('B, confirmed[1]: R has 1, the portal 0');
  });
});

describe('confirmed responses', () => {
  // By table 3 of RECIST 1.1, 28 days apart.
  it.each<[string, readonly Drawn[], string | null]>([
    ['CR seen again is CR', [[1, 60, 0, 'CR'], [2, 88, 0, 'CR']], 'CR'],
    ['CR seen again too early is SD', [[1, 60, 0, 'CR'], [2, 87, 0, 'CR']], 'SD'],
    ['CR that a PR follows is PR', [[1, 60, 0, 'CR'], [2, 90, 9, 'PR']], 'PR'],
    ['PR before CR is PR', [[1, 60, 9, 'PR'], [2, 90, 0, 'CR']], 'PR'],
    ['PR, SD, PR is PR', [[1, 60, 9, 'PR'], [2, 75, 9, 'SD'], [3, 90, 9, 'PR']], 'PR'],
    ['PR and PD is SD', [[1, 60, 9, 'PR'], [2, 90, 99, 'PD'], [3, 120, 9, 'PR']], 'SD'],
    ['PR that is seen once is SD', [[1, 60, 9, 'PR']], 'SD'],
    ['what is not evaluable between them is passed over', [[1, 60, 9, 'PR'], [2, 75, null, 'NE'], [3, 90, 9, 'PR']], 'PR'],
    ['no image has none', [], null],
  ])('%s', (_rule, drawn, wanted) => {
    expect(bestOfImages(imagesOf('A', [[0, -9, 30, null], ...drawn]), 28)).toBe(wanted);
  }); // prettier-ignore

  it('stand beside the unconfirmed ones, everybody in the denominators', () => {
    const images = [
      ...imagesOf('A1', [[0, -9, 30, null], [1, 60, 9, 'PR'], [2, 90, 9, 'PR']]),
      ...imagesOf('A2', [[0, -9, 30, null], [1, 60, 0, 'CR']]),
    ]; // prettier-ignore
    const patients = [
      patient('A1', 'A', 'PR'),
      patient('A2', 'A', 'CR'),
      patient('A3', 'A', null),
      patient('B1', 'B', 'NE'),
    ];
    const { rows, total } = confirmedCounts(pairsOf(patients, images), ['A', 'B'], 'wilson');
    expect(rows[0]).toMatchObject({
      unconfirmed: { n: 3, cr: 1, pr: 1, sd: 0, notEvaluable: 1, orr: { numerator: 2, denominator: 3 } },
      confirmed: { n: 3, cr: 0, pr: 1, sd: 1, notEvaluable: 1, orr: { numerator: 1 }, dcr: { numerator: 2 } },
      lost: 1,
    });
    expect(rows[1]).toMatchObject({ unconfirmed: { n: 1, notEvaluable: 1 }, confirmed: { notEvaluable: 1 }, lost: 0 });
    expect([total?.unconfirmed.orr.numerator, total?.confirmed.orr.numerator, total?.lost]).toEqual([2, 1, 1]);
    expect(confirmedCounts(pairsOf([], []), [], 'wilson')).toEqual({ rows: [], total: null });
  });
});
