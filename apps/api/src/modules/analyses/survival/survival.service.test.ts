import { type DrawnOptions, drawnCurves, kaplanMeier } from '@haim/stats';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyAnswers, SubjectStore } from '../../../columns/index.ts';
import { type PortalError } from '../../../context/portal-error.ts';
import { openDataSource } from '../../../db/data-source.ts';
import { openDatabaseForTests } from '../../../db/database.fixture.ts';
import { StudyDb } from '../../../db/study-db.ts';
import { declareStudy } from '../../studies/declare-study.ts';
import { StudyService } from '../../studies/study.service.ts';
import { type CurveDrawing } from './survival-curve.type.ts';
import { SurvivalResolver } from './survival.resolver.ts';
import { type SurvivalRequest, SurvivalService } from './survival.service.ts';

const study = 'KEPT';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let owner: Client;
let service: SurvivalService;
let studyId: number;
let centres: number[];

beforeAll(async () => {
  database = await openDatabaseForTests();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: study,
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: ['HTI', 'HAIC'].map((code) => ({ code, label: code })),
    centres: ['A', 'B'].map((code) => ({ code, name: code })),
  });
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ study_id: number; centres: number[] }>(
    `select c.study_id, array_agg(c.id order by c.code) as centres from portal.centre c
     join portal.study s on s.id = c.study_id where s.code = $1 group by 1`,
    [study],
  );
  [studyId, centres] = [rows[0]!.study_id, rows[0]!.centres];
  // Six patients in A, on days 10 to 60; four in B, on days 70 to 100. Every second one dies.
  await change(
    `insert into portal.patient (centre_id, code, updated_by) select $1, 'P' || i, 'test' from generate_series(1, 6) i`,
    [centres[0]],
  );
  await change(
    `insert into portal.patient (centre_id, code, updated_by) select $1, 'P' || i, 'test' from generate_series(7, 10) i`,
    [centres[1]],
  );
  await change(`insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
    select id, centre_id, 'test', (array['HAIC', 'HTI'])[1 + substr(code, 2)::int % 2], '2020-01-01' from portal.patient`);
  await change(`insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status)
    select id, centre_id, 'test', 10 * substr(code, 2)::int, (array['dead', 'alive'])[1 + substr(code, 2)::int % 2] from portal.patient`);
  service = new SurvivalService(
    new SubjectStore(new StudyDb(pool)),
    new StudyService(new StudyDb(pool)),
    new StudyAnswers(new StudyDb(pool), new SubjectStore(new StudyDb(pool))),
  );
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

async function change(statement: string, values: readonly unknown[] = []): Promise<void> {
  await owner.query('begin');
  await owner.query(`select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true),
    set_config('app.reason', 'test', true)`);
  await owner.query(statement, [...values]);
  await owner.query('commit');
}

const analyse = (readCentres: readonly number[], request: Partial<SurvivalRequest> = {}) =>
  service.analyse(
    {
      asker: {
        userId: 'reader',
        name: 'reader',
        email: '',
        studies: [{ studyId, studyCode: study, role: 'staff', readCentres, writeCentres: [] }],
      },
      requestId: '',
    },
    { study, endpoint: 'OS', groupBy: null, cohort: null, confType: 'log', ...request },
  );

