import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { study } from './people.fixture.ts';
import { openSnapshotPeople, type SnapshotPeople } from './snapshot-people.fixture.ts';

let at: SnapshotPeople['at'];
let cookies: SnapshotPeople['cookies'];
let change: SnapshotPeople['change'];
let ask: SnapshotPeople['ask'];
let make: SnapshotPeople['make'];
let snapshot: string;

/*
 * Images at -5 (the baseline), 60 and 100 days, with the sums of their targets in mm. A1: 100, 40 PR, 30 PR. A2: 50, 75 PD.
 * B1: 80, 40 PR by the records; two readers agreed on 80 and 20. Followed for 400, 300 and 350 days, A2 and B1 until death.
 */
beforeAll(async () => {
  ({ at, cookies, change, ask, make } = await openSnapshotPeople());
  const of = (codes: string) => `select id, centre_id, 'test' from portal.patient where code in (${codes})`;
  await change(
    `insert into portal.patient (centre_id, code, updated_by)
       select c.id, v.code, 'test' from (values ('A1'), ('A2'), ('B1')) v(code)
       join portal.centre c on c.code = left(v.code, 1) join portal.study s on s.id = c.study_id and s.code = '${study}'`,
    `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
       select id, centre_id, 'test', 'HTI', '2024-01-06' from portal.patient`,
    `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status)
       select p.id, p.centre_id, 'test', v.day, v.status from portal.patient p
       join (values ('A1', 400, 'alive'), ('A2', 300, 'dead'), ('B1', 350, 'dead')) v(code, day, status) using (code)`,
    `insert into portal.tumour_assessment (patient_id, centre_id, updated_by, visit_number, assessed_on, sum_viable_diameter_mm, reader_response)
       select p.id, p.centre_id, 'test', v.visit, date '2024-01-06' + v.day, v.sum, v.response from portal.patient p
       join (values ('A1', 0, -5, 100, null), ('A1', 1, 60, 40, 'PR'), ('A1', 2, 100, 30, 'PR'), ('A2', 0, -5, 50, null),
         ('A2', 1, 60, 75, 'PD'), ('B1', 0, -5, 80, null), ('B1', 1, 60, 40, 'PR')) v(code, visit, day, sum, response) using (code)`,
    `with c as (
       insert into portal.reading_case (centre_id, number, days, discordance, reader_ids, adjudicator_id, updated_by)
         select centre_id, 100001, '{-5,60}', 'best', '{u,d}', 't', 'test' from portal.patient where code = 'B1' returning id, centre_id
     ), r as (
       insert into portal.reading (case_id, centre_id, slot, user_id, state, submitted_at, derived, overall, best, updated_by)
         select id, centre_id, 'first', 'u', 'submitted', now(), '{"visits": [{"sumMm": 80}, {"sumMm": 20}]}', '{PR}', 'PR', 'test'
         from c returning id, case_id
     )
     insert into portal.reading_link (case_id, centre_id, patient_id, assessment_ids, stored_reading_id, updated_by)
       select c.id, p.centre_id, p.id, (select array_agg(a.id order by a.visit_number) from portal.tumour_assessment a where a.patient_id = p.id),
         r.id, 'test' from c, r, (${of(`'B1'`)}) p(id, centre_id, by)`,
    `update portal.reading_case set state = 'accepted', differs = false, accepted_id = (select id from portal.reading)`,
    `insert into portal.reading_plan (study_id, discordance, absolute_increase_mm, stable_from_day, confirmation_days, updated_by)
       select id, 'best', 0, 0, 30, 'test' from portal.study where code = '${study}'`,
  );
  snapshot = await make('as submitted');
}, 120_000);
afterAll(() => at?.close());

const courseQuery = `query ($study: String!, $snapshot: ID) { responseCourse(study: $study, snapshot: $snapshot) {
  n readPatients patients { code bestResponse bestChange bestDay days changes progressionDay isRead } files { data } } }`;
const confirmedQuery = `query ($study: String!, $snapshot: ID) { confirmedResponse(study: $study, snapshot: $snapshot) {
  n days plannedDays total { lost confirmed { n cr pr sd pd notEvaluable } } files { data } } }`;
const survivalQuery = `query ($study: String!, $snapshot: ID, $by: String) {
  survival(study: $study, endpoint: OS, groupBy: $by, snapshot: $snapshot) { curves { label n events } } }`;
const modelQuery = `query ($study: String!, $snapshot: ID, $by: String) {
  survivalModel(study: $study, endpoint: OS, groupBy: $by, covariates: [], snapshot: $snapshot) { rows { level } } }`;
const best = { by: 'landmark:bestResponse:90' };

interface Course {
  n: number;
  readPatients: number;
  patients: { code: string; bestChange: number; isRead: boolean }[];
  files: { data: string };
}

/** Everything that is made of images. */
const answersOf = async (who: string, of: string | null) => [
  await ask<Course>(who, courseQuery, { snapshot: of }),
  await ask<object>(who, confirmedQuery, { snapshot: of }),
  await ask<object>(who, survivalQuery, { ...best, snapshot: of }),
];

