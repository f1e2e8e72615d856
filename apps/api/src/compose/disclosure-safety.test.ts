import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSharedStudy, type SharedStudy, study } from './disclosed-study.fixture.ts';

let shared: SharedStudy;
let ask: SharedStudy['ask'];
let staffOfA: SharedStudy['staffOfA'];
let statistician: SharedStudy['statistician'];

beforeAll(async () => {
  shared = await openSharedStudy();
  ({ ask, staffOfA, statistician } = shared);
  await shared.declare({ isOn: true });
}, 120_000);
afterAll(() => shared?.close());

describe('numbers of all centres about safety', () => {
  it('are adverse events without the terms of few', async () => {
    const query = `{ adverseEvents(study: "${study}", scope: STUDY) { rows { arm term grade n atMost } } }`;
    const { data } = await ask<{ adverseEvents: { rows: { term: string }[] } }>(staffOfA(), query);
    expect(new Set(data.adverseEvents.rows.map(({ term }) => term))).toEqual(new Set(['Fatigue']));
  });

  it('are the safety table by arm alone, of every event; exact for whoever reads all centres', async () => {
    interface Safety {
      safety: {
        protection: object | null;
        groups: { value: string; n: number }[];
        compared: { reference: number; comparison: number };
        rows: { rowId: string; cells: Record<'anyGrade' | 'gradeThreeOrMore', { n: number; atMost: boolean; share: number | null }>[]; anyDifference: { estimate: number } }[];
        statements: { code: string }[];
      };
    } // prettier-ignore
    const query = (
      rest: string,
      scope = 'STUDY',
    ) => `{ safety(study: "${study}", scope: ${scope}${rest}) { protection { roundTo }
      groups { value n } compared { reference comparison } rows { rowId cells { anyGrade { n atMost share } gradeThreeOrMore { n atMost share } } anyDifference { estimate } }
      statements { code } } }`;
    const { data } = await ask<Safety>(staffOfA(), query(', groupBy: "arm"'));
    const { data: told } = await ask<{ adverseEvents: { arms: { value: string; n: number }[] } }>(
      staffOfA(),
      `{ adverseEvents(study: "${study}", scope: STUDY) { arms { value n } } }`,
    );
    expect(data.safety.protection).not.toBeNull();
    expect(data.safety.groups).toEqual(told.adverseEvents.arms.filter(({ value }) => value !== null));
    expect(data.safety.rows.map(({ rowId }) => rowId)).toEqual(['fact:any', 'term:Fatigue']);
    // Grades 1 to 4 are even, so that half are of grade 3 or more; grade 5 is of nobody and hides none of it.
    for (const { cells } of data.safety.rows)
      for (const { anyGrade, gradeThreeOrMore } of cells) {
        expect([anyGrade.atMost, gradeThreeOrMore.atMost]).toEqual([false, false]);
        expect(anyGrade.share).toBeGreaterThan(gradeThreeOrMore.share!);
      }
    expect(data.safety.statements.map(({ code }) => code)).toContain('ofAllPatients');
    for (const rest of [
      ', groupBy: "bclcStage"',
      '',
      ', groupBy: "arm", relatedTo: HAIC',
      ', groupBy: "arm", seriousOnly: true',
    ]) {
      expect((await ask(staffOfA(), query(rest))).code).toBe('BAD_USER_INPUT');
    }
    const { data: exact } = await ask<Safety>(statistician(), query(', groupBy: "arm"'));
    const total = exact.safety.groups.reduce((sum, { n }) => sum + n, 0);
    const any = exact.safety.rows.find(({ rowId }) => rowId === 'fact:any')!;
    // Everybody is treated and has one event.
    expect([exact.safety.protection, total, ...any.cells.map(({ anyGrade }) => anyGrade.share)]).toEqual([
      null,
      240,
      1,
      1,
    ]);
    expect(exact.safety.rows.map(({ rowId }) => rowId)).toContain('text:Only in B7');
    const gone = await ask<Safety>(statistician(), query(', groupBy: "arm", reference: "HAIC", comparison: "gone"'));
    expect(gone.data.safety.compared).toBeNull();
    expect((await ask(statistician(), query(', groupBy: "bestResponse"'))).code).toBe('BAD_USER_INPUT');
  });

  it('lead to patients of own centres alone', async () => {
    interface Behind {
      safetyPatients: { total: number; rows: { code: string; grade: number; events: number }[] };
    }
    const query = (row: string, rest = '') =>
      `{ safetyPatients(study: "${study}", row: ${JSON.stringify(row)}${rest}) { total rows { code grade events } } }`;
    const { data } = await ask<Behind>(staffOfA(), query('term:Fatigue'));
    expect(data.safetyPatients.total).toBe(60);
    expect(data.safetyPatients.rows.every(({ code }) => code.startsWith('A'))).toBe(true);
    const severe = await ask<Behind>(staffOfA(), query('term:Fatigue', ', gradeThreeOrMore: true'));
    expect(severe.data.safetyPatients.rows.map(({ code }) => code)).toEqual(
      data.safetyPatients.rows.filter(({ grade }) => grade >= 3).map(({ code }) => code),
    );
    expect((await ask<Behind>(staffOfA(), query('text:Only in B7'))).data.safetyPatients).toEqual({
      total: 0,
      rows: [],
    });
    expect((await ask<Behind>(statistician(), query('text:Only in B7'))).data.safetyPatients.rows).toMatchObject([
      { code: 'B7', events: 1 },
    ]);
  });
});
