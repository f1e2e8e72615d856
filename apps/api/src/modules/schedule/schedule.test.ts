import { type FormName, forms, type Row, usualSchedule } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReviewedStudy, type ReviewedStudy } from '../review/reviewed-study.fixture.ts';
import { DueService } from './due.service.ts';
import { ScheduleService } from './schedule.service.ts';
import { VisitFactsStore } from './visit-facts.store.ts';

let study: ReviewedStudy;
let schedules: ScheduleService;
let due: DueService;

/** 2022-07-30 is day 200 after 2022-01-11. */
const today = '2022-07-30';
const code = 'VISITS';

beforeAll(async () => {
  study = await openReviewedStudy(code, ['staff', 'monitor', 'reader']);
  schedules = new ScheduleService(study.db, study.studies);
  due = new DueService(study.db, study.studies, new VisitFactsStore(study.db), () => today);
});
afterAll(() => study?.close());

async function aPatient(patientCode: string, { centre = 'A', by = 'head' } = {}) {
  const ctx = await study.as(by);
  const demographics = { ageYears: 60, sex: 'male' };
  const id = await study.patients.create(ctx, { study: code, centre, code: patientCode, demographics });
  const save = (name: FormName, values: Row) =>
    study.records.save(
      ctx,
      forms.find((form) => form.name === name)!,
      {
        ...{ patientId: id, id: null, version: null, values, reason: null },
      },
    );
  await save('treatment', { arm: 'HTI', startedOn: '2022-01-11' });
  let visitNumber = 0;
  const image = (assessedDay: number, sum: number) =>
    save('tumourAssessment', { assessedDay, visitNumber: visitNumber++, sumViableDiameterMm: sum });
  const lab = (takenOn: string) => save('labResult', { test: 'AFP', takenOn, value: 9, unit: 'ng/mL' });
  return {
    id,
    image,
    lab,
    contact: (on: string, vitalStatus = 'alive') => save('followUp', { contactOn: on, vitalStatus }),
  };
}

const all = { centres: [], forms: [], states: [], overdueBy: 0, code: '' };
const listed = async (by: string, filter: Partial<typeof all> | { [K in keyof typeof all]?: unknown } = {}) =>
  (
    await due.page(await study.as(by), code, { filter: { ...all, ...filter } as never, first: 50, after: null })
  ).rows.map(
    (one) => `${one.code} ${one.form} ${one.visit ?? '-'} ${one.dueOn} ${one.state} ${one.overdueBy} ${one.missed}`,
  );

describe('what is due', () => {
  it('follows from the records and the usual schedule, and from every change of either', async () => {
    const one = await aPatient('A-1');
    // By hand: visits on days 63, 126 and 189 (2022-03-15, 05-17, 07-19), in time 14 days before and after; contacts 90
    // days after day 0, 2022-04-11, closed on 04-25: 96 days before day 200. Day 200 is within the window of visit 3.
    expect(await listed('staff')).toEqual([
      'A-1 followUp - 2022-04-11 overdue 96 0',
      'A-1 labResult 3 2022-07-19 due 0 3',
      'A-1 tumourAssessment 3 2022-07-19 due 0 3',
    ]);
    await one.image(0, 100);
    await one.image(60, 80);
    await one.image(190, 70);
    await one.lab('2022-01-10');
    await one.contact('2022-07-20');
    expect(await listed('staff')).toEqual(['A-1 labResult 3 2022-07-19 due 0 2']);
    expect(await listed('staff', { states: ['coming'] })).toEqual([
      'A-1 tumourAssessment 4 2022-09-20 coming 0 1',
      'A-1 followUp - 2022-10-18 coming 0 0',
    ]);
    const visits = await due.ofPatient(await study.as('staff'), one.id);
    expect(visits.missed).toEqual([
      { form: 'tumourAssessment', visit: 2, dueOn: '2022-05-17' },
      { form: 'labResult', visit: 1, dueOn: '2022-03-15' },
      { form: 'labResult', visit: 2, dueOn: '2022-05-17' },
    ]);
    // 84 mm is 20 % over the nadir of 70: progression ends images and results, a death everything.
    await one.image(199, 84);
    expect(await listed('staff', { states: ['overdue', 'due', 'coming'] })).toEqual([
      'A-1 followUp - 2022-10-18 coming 0 0',
    ]);
    await one.contact('2022-07-30', 'dead');
    expect(await listed('staff', { states: ['overdue', 'due', 'coming'] })).toEqual([]);
  });

  it('is of the centres of whoever asks, and of no other', async () => {
    const other = await aPatient('B-1', { centre: 'B' });
    await aPatient('A-2');
    expect((await listed('staff')).map((line) => line.slice(0, 3))).toEqual(['A-2', 'A-2', 'A-2']);
    expect((await listed('head', { centres: ['B'] })).length).toBe(3);
    expect(await listed('staff', { centres: ['B'] })).toEqual([]);
    expect(await listed('staff', { centres: ['nowhere'] })).toEqual([]);
    await expect(due.ofPatient(await study.as('staff'), other.id)).rejects.toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
    await expect(listed('reader')).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });

  it('is filtered by form, code and days, and goes on behind an item that is no longer there', async () => {
    expect(await listed('head', { overdueBy: 96, code: '-2' })).toEqual(['A-2 followUp - 2022-04-11 overdue 96 0']);
    expect(await listed('head', { overdueBy: 97 })).toEqual([]);
    const ctx = await study.as('head');
    const filter = { ...all, forms: ['followUp'] };
    const [first] = (await due.page(ctx, code, { filter, first: 1, after: null })).rows;
    expect(first?.code).toBe('A-2');
    const ofFirst = await due.ofPatient(ctx, first!.patientId);
    expect(ofFirst.due.map(({ form }) => form)).toEqual(['tumourAssessment', 'labResult', 'followUp']);
    await due.stop(ctx, first!.patientId, 0, { stoppedOn: '2022-07-01', why: 'lost', note: null });
    const behind = await due.page(ctx, code, { filter, first: 1, after: first!.cursor });
    expect(behind).toMatchObject({ total: 1, counts: { overdue: 1 }, nextCursor: null, rows: [{ code: 'B-1' }] });
    await due.resume(ctx, first!.patientId, 1, 'seen again');
    expect(await due.patientsWith(ctx, study.studies.scope(ctx, code), ['overdue'])).toEqual(
      new Set([first!.patientId, behind.rows[0]!.patientId]),
    );
  });

  it.each([
    [{ states: ['late'] }, /states must be among overdue, due, coming/],
    [{ forms: ['baseline'] }, /forms must be among tumourAssessment, labResult, followUp/],
  ])('refuses the filter %j by name', async (filter, message) => {
    await expect(listed('staff', filter)).rejects.toThrow(message);
  });
});