describe('a survival analysis that is asked for again', () => {
  it('is computed once for the same patients and the same question', async () => {
    const first = await analyse(centres);
    expect(first.n).toBe(10);
    expect((await analyse(centres)).curves).toBe(first.curves);
    expect((await analyse([...centres].reverse())).curves).toBe(first.curves);
  });

  it('is drawn once for one width after another', async () => {
    const { draw } = await analyse(centres);
    const drawn = draw({ width: 5 });
    expect((await analyse(centres)).draw({ width: 5 })).toBe(drawn);
    expect(draw({ width: 500 })[0]?.days).toHaveLength(10);
    expect(draw({ width: 5 })).toEqual(drawn);
  });

  it('is computed from the patients of the asker alone, whatever others have asked before', async () => {
    const [a, b, both] = [await analyse([centres[0]!]), await analyse([centres[1]!]), await analyse(centres)];
    expect([a.n, b.n, both.n]).toEqual([6, 4, 10]);
    expect([a, b, both].map(({ curves }) => curves[0]?.curve.days.at(-1))).toEqual([60, 100, 100]);
    expect((await analyse([centres[0]!])).curves).toBe(a.curves);
    expect((await analyse([])).curves).toEqual([]);
  });

  it('is another one for another endpoint, grouping, scale of the limits or cohort', async () => {
    const curves = [
      await analyse(centres),
      await analyse(centres, { endpoint: 'PFS' }),
      await analyse(centres, { groupBy: 'arm' }),
      await analyse(centres, { confType: 'plain' }),
      await analyse(centres, { cohort: { arms: ['HTI'] } }),
    ].map((one) => one.curves);
    expect(new Set(curves).size).toBe(5);
    expect(curves[2]?.map(({ label }) => label)).toEqual(['HTI', 'HAIC']);
    expect(curves[4]?.map(({ curve }) => curve.n)).toEqual([5]);
  });

  it('is computed anew after a change of a patient it counts, and only then', async () => {
    const [before, ofA] = [await analyse(centres), await analyse([centres[0]!])];
    await change(`update portal.follow_up set contact_day = 95 where contact_day = 100`);
    const [after, stillA] = [await analyse(centres), await analyse([centres[0]!])];
    expect(before.curves[0]?.curve.days.at(-1)).toBe(100);
    expect(after.curves[0]?.curve.days.at(-1)).toBe(95);
    expect(after.dataVersion).toBeGreaterThan(before.dataVersion);
    // No patient of A has changed; the version is the study's.
    expect(stillA.curves).toBe(ofA.curves);
    expect(stillA.dataVersion).toBe(after.dataVersion);
  });
});

describe('curves for a drawing', () => {
  const whole = ['a', 'b'].map((label, i) => {
    const curve = kaplanMeier(
      Array.from({ length: 3_000 }, (_, k) => ({ days: 1 + ((k * (7 + 2 * i)) % 2_900), event: k % 2 === 0 })),
    );
    const { estimate, lower, upper } = curve.median;
    return { ...curve, label, medianDays: estimate, medianLowerDays: lower, medianUpperDays: upper };
  });
  const root = { curves: whole, monthDays: 30, draw: (options: DrawnOptions) => drawnCurves(whole, options) };
  const resolved = (drawing: CurveDrawing | null) => new SurvivalResolver(service).curves(root as never, drawing);
  const draw = (drawing: Partial<CurveDrawing>) => resolved({ width: 200, paleBelow: 10, ...drawing });

  it('have about a day per column of pixels, and every number but the columns as before', () => {
    draw({}).forEach((drawn, i) => {
      const { days, atRisk, nEvent, nCensor, survival, lower, upper, packed, ...rest } = drawn;
      expect(whole[i]).toMatchObject(rest);
      expect(new Set([days, atRisk, nEvent, nCensor, survival, lower, upper].map(({ length }) => length)).size).toBe(1);
      expect(whole[i]!.days.length).toBeGreaterThan(2_500);
      expect(days.length).toBeLessThan(700);
      expect(packed).toMatchObject({ days, atRisk, nEvent, nCensor, survival, lower, upper });
    });
  });

  it('are whole where no drawing is asked for, packed as well', () => {
    const expected = whole.map((curve) => ({ ...curve, packed: curve }));
    expect(resolved(null)).toEqual(expected);
  });

  it('hold every whole month up to the last follow-up, with the number at risk there', () => {
    const [drawn, curve] = [draw({})[0]!, whole[0]!];
    for (let month = 0; 30 * month < curve.days.at(-1)!; month++) {
      const at = (own: Pick<typeof curve, 'days' | 'atRisk'>) =>
        own.atRisk[own.days.findIndex((day) => day >= 30 * month)];
      expect(at(drawn)).toBe(at(curve));
    }
  });

  it.each([
    [{ width: 0 }, 'drawing.width', 'a whole number from 1 to 10000, not 0'],
    [{ width: 10_001 }, 'drawing.width', 'not 10001'],
    [{ untilDays: 0 }, 'drawing.untilDays', 'a number of days above 0'],
    [{ untilDays: 1e9 }, 'drawing.untilDays', 'at most 36525'],
    [{ paleBelow: -1 }, 'drawing.paleBelow', 'a whole number from 0'],
  ])('are refused for %o, naming the field and its range', (drawing, field, text) => {
    let refused: unknown;
    try {
      draw(drawing);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({
      code: 'BAD_USER_INPUT',
      extensions: { issues: [{ field, problem: 'outOfRange' }] },
    });
    expect((refused as PortalError).message).toContain(text);
  });
});
