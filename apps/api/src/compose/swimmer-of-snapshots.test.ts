import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { study } from './people.fixture.ts';
import { openSnapshotPeople, type SnapshotPeople } from './snapshot-people.fixture.ts';

let at: SnapshotPeople['at'];
let cookies: SnapshotPeople['cookies'];
let change: SnapshotPeople['change'];
let ask: SnapshotPeople['ask'];
let make: SnapshotPeople['make'];
let snapshot: string;
const people = ['una', 'ana', 'ben'];

/*
 * First HAIC on 2024-01-06, cycles on days 0 and 21, of A2 on day 0 alone. Images at -5, 60 and 100 days: A1 has PR and CR, A2
 * PD, B1 PR; A3 has none. Followed for 400, 300, 200 and 350 days, A2 and B1 until death.
 */
beforeAll(async () => {
  ({ at, cookies, change, ask, make } = await openSnapshotPeople());
  const all = `select id, centre_id, 'test'`;
  await change(
    `insert into portal.patient (centre_id, code, updated_by)
       select c.id, v.code, 'test' from (values ('A1'), ('A2'), ('A3'), ('B1')) v(code)
       join portal.centre c on c.code = left(v.code, 1) join portal.study s on s.id = c.study_id and s.code = '${study}'`,
    `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
       ${all}, 'HTI', '2024-01-06' from portal.patient`,
    `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status)
       ${all}, v.day, v.status from portal.patient join (values ('A1', 400, 'alive'), ('A2', 300, 'dead'), ('A3', 200, 'alive'),
         ('B1', 350, 'dead')) v(code, day, status) using (code)`,
    `insert into portal.tumour_assessment (patient_id, centre_id, updated_by, visit_number, assessed_on, reader_response)
       ${all}, v.visit, date '2024-01-06' + v.day, v.response from portal.patient
       join (values ('A1', 0, -5, null), ('A1', 1, 60, 'PR'), ('A1', 2, 100, 'CR'), ('A2', 0, -5, null), ('A2', 1, 60, 'PD'),
         ('B1', 0, -5, null), ('B1', 1, 60, 'PR')) v(code, visit, day, response) using (code)`,
    `insert into portal.haic_cycle (patient_id, centre_id, updated_by, cycle_number, given_on)
       ${all}, k, date '2024-01-06' + 21 * (k - 1) from portal.patient, generate_series(1, 2) k where code <> 'A2' or k = 1`,
  );
  snapshot = await make('as submitted');
}, 120_000);
afterAll(() => at?.close());

const swimmerQuery = `query ($study: String!, $snapshot: ID) { swimmer(study: $study, snapshot: $snapshot) {
  total page pages longestDays monthDays recipe dataVersion droppedReasons { reason n }
  patients { id code arm days isDead progressionDay cycleDays completeResponseDay partialResponseDay } } }`;
/** The bytes of the answer. */
const answerTo = async (who: string, of: string | null): Promise<string> =>
  (await at.post('/graphql', { query: swimmerQuery, variables: { study, snapshot: of } }, cookies[who])).text();
const answersOf = (of: string | null) => Promise.all(people.map((who) => answerTo(who, of)));

interface Bar {
  readonly code: string;
  readonly cycleDays: readonly number[];
  readonly completeResponseDay: number | null;
  readonly partialResponseDay: number | null;
}
const barsOf = async (who: string, of: string | null) =>
  (await ask<{ patients: Bar[] }>(who, swimmerQuery, { snapshot: of })).patients;

const countOf = async (table: string): Promise<number> =>
  (await at.owner.query<{ n: number }>(`select count(*)::int as n from portal.${table}`)).rows[0]!.n;