describe('a stop of visits', () => {
  it('ends what is due, is of the version that was read, and is in the trail with both ends', async () => {
    const { id } = await aPatient('A-3');
    const ctx = await study.as('staff');
    const stop = { stoppedOn: '2022-03-01', why: 'withdrawn', note: ' ' };
    await due.stop(ctx, id, 0, stop);
    expect(await listed('staff', { code: 'A-3' })).toEqual([]);
    await expect(due.stop(ctx, id, 0, stop)).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
    expect((await due.ofPatient(ctx, id)).stop).toMatchObject({ why: 'withdrawn', note: null, version: 1 });
    await due.resume(ctx, id, 1, 'consented again');
    const trail = await study.db.read((await study.as('head')).asker, (tx) =>
      tx.rows(`select action, user_id as by, reason from portal.audit_entry where patient_id = $1 and form = 'visit_stop' order by id`, [id]),
    ); // prettier-ignore
    expect(trail).toEqual([
      { action: 'create', by: 'staff', reason: null },
      { action: 'delete', by: 'staff', reason: 'consented again' },
    ]);
  });

  it('is refused by name where it cannot be, and to who enters nothing', async () => {
    const { id } = await aPatient('A-4');
    const stop = { stoppedOn: '2022-03-01', why: 'lost', note: null };
    const staff = await study.as('staff');
    await expect(due.stop(staff, id, 0, { ...stop, stoppedOn: '2022-08-01' })).rejects.toThrow(
      /stoppedOn must be a date from 1900-01-01 to 2022-07-30/,
    );
    await expect(due.stop(staff, id, 0, { ...stop, why: 'bored' })).rejects.toThrow(/why must be one of withdrawn/);
    await expect(due.stop(staff, id, 0, { ...stop, why: 'other' })).rejects.toThrow(/note must be what the other/);
    await expect(due.stop(await study.as('monitor'), id, 0, stop)).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
  });
});

it('counts how completely patients were followed, to today while the study has no cut-off', async () => {
  const { id, contact } = await aPatient('B-2', { centre: 'B' });
  await contact('2022-05-01');
  const found = await due.followUp(await study.as('head'), code, ['B']);
  // B-1 was never seen after day 0, B-2 last on day 110 of 200: 110 of 400 days.
  expect(found).toMatchObject({
    until: today,
    n: 2,
    died: 0,
    short: 2,
    observedDays: 110,
    potentialDays: 400,
    c: 0.275,
  });
  expect(found.rows).toMatchObject([
    { code: 'B-1', lastContactOn: null, lacksDays: 200 },
    { patientId: id, lastContactOn: '2022-05-01', lacksDays: 90 },
  ]);
  expect(found.said).toMatchObject({ code: 'followUpComplete', values: { percent: 27.5 } });
});

describe('a schedule', () => {
  const weekly = { ...usualSchedule, imagingEvery: 8, imagingUnit: 'weeks', labsOn: false, contactOn: false } as const;

  it('is the usual one until the study sets its own, which decides at once', async () => {
    expect(await schedules.read(await study.as('staff'), code)).toMatchObject({ ...usualSchedule, version: 0 });
    const stored = await schedules.set(await study.as('head'), code, 0, weekly);
    expect(stored).toMatchObject({ ...weekly, version: 1, updatedBy: 'head' });
    // Day 168 is visit 3 of every 56 days; its window closed on day 182.
    expect(await listed('staff', { code: 'A-2' })).toEqual(['A-2 tumourAssessment 3 2022-06-28 overdue 18 3']);
  });

  it('is set in the version that was read, by whoever manages the study, and leaves a trail', async () => {
    const head = await study.as('head');
    await expect(schedules.set(head, code, 0, weekly)).rejects.toMatchObject({
      extensions: { code: 'CONFLICT', currentVersion: 1, changedBy: 'head' },
    });
    await expect(schedules.set(head, code, 1, { ...weekly, imagingEvery: 0 })).rejects.toThrow(
      /imagingEvery must be a whole number from 1 to 52/,
    );
    await expect(schedules.set(await study.as('staff'), code, 1, weekly)).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
    await schedules.set(head, code, 1, { ...weekly, imagingUntil: 'death' });
    const trail = await study.owner.query(
      `select changes -> 'imaging_until' as until from portal.audit_entry where form = 'study_schedule' order by id`,
    );
    expect(trail.rows).toEqual([{ until: [null, 'progression'] }, { until: ['progression', 'death'] }]);
  });
});
