import { type FormName, forms, type Row, usualPlan } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectStore } from '../../columns/index.ts';
import { DataQueryService } from '../queries/index.ts';
import { openReviewedStudy, outcome, type ReviewedStudy } from '../review/reviewed-study.fixture.ts';
import { DueService, VisitFactsStore } from '../schedule/index.ts';
import { StudyPlanService } from './study-plan.service.ts';
import { StudyProgressService } from './study-progress.service.ts';

const code = 'PROGRESS';
const today = '2022-07-30';
let at: ReviewedStudy;
let due: DueService;
let plans: StudyPlanService;
let service: StudyProgressService;

const progress = async (by: string) => service.progress(await at.as(by), code);

async function add(name: string, records: readonly (readonly [FormName, Row])[]): Promise<string> {
  const head = await at.as('head');
  const demographics = { ageYears: 60, sex: 'male' };
  const id = await at.patients.create(head, { study: code, centre: name[0]!, code: name, demographics });
  for (const [form, values] of records) {
    const declared = forms.find((one) => one.name === form)!;
    await at.records.save(head, declared, { patientId: id, id: null, version: null, values, reason: null });
  }
  return id;
}

const treated = (arm: string, startedOn: string) => ['treatment', { arm, startedOn }] as const;
const contact = (contactOn: string, vitalStatus: string) => ['followUp', { contactOn, vitalStatus }] as const;

beforeAll(async () => {
  at = await openReviewedStudy(code, ['staff', 'monitor', 'reader']);
  await at.owner.query(
    `insert into portal.study_arm (study_id, code, label, position) select id, 'HAIC', 'HAIC', 9 from portal.study where code = $1`,
    [code],
  );
  due = new DueService(at.db, at.studies, new VisitFactsStore(at.db), () => today);
  plans = new StudyPlanService(at.db, at.studies);
  service = new StudyProgressService(new SubjectStore(at.db), at.studies, due);
  await add('A-1', [treated('HTI', '2022-01-11'), contact('2022-07-30', 'alive')]);
  const second = await add('A-2', [treated('HAIC', '2022-01-20'), contact('2022-04-20', 'dead')]);
  await add('A-3', [treated('HTI', '2022-03-05'), contact('2022-06-03', 'alive')]);
  await add('B-1', [treated('HAIC', '2022-03-31'), contact('2022-04-30', 'alive')]);
  await add('B-2', []);
  await new DataQueryService(at.db, at.studies).raise(await at.as('head'), code, {
    ...{ form: 'demographics', field: 'ageYears', text: 'Is the age right?' },
    subjects: [{ patientId: second, recordId: null }],
  });
}, 120_000);
afterAll(() => at?.close());