describe('images of a snapshot', () => {
  it('give every figure and group of its moment', async () => {
    const [course, confirmed, survival] = await answersOf('una', snapshot);
    expect(course).toMatchObject({
      n: 3,
      readPatients: 1,
      patients: [
        { code: 'A2', bestResponse: 'PD', bestChange: 0.5, bestDay: 60, progressionDay: 60, isRead: false },
        { code: 'A1', bestResponse: 'PR', bestChange: -0.7, bestDay: 100, days: [60, 100], changes: [-0.6, -0.7] },
        { code: 'B1', bestResponse: 'PR', bestChange: -0.75, bestDay: 60, progressionDay: null, isRead: true },
      ],
    });
    // A1 is seen again after 40 days, B1 is not.
    expect(confirmed).toMatchObject({
      ...{ n: 3, days: 30, plannedDays: 30 },
      total: { lost: 1, confirmed: { n: 3, cr: 0, pr: 1, sd: 1, pd: 1, notEvaluable: 0 } },
    });
    expect(survival).toEqual({
      curves: [
        { label: 'PR', n: 2, events: 1 },
        { label: 'PD', n: 1, events: 1 },
      ],
    });
    expect(await answersOf('una', null)).toEqual([course, confirmed, survival]);
    const { rows } = await ask<{ rows: { level: string }[] }>('una', modelQuery, { ...best, snapshot });
    expect(rows.map(({ level }) => level)).toEqual(['PR', 'PD']);
  });

  it('are to somebody at one centre those of that centre alone', async () => {
    const codesOf = async (who: string) => {
      const { n, patients, files } = await ask<Course>(who, courseQuery, { snapshot });
      // A heading, and a row an image.
      return [n, patients.map(({ code }) => code), files.data.trim().split('\n').length - 1];
    };
    expect(await codesOf('ana')).toEqual([2, ['A2', 'A1'], 5]);
    expect(await codesOf('ben')).toEqual([1, ['B1'], 2]);
    expect((await answersOf('ben', snapshot))[1]).toMatchObject({ n: 1, total: { lost: 1 } });
    await at.person('otto', 'statistician', null, 'OTHER');
    const stranger = await at.ask(await at.signIn('otto'), courseQuery, { study, snapshot });
    expect(stranger.code).toBe('NOT_FOUND');
    const elsewhere = await at.ask(await at.signIn('otto'), courseQuery, { study: 'OTHER', snapshot });
    expect(elsewhere.code).toBe('NOT_FOUND');
  });

  it('stay as they are after images, readings, plan and cut-off have changed', async () => {
    const people = ['una', 'ana', 'ben'];
    const before = await Promise.all(people.map((who) => answersOf(who, snapshot)));
    await change(
      `update portal.tumour_assessment a set sum_viable_diameter_mm = 90, reader_response = 'SD', version = a.version + 1, updated_by = 'test'
         from portal.patient p where p.id = a.patient_id and p.code = 'A1' and a.visit_number = 1`,
      `delete from portal.tumour_assessment a using portal.patient p where p.id = a.patient_id and p.code = 'A2' and a.visit_number = 1`,
      `update portal.reading_link set stored_reading_id = null`,
      `update portal.reading_plan set confirmation_days = 56`,
      `update portal.study set cutoff_on = '2024-03-10' where code = '${study}'`,
    );
    expect(await Promise.all(people.map((who) => answersOf(who, snapshot)))).toEqual(before);
    // Now the image of day 100 is after the cut-off, A2 has none, and B1's sums are those of the records.
    const [course, confirmed, survival] = await answersOf('una', null);
    expect((course as Course).patients.map(({ code, bestChange }) => [code, bestChange])).toEqual([
      ['A1', -0.1],
      ['B1', -0.5],
    ]);
    expect(confirmed).toMatchObject({ plannedDays: 56, total: { confirmed: { pr: 0, sd: 2, notEvaluable: 1 } } });
    expect(survival).not.toEqual(before[0]![2]);
    await change(`delete from portal.tumour_assessment`);
    expect(await Promise.all(people.map((who) => answersOf(who, snapshot)))).toEqual(before);
  });

  it('are part of its hash, which anybody can compute, and change by no statement', async () => {
    const check = () =>
      ask<object>('ana', 'query ($study: String!, $id: ID!) { checkSnapshot(study: $study, id: $id) { isSound damaged sha256 } }', {
        id: snapshot,
      }); // prettier-ignore
    // By another implementation of the hash, from the texts that the database has.
    const { rows: heads } = await at.owner.query<{ head: string }>(
      `select jsonb_build_object('study', study_id, 'dataVersion', data_version, 'settings', settings)::text as head
       from portal.snapshot where id = $1`,
      [snapshot],
    );
    const { rows } = await at.owner.query<{ text: string }>(
      `select f.subject::text || chr(10) || f.events::text as text, 1 as place, m.centre_id, m.patient_id from portal.snapshot_subject m
         join portal.frozen_subject f on f.centre_id = m.centre_id and f.sha256 = m.sha256 where m.snapshot_id = $1
       union all
       select f.content::text || chr(10) || '[]', 2, m.centre_id, m.patient_id from portal.snapshot_part m
         join portal.frozen_part f on f.centre_id = m.centre_id and f.sha256 = m.sha256 where m.snapshot_id = $1 and m.part = 'images'
       order by place, centre_id, patient_id`,
      [snapshot],
    );
    expect(rows).toHaveLength(3 + 3);
    const whole = createHash('sha256').update(`${heads[0]!.head}\n`);
    for (const { text } of rows) whole.update(createHash('sha256').update(text).digest());
    expect(await check()).toEqual({ isSound: true, damaged: 0, sha256: whole.digest('hex') });

    for (const statement of [`update portal.frozen_part set content = '{}'`, 'delete from portal.snapshot_part']) {
      await expect(at.owner.query(statement)).rejects.toThrow('a snapshot is never changed');
    }
    await at.owner.query('alter table portal.frozen_part disable trigger never_changed');
    const become = (mm: number, was: number) =>
      at.owner.query(
        `update portal.frozen_part set content = jsonb_set(content, '{images,1,sum_mm}', '${mm}')
         where (content #>> '{images,1,sum_mm}')::float8 = ${was}`,
      );
    await become(41, 40);
    // A1 and B1 have 40 mm at their second image.
    expect(await check()).toMatchObject({ isSound: false, damaged: 2 });
    await become(40, 41);
    await at.owner.query('alter table portal.frozen_part enable trigger never_changed');
    expect(await check()).toMatchObject({ isSound: true, damaged: 0 });
  });

  it('are missing of a snapshot that was made before they were kept, which says so and keeps its hash', async () => {
    // As an earlier version of the portal made it.
    const { rows } = await at.owner.query<{ id: string }>(
      `with listed as materialized (
         select k.centre_id, k.id, k.study_id, k.subject, k.events, k.sha256 from portal.subject_to_freeze k
           join portal.study s on s.id = k.study_id and s.recipe_id = k.recipe_id where s.code = $1
       ), made as (
         insert into portal.snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
         select gen_random_uuid(), s.id, 'older', 'test', now(), 'test', 'test', 0, s.recipe_id, portal.settings_of_scores_to_freeze(s.id), 3,
           portal.hash_of_snapshot(s.id, 0, portal.settings_of_scores_to_freeze(s.id),
             (select string_agg(sha256, '' order by centre_id, id) from listed))
         from portal.study s where s.code = $1 returning id
       ), kept as (
         insert into portal.frozen_subject (centre_id, sha256, patient_id, subject, events)
           select centre_id, sha256, id, subject, events from listed on conflict do nothing
       ), members as (
         insert into portal.snapshot_subject (snapshot_id, centre_id, patient_id, sha256)
           select made.id, l.centre_id, l.id, l.sha256 from made, listed l
       )
       select id from made`,
      [study],
    );
    const older = rows[0]!.id;
    const all = await ask<object>('ana', 'query ($study: String!) { snapshots(study: $study) { name keepsImages } }');
    expect(all).toEqual([
      { name: 'older', keepsImages: false },
      { name: 'as submitted', keepsImages: true },
    ]);
    const asked: [string, object][] = [
      [courseQuery, {}],
      [confirmedQuery, {}],
      [survivalQuery, best],
      [modelQuery, best],
    ];
    for (const [query, variables] of asked) {
      const { code, message, extensions } = await at.ask(cookies['ana']!, query, { study, snapshot: older, ...variables }); // prettier-ignore
      expect(code).toBe('BAD_USER_INPUT');
      expect(message).toContain('this snapshot was made before images were kept');
      expect(extensions['issues']).toMatchObject([
        { field: 'snapshot', expected: { zh: expect.stringContaining('该快照建立时尚不保存影像记录') } },
      ]);
    }
    // The days of a response are in the analysis row.
    await ask('ana', survivalQuery, { snapshot: older, by: 'landmark:response:90' });
    const check = `query ($study: String!, $id: ID!) { checkSnapshot(study: $study, id: $id) { isSound damaged } }`;
    expect(await ask<object>('ana', check, { id: older })).toEqual({ isSound: true, damaged: 0 });
    // A setting that it could not keep has not changed.
    const difference = `query ($study: String!, $from: ID!, $to: ID) { snapshotDifference(study: $study, from: $from, to: $to) {
      changed settings { field } } }`;
    expect(await ask<object>('una', difference, { from: older })).toEqual({ changed: 0, settings: [] });
    const { settings } = await ask<{ settings: object }>('una', difference, { from: snapshot });
    expect(settings).toEqual(expect.arrayContaining([{ field: 'cutoffOn' }, { field: 'confirmationDays' }]));
  });
});
