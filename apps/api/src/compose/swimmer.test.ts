import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openPartedStudy, type PartedStudy } from './parted-study.fixture.ts';

let at: PartedStudy;
beforeAll(async () => {
  at = await openPartedStudy();
}, 120_000);
afterAll(() => at?.close());

describe('a swimmer plot', () => {
  interface Page {
    total: number;
    page: number;
    pages: number;
    longestDays: number;
    patients: Record<string, unknown>[];
  }
  const pageOf = (asker: Asker, variables: object = {}) =>
    at.answered<Page>(
      asker,
      `query ($study: String!, $cohort: CohortInput, $page: Int) { swimmer(study: $study, cohort: $cohort, page: $page) {
         total page pages longestDays
         patients { code arm days isDead progressionDay cycleDays completeResponseDay partialResponseDay } } }`,
      variables,
    );

  it('has each patient from time zero, the longest first', async () => {
    const found = await pageOf(at.everywhere());
    expect(found).toMatchObject({ total: 12, page: 1, pages: 1, longestDays: 1200 });
    expect(found.patients.map(({ code }) => code)).toEqual(Array.from({ length: 12 }, (_, i) => `P${12 - i}`));
    const one = (code: string) => found.patients.find((patient) => patient['code'] === code);
    const nothing = { progressionDay: null, cycleDays: [], completeResponseDay: null, partialResponseDay: null };
    expect(one('P12')).toEqual({ ...nothing, code: 'P12', arm: 'HTI', days: 1200, isDead: false, cycleDays: [0, 21] });
    expect(one('P3')).toMatchObject({
      isDead: true,
      partialResponseDay: 60,
      completeResponseDay: 120,
      progressionDay: null,
    });
    expect(one('P2')).toMatchObject({ days: 200, partialResponseDay: 60, progressionDay: 120 });
    // A response after progression is none; an image of the day of death was taken before it.
    expect(one('P4')).toMatchObject({ partialResponseDay: null, progressionDay: 60 });
    expect(one('P1')).toMatchObject({ days: 100, isDead: true, partialResponseDay: 60, progressionDay: 100 });
  });

  it('shows patients of the own centres and of the selection alone', async () => {
    expect((await pageOf(at.atA())).patients.map(({ code }) => code)).toEqual(['P11', 'P9', 'P7', 'P5', 'P3', 'P1']);
    const responders = await pageOf(at.everywhere(), { cohort: { bestResponses: ['PR', 'CR'] } });
    expect(responders.patients.map(({ code }) => code)).toEqual(['P3', 'P2', 'P1']);
  });

  it('shows the last page for one that is beyond it, and refuses what is not a page', async () => {
    expect(await pageOf(at.everywhere(), { page: 9 })).toMatchObject({ page: 1, total: 12 });
    const { errors } = await at.ask(
      at.everywhere(),
      'query ($study: String!) { swimmer(study: $study, page: 0) { total } }',
    );
    expect(errors[0]?.message).toBe('page must be a whole number from 1, not 0');
  });

  it('has sixty patients on a page', async () => {
    const [a] = at.centres;
    await at.owner.query(
      [
        'begin',
        `select set_config('app.user_id', 'test', true)`,
        `insert into portal.patient (centre_id, code, updated_by) select ${a}, 'Q' || i, 'test' from generate_series(1, 60) i`,
        `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
           select id, centre_id, 'test', 'HAIC', '2022-01-01' from portal.patient where code like 'Q%'`,
        `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status)
           select id, centre_id, 'test', 1000 + substr(code, 2)::int, 'alive' from portal.patient where code like 'Q%'`,
        'commit',
      ].join(';'),
    );
    const first = await pageOf(at.everywhere());
    expect([first.total, first.pages, first.patients.length]).toEqual([72, 2, 60]);
    const second = await pageOf(at.everywhere(), { page: 2 });
    // P12 and P11 are longer than all of Q1 to Q60, of whom Q1 and Q2 come after; P10 to P1 follow.
    expect(second.patients.map(({ code }) => code)).toEqual([
      ...['Q2', 'Q1'],
      ...Array.from({ length: 10 }, (_, i) => `P${10 - i}`),
    ]);
    expect(second.longestDays).toBe(1200);
  });
});