describe('the progress of a study', () => {
  it('counts accrual by month and centre, and who has no day', async () => {
    expect((await progress('head')).accrual).toMatchObject({
      months: ['2022-01', '2022-02', '2022-03'],
      centres: [
        { centre: 'A', counts: [2, 0, 1] },
        { centre: 'B', counts: [0, 0, 1] },
      ],
      undated: 1,
    });
  });

  it('has the median follow-up of the reverse curve, and events by arm', async () => {
    const { maturity } = await progress('head');
    // Alive at 30, 90 and 200 days, dead at 90. The reverse curve is 3/4 from 30, 1/2 from 90 and 0 from 200: at exactly one
    // half the median is the middle of 90 and 200, as R prints it for
    // survfit(Surv(c(200, 90, 90, 30), c(1, 0, 1, 1)) ~ 1, conf.type = "log").
    // Its upper limit is not reached, its lower is 30, by the same.
    expect([maturity[0]!.lowerDays, maturity[0]!.upperDays]).toEqual([30, null]);
    expect(maturity.map(({ arm, n, followed, deaths, medianDays }) => [arm, n, followed, deaths, medianDays])).toEqual([
      [null, 5, 4, 1, 145],
      ['HTI', 2, 2, 0, 145],
      ['HAIC', 2, 2, 1, 30],
    ]);
  });

  it('counts how long before the end patients were last seen alive', async () => {
    const { followUp, lastContacts, until } = await progress('head');
    expect([until, followUp.n, followUp.died, followUp.reached, followUp.short]).toEqual([today, 4, 1, 1, 2]);
    // A-3 was seen 57 days before 2022-07-30, B-1 91 days.
    expect(lastContacts.map(({ fromDays, toDays, patients }) => [fromDays, toDays, patients])).toEqual([
      ...[[0, 0, 1], [1, 90, 1], [91, 180, 1], [181, 365, 0], [366, null, 0]],
    ]); // prettier-ignore
  });

  it('counts forms, queries and overdue visits of each centre', async () => {
    const { completeness } = await progress('head');
    const overdueAt = async (centre: string) => {
      const filter = { centres: [centre], forms: [], states: ['overdue'], overdueBy: 0, code: '' };
      return (await due.page(await at.as('head'), code, { filter, first: 50, after: null })).total;
    };
    // Six forms of each patient: demographics, eligibility, baseline, treatment, an image and a follow-up.
    expect(completeness).toEqual([
      { centre: 'A', patients: 3, expected: 18, recorded: 9, queries: 1, overdue: await overdueAt('A') },
      { centre: 'B', patients: 2, expected: 12, recorded: 4, queries: 0, overdue: await overdueAt('B') },
    ]);
    expect(completeness[0]!.overdue).toBeGreaterThan(0);
  });

  it('is of one’s own centres alone, without the events of the whole study', async () => {
    const own = await progress('staff');
    expect([own.coversStudy, own.information]).toEqual([false, null]);
    expect(own.accrual.centres.map(({ centre }) => centre)).toEqual(['A']);
    expect(own.completeness.map(({ centre }) => centre)).toEqual(['A']);
    expect([own.maturity[0]!.n, own.followUp.n]).toEqual([3, 3]);
    expect(await outcome(progress('reader'))).toBe('FORBIDDEN');
  });
});

describe('the plan of a study', () => {
  const plan = {
    ...usualPlan,
    ...{ targetPatients: 40, accrualFrom: '2022-01-01', accrualUntil: '2022-12-31', plannedEvents: 10 },
  };

  it('is set in the version that was read, by whoever manages the study, and leaves a trail', async () => {
    const head = await at.as('head');
    expect(await plans.read(await at.as('staff'), code)).toMatchObject({ ...usualPlan, version: 0 });
    expect(await outcome(plans.set(await at.as('staff'), code, 0, plan))).toBe('FORBIDDEN');
    await expect(plans.set(head, code, 0, { ...plan, power: 80 })).rejects.toThrow(
      /power must be a number from 0.5 to 0.99/,
    );
    expect(await plans.set(head, code, 0, plan)).toMatchObject({ ...plan, version: 1, updatedBy: 'head' });
    await expect(plans.set(head, code, 0, plan)).rejects.toMatchObject({
      extensions: { code: 'CONFLICT', currentVersion: 1, changedBy: 'head' },
    });
    await plans.set(head, code, 1, { ...plan, plannedEvents: 4 });
    const trail = await at.owner.query(
      `select changes -> 'planned_events' as events from portal.audit_entry where form = 'study_plan' order by id`,
    );
    expect(trail.rows).toEqual([{ events: [null, 10] }, { events: [10, 4] }]);
  });

  it('is compared with accrual and events', async () => {
    const { accrual, information } = await progress('head');
    // To the month of the end, 2022-07: 212 of 365 days, 40 patients.
    expect([accrual.months.at(-1), accrual.planned?.at(-1)?.toFixed(3)]).toEqual(['2022-07', (40 * 212 / 365).toFixed(3)]); // prettier-ignore
    expect(information).toMatchObject({ events: 1, planned: 4, fraction: 0.25 });
  });
});