describe('the swimmer plot of a snapshot', () => {
  it('is that of its moment, byte for byte', async () => {
    const [everywhere] = await answersOf(snapshot);
    expect(await answersOf(null)).toEqual(await answersOf(snapshot));
    expect(everywhere).not.toContain('errors');
    const none = { progressionDay: null, completeResponseDay: null, partialResponseDay: null };
    expect(await barsOf('una', snapshot)).toMatchObject([
      { ...none, code: 'A1', days: 400, isDead: false, cycleDays: [0, 21], partialResponseDay: 60, completeResponseDay: 100 }, // prettier-ignore
      { ...none, code: 'B1', days: 350, isDead: true, cycleDays: [0, 21], partialResponseDay: 60 },
      { ...none, code: 'A2', days: 300, isDead: true, cycleDays: [0], progressionDay: 60 },
      { ...none, code: 'A3', days: 200, isDead: false, cycleDays: [0, 21] },
    ]);
  });

  it('is to somebody at one centre that of this centre alone', async () => {
    const codesOf = async (who: string) => (await barsOf(who, snapshot)).map(({ code }) => code);
    expect(await codesOf('ana')).toEqual(['A1', 'A2', 'A3']);
    expect(await codesOf('ben')).toEqual(['B1']);
    await at.person('otto', 'statistician', null, 'OTHER');
    const otto = await at.signIn('otto');
    expect((await at.ask(otto, swimmerQuery, { study, snapshot })).code).toBe('NOT_FOUND');
    expect((await at.ask(otto, swimmerQuery, { study: 'OTHER', snapshot })).code).toBe('NOT_FOUND');
  });

  it('is made of rows of which the database itself shows each asker those of the own centres', async () => {
    const pool = openDataSource(at.database.appUrl, 1);
    await pool.initialize();
    try {
      const { rows: centres } = await at.owner.query<{ id: number; study: number }>(
        `select c.id, c.study_id as study from portal.centre c join portal.study s on s.id = c.study_id where s.code = $1 order by c.code`,
        [study],
      );
      const seenBy = (readCentres: number[]) =>
        new StudyDb(pool).read(
          {
            ...{ userId: 'x', name: 'x', email: '' },
            studies: [{ studyId: centres[0]!.study, studyCode: study, role: 'staff', readCentres, writeCentres: [] }],
          },
          async ({ rows }) => [
            await rows(`select part, count(*)::int as n from portal.snapshot_part group by 1 order by 1`),
            await rows(`select count(*)::int as n, count(distinct centre_id)::int as centres from portal.frozen_part`),
            await rows(`select count(*)::int as n from portal.counted_cycle`),
          ],
        );
      // A1 and A3 have the same cycles, which are stored once.
      expect(await seenBy([centres[0]!.id])).toEqual([
        [
          { part: 'cycles', n: 3 },
          { part: 'images', n: 2 },
        ],
        [{ n: 2 + 2, centres: 1 }],
        [{ n: 2 + 1 + 2 }],
      ]);
      expect(await seenBy([centres[1]!.id])).toEqual([
        [
          { part: 'cycles', n: 1 },
          { part: 'images', n: 1 },
        ],
        [{ n: 2, centres: 1 }],
        [{ n: 2 }],
      ]);
      expect(await seenBy([])).toEqual([[], [{ n: 0, centres: 0 }], [{ n: 0 }]]);
    } finally {
      await pool.destroy();
    }
  });

  it('costs a list of hashes where nothing has changed, and one content where one patient has', async () => {
    expect([await countOf('frozen_part'), await countOf('snapshot_part')]).toEqual([6, 7]);
    await make('of the same data');
    expect([await countOf('frozen_part'), await countOf('snapshot_part')]).toEqual([6, 14]);
    await change(`update portal.haic_cycle h set given_on = given_on + 1, version = h.version + 1, updated_by = 'test'
      from portal.patient p where p.id = h.patient_id and p.code = 'A3' and h.cycle_number = 2`);
    await make('after a correction');
    expect([await countOf('frozen_part'), await countOf('snapshot_part')]).toEqual([7, 21]);
  });

  it('stays as it is after cycles, images, follow-up and cut-off have changed', async () => {
    const before = await answersOf(snapshot);
    await change(
      `update portal.tumour_assessment a set reader_response = 'SD', version = a.version + 1, updated_by = 'test'
         from portal.patient p where p.id = a.patient_id and p.code = 'A1' and a.visit_number = 1`,
      `delete from portal.haic_cycle h using portal.patient p where p.id = h.patient_id and p.code = 'B1'`,
      `update portal.follow_up f set contact_day = 390, version = f.version + 1, updated_by = 'test'
         from portal.patient p where p.id = f.patient_id and p.code = 'A1'`,
      `update portal.study set cutoff_on = '2024-01-20' where code = '${study}'`,
    );
    expect(await answersOf(snapshot)).toEqual(before);
    // Cycles and images after the 14th day are after the cut-off.
    const now = await barsOf('una', null);
    expect(now.map(({ code, cycleDays }) => [code, cycleDays]).toSorted()).toEqual([
      ['A1', [0]],
      ['A2', [0]],
      ['A3', [0]],
      ['B1', []],
    ]);
    expect(now.flatMap(({ completeResponseDay, partialResponseDay }) => [completeResponseDay, partialResponseDay])).toEqual(Array(8).fill(null)); // prettier-ignore
    await change('delete from portal.haic_cycle', 'delete from portal.tumour_assessment');
    expect(await answersOf(snapshot)).toEqual(before);
  });

  it('is part of its hash', async () => {
    const check = () =>
      ask<object>('ana', 'query ($study: String!, $id: ID!) { checkSnapshot(study: $study, id: $id) { isSound damaged } }', { id: snapshot }); // prettier-ignore
    expect(await check()).toEqual({ isSound: true, damaged: 0 });
    await at.owner.query('alter table portal.frozen_part disable trigger never_changed');
    const become = (days: string, was: string) =>
      at.owner.query(`update portal.frozen_part set content = $1 where content = $2`, [
        `{"days": ${days}}`,
        `{"days": ${was}}`,
      ]);
    await become('[1]', '[0]');
    expect(await check()).toEqual({ isSound: false, damaged: 1 });
    await become('[0]', '[1]');
    await at.owner.query('alter table portal.frozen_part enable trigger never_changed');
    expect(await check()).toEqual({ isSound: true, damaged: 0 });
  });

  it('is refused of a snapshot that was made before cycles were kept, which says so', async () => {
    const { rows } = await at.owner.query<{ id: string }>(
      `insert into portal.snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
       select gen_random_uuid(), s.id, 'older', 'test', now(), 'test', 'test', 0, s.recipe_id, portal.settings_of_images_to_freeze(s.id), 0,
         portal.hash_of_snapshot(s.id, 0, portal.settings_of_images_to_freeze(s.id), '')
       from portal.study s where s.code = $1 returning id`,
      [study],
    );
    const older = rows[0]!.id;
    const named = await ask<{ name: string }[]>(
      'ana',
      'query ($study: String!) { snapshots(study: $study) { name keepsImages keepsCycles } }',
    );
    expect(named.filter(({ name }) => ['older', 'as submitted'].includes(name))).toEqual([
      { name: 'older', keepsImages: true, keepsCycles: false },
      { name: 'as submitted', keepsImages: true, keepsCycles: true },
    ]);
    const { code, message, extensions } = await at.ask(cookies['ana']!, swimmerQuery, { study, snapshot: older });
    expect(code).toBe('BAD_USER_INPUT');
    expect(message).toContain('this snapshot was made before HAIC cycles were kept');
    expect(extensions['issues']).toMatchObject([
      { field: 'snapshot', expected: { zh: expect.stringContaining('该快照建立时尚不保存 HAIC 周期') } },
    ]);
    // What a snapshot keeps is not a setting of the study.
    const difference = `query ($study: String!, $from: ID!, $to: ID) { snapshotDifference(study: $study, from: $from, to: $to) {
      settings { field } } }`;
    expect(await ask<object>('una', difference, { from: older })).toEqual({ settings: [] });
  });
});
