import {
  baselineForm,
  type FindingState,
  followUpForm,
  haicCycleForm,
  labResultForm,
  treatmentForm,
  tumourAssessmentForm,
} from '@haim/schema';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carryOut } from '../../jobs/carry-out.ts';
import { type JobQueue } from '../../jobs/job-queue.ts';
import { DataQueryService } from '../queries/index.ts';
import { openReviewedStudy, outcome, type ReviewedStudy } from '../review/reviewed-study.fixture.ts';
import { CheckStudyKind } from './check-study-kind.ts';
import { type FindingRow } from './finding.query.ts';
import { FindingService } from './finding.service.ts';
import { QualityRuleService } from './quality-rule.service.ts';
import { QualityRunService } from './quality-run.service.ts';

const study = 'CHECKED';
let at: ReviewedStudy;
let worker: Pool;
let kind: CheckStudyKind;
let rules: QualityRuleService;
let findings: FindingService;
let runs: QualityRunService;
/** By the codes of their patients. */
const patients: Record<string, string> = {};

const queued: string[] = [];
const queue = { enqueue: (_: unknown, { id }: { id: string }) => Promise.resolve(void queued.push(id)) };

async function save(code: string, form: Parameters<typeof at.records.save>[1], values: object): Promise<string> {
  const request = { patientId: patients[code]!, id: null, version: null, values: { ...values }, reason: null };
  return (await at.records.save(await at.as('head'), form, request)).id;
}

/** Runs the rules as a worker does. */
async function check(signal = new AbortController().signal): Promise<string> {
  const { id } = await runs.start(await at.as('head'), study);
  const claim = (await kind.runs.claim(id))!;
  return carryOut(kind, claim, signal);
}

async function found(rule: string, userId = 'head') {
  const asked = { rule, states: [], centre: null, first: 50, after: null };
  return findings.page(await at.as(userId), study, asked);
}
const places = async (rule: string, userId = 'head') =>
  (await found(rule, userId)).map(({ patientCode, form, field, recorded, expected }) =>
    [patientCode, form, field, recorded, expected].filter((part) => part !== null).join(' '),
  );

beforeAll(async () => {
  at = await openReviewedStudy(study, ['monitor', 'staff', 'statistician']);
  worker = new Pool({ connectionString: at.workerUrl, max: 3 });
  kind = new CheckStudyKind(worker);
  rules = new QualityRuleService(at.db, at.studies);
  findings = new FindingService(at.db, at.studies);
  runs = new QualityRunService(at.db, at.studies, queue as unknown as JobQueue);
  const head = await at.as('head');
  for (const [code, centre] of [['A1', 'A'], ['A2', 'A'], ['A3', 'A'], ['B1', 'B']] as const) {
    const demographics = { ageYears: 60, sex: 'male', enrolledOn: '2024-01-01' };
    patients[code] = await at.patients.create(head, { study, centre, code, demographics });
    await save(code, treatmentForm, { arm: 'HTI', startedOn: '2024-01-10', haicCycles: 4 });
  } // prettier-ignore
  // BCLC B with a thrombus, a tumour of 40 mm: both are doubted, and the records give C.
  const baseline = { bclcStage: 'B', portalVeinThrombus: true, tumourSizeMm: 40, ecogPs: '0', childPughClass: 'A' };
  await save('A1', baselineForm, {
    ...baseline,
    lesionCount: 1,
    lesionNumber: 'single',
    extrahepaticMetastasis: false,
  });
  await save('B1', baselineForm, { tumourSizeMm: 30 });
  await save('A1', labResultForm, { test: 'ALB', takenOn: '2024-01-05', value: 3.8, unit: 'g/L' });
  // Day 60 is after day 30, and its visit before; two visits are of day 60.
  await save('A1', tumourAssessmentForm, { assessedDay: 60, visitNumber: 1 });
  await save('A1', tumourAssessmentForm, { assessedDay: 30, visitNumber: 2 });
  await save('A1', tumourAssessmentForm, { assessedDay: 60, visitNumber: 3 });
  await save('A2', followUpForm, { contactOn: '2024-03-01', vitalStatus: 'alive' });
  // A first HAIC a day after the recorded one, and one cycle of four.
  await save('A2', haicCycleForm, { cycleNumber: 1, givenOn: '2024-01-11' });
  // Two images of one visit, as earlier versions took them.
  await at.owner.query(
    `insert into portal.tumour_assessment (patient_id, centre_id, assessed_on, visit_number, updated_by)
     select id, centre_id, d::date, 7, 'x' from portal.patient, unnest(array['2024-02-01', '2024-02-02']) d where code = 'B1'`,
  );
  // Born in June 1963: 60 in January 2024. Then one born later, and one who is the same person as A1.
  await at.owner.query(
    `insert into portal.patient_identity (centre_id, patient_id, date_of_birth, updated_by)
     select p.centre_id, p.id, case p.code when 'A2' then date '1970-06-01' else date '1963-06-01' end, 'x' from portal.patient p
     where p.code in ('A1', 'A2', 'A3', 'B1')`,
  );
}, 120_000);
afterAll(async () => {
  await worker?.end();
  await at?.close();
});

describe('a run of the rules', () => {
  it('finds what each rule is for, in all centres, and shows each reader their own', async () => {
    expect(await check()).toBe('written');
    // By hand: an albumin of 3.8 g/L has 3 points, and the four other parts at least 1 each: 7 or more, class B or C.
    // With a thrombus that is BCLC C, or D should the class be C.
    expect(await places('stageDiffers')).toEqual([
      'A1 baseline bclcStage B C / D',
      'A1 baseline childPughClass A B / C',
    ]);
    expect(await places('softCheck')).toEqual([
      'A1 baseline bclcStage B',
      'A1 baseline tumourSizeMm 40 50–250 mm',
      'A1 labResult value 3.8',
      'B1 baseline tumourSizeMm 30 50–250 mm',
    ]);
    expect((await places('visitOrder')).toSorted()).toEqual([
      'A1 tumourAssessment visitNumber 2',
      'A1 tumourAssessment visitNumber 3',
    ]);
    expect(await places('ageDiffers')).toEqual(['A2 demographics ageYears 60']);
    expect(await places('duplicatePatient')).toEqual(['A1 demographics A1 A3', 'A3 demographics A3 A1']);
    expect(await places('contradiction', 'monitor')).toEqual([]);
    expect((await places('contradiction'))[0]).toMatch(/^B1 tumourAssessment visitNumber 2024-02-0[12] 2024-02-0[12]$/);
    expect(await places('treatmentDiffers')).toEqual([
      ...['A2 treatment arm HTI HAIC', 'A2 treatment haicCycles 4 1', 'A2 treatment startedOn 2024-01-10 2024-01-11'],
    ]);
    expect(await places('missingForm', 'monitor')).toEqual([
      ...['A1 eligibility', 'A1 followUp'],
      ...['A2 baseline', 'A2 eligibility', 'A2 tumourAssessment'],
      ...['A3 baseline', 'A3 eligibility', 'A3 followUp', 'A3 tumourAssessment'],
    ]);
    expect((await places('missingValue', 'monitor')).filter((one) => one.startsWith('A1 baseline'))).toEqual(
      ['afpNgMl', 'ascites', 'cirrhosis', 'encephalopathy', 'hepatitisB'].map((field) => `A1 baseline ${field}`),
    );
    expect(await places('softCheck', 'monitor')).not.toContain('B1 baseline tumourSizeMm 30 50–250 mm');
    const { counts } = await rules.overview(await at.as('monitor'), study);
    expect(new Set(counts.map(({ centre }) => centre))).toEqual(new Set(['A']));
    expect(counts.find(({ rule }) => rule === 'softCheck')).toEqual({
      ...{ rule: 'softCheck', centre: 'A', state: 'new', findings: 3, patients: 1 },
    });
  });

  it('knows what an earlier one found, and forgets what is corrected', async () => {
    await at.owner.query(`update portal.lab_result set unit = 'g/dL', updated_by = 'x' where value = 3.8`);
    await check();
    const states = async () => (await found('softCheck')).map(({ field, state }) => `${field} ${state}`);
    expect(await states()).toEqual(['bclcStage known', 'tumourSizeMm known', 'tumourSizeMm known']);
  });

  it('runs once at a time, and leaves everything as it was where it is cancelled', async () => {
    const head = await at.as('head');
    const before = await found('softCheck');
    const { id } = await runs.start(head, study);
    expect(await outcome(runs.start(head, study))).toBe('CONFLICT');
    await at.owner.query(`update portal.baseline set tumour_size_mm = 45, updated_by = 'x' where tumour_size_mm = 40`);
    const claim = (await kind.runs.claim(id))!;
    await runs.cancel(head, id);
    expect(await carryOut(kind, claim, new AbortController().signal)).toBe('no longer ours');
    expect(await found('softCheck')).toEqual(before);
    await at.owner.query(`update portal.baseline set tumour_size_mm = 40, updated_by = 'x' where tumour_size_mm = 45`);
  });

  it('reads no record for a worker that names no run under way', async () => {
    for (const run of ['', '00000000-0000-4000-8000-000000000000']) {
      const client = await worker.connect();
      await client.query('begin');
      await client.query(`select set_config('app.quality_run', $1, true)`, [run]);
      const { rows } = await client.query('select from portal.baseline union all select from portal.patient');
      await client.query('rollback');
      client.release();
      expect(rows).toEqual([]);
    }
  });

  it('is queued every night where the study asks for it, once', async () => {
    const night = () => worker.query('select portal.queue_nightly_checks() as n');
    await at.owner.query(`update portal.quality_run set queued_at = now() - interval '2 days'`);
    await night();
    expect((await at.owner.query(`select from portal.quality_run where cause = 'nightly'`)).rows).toEqual([]);
    await rules.schedule(await at.as('head'), study, { nightly: true, version: 0 });
    const isDue = (await at.owner.query<{ due: boolean }>(`select now() >= date_trunc('day', now()) + interval '2 hours' as due`)).rows[0]!.due; // prettier-ignore
    await night();
    await night();
    const { rows } = await at.owner.query(`select id from portal.quality_run where cause = 'nightly'`);
    expect(rows).toHaveLength(isDue ? 1 : 0);
    for (const { id } of rows as { id: string }[]) await runs.cancel(await at.as('head'), id);
  });
});

describe('a reason for a doubtful value', () => {
  const corrected = async (
    id: string,
    version: number,
    tumourSizeMm: number,
    reason?: string,
    field = 'tumourSizeMm',
  ) => {
    const doubts = reason === undefined ? [] : [{ field, reason }];
    const request = { patientId: patients['A3']!, id, version, values: { tumourSizeMm }, reason: 'read again', doubts };
    return at.records.save(await at.as('staff'), baselineForm, request);
  };
  const reasons = async () =>
    (await at.records.confirmedValues(await at.as('monitor'), patients['A3']!)).map(
      ({ field, reason, recordVersion, confirmedBy }) => [field, reason, recordVersion, confirmedBy],
    );

  it('is kept with its value, version and author, ends the finding, and falls when the value changes', async () => {
    const id = await save('A3', baselineForm, { tumourSizeMm: 44 });
    expect(await outcome(corrected(id, 1, 90, 'as measured'))).toBe('BAD_USER_INPUT');
    expect(await outcome(corrected(id, 1, 44, ' '))).toBe('BAD_USER_INPUT');
    expect(await outcome(corrected(id, 1, 44, 'as measured', 'ecogPs'))).toBe('BAD_USER_INPUT');
    await corrected(id, 1, 44, ' measured twice ');
    expect(await reasons()).toEqual([['tumourSizeMm', 'measured twice', 2, 'staff']]);
    await check();
    expect(await places('softCheck')).not.toContain('A3 baseline tumourSizeMm 44 50–250 mm');
    await corrected(id, 2, 45);
    expect(await reasons()).toEqual([]);
    await check();
    expect(await places('softCheck')).toContain('A3 baseline tumourSizeMm 45 50–250 mm');
    await corrected(id, 3, 60);
    const { rows } = await at.owner.query<{ entry: string }>(
      `select user_id || ' ' || action || ' ' || (changes -> 'reason' ->> 0 is not null) as entry from portal.audit_entry
       where form = 'confirmed_value' order by id`,
    );
    expect(rows.map(({ entry }) => entry)).toEqual(['staff create false', 'staff delete true']);
  });
});

describe('an exception', () => {
  it('keeps a finding out of the new and known ones until its value changes, and is withdrawn', async () => {
    const [, size] = await found('softCheck');
    const monitor = await at.as('monitor');
    expect(await outcome(findings.except(await at.as('staff'), size!.id, 'as measured'))).toBe('FORBIDDEN');
    expect(await outcome(findings.except(monitor, size!.id, ' '))).toBe('BAD_USER_INPUT');
    const foreign = (await found('softCheck')).find(({ centre }) => centre === 'B')!;
    expect(await outcome(findings.except(monitor, foreign.id, 'as measured'))).toBe('NOT_FOUND');
    expect(await findings.except(monitor, size!.id, ' as measured ')).toMatchObject({
      ...{ state: 'excepted', reason: 'as measured', exceptedBy: 'monitor' },
    });
    expect(await outcome(findings.except(monitor, size!.id, 'again'))).toBe('CONFLICT');
    await check();
    expect((await found('softCheck'))[1]).toMatchObject({ id: size!.id, state: 'excepted' });
    await at.owner.query(`update portal.baseline set tumour_size_mm = 41, updated_by = 'x' where tumour_size_mm = 40`);
    await check();
    const changed = (await found('softCheck')).find(({ recorded }) => recorded === '41');
    expect(changed).toMatchObject({ state: 'new', reason: null });
    await findings.except(monitor, changed!.id, 'seen');
    expect(await findings.withdraw(monitor, changed!.id)).toMatchObject({ state: 'new', reason: null });
    expect(await outcome(findings.withdraw(monitor, changed!.id))).toBe('CONFLICT');
  });
});

describe('the missing values of a record', () => {
  const ofA1 = ({ patientCode, form }: FindingRow) => patientCode === 'A1' && form === 'baseline';
  const missing = async (states: FindingState[] = []) => {
    const asked = { rule: 'missingValue', states, centre: null, first: 1000, after: null };
    return (await findings.page(await at.as('monitor'), study, asked)).filter(ofA1);
  };
  const told = async (states: FindingState[] = []) =>
    (await missing(states)).map(({ field, state }) => `${field} ${state}`);
  const counted = async () => {
    const { counts } = await rules.overview(await at.as('monitor'), study);
    return Object.fromEntries(
      counts.filter(({ rule }) => rule === 'missingValue').map((one) => [one.state, one.findings]),
    );
  };

  it('are a finding each: excepted, corrected and found anew on their own', async () => {
    await check();
    const monitor = await at.as('monitor');
    const before = await missing();
    expect(before.map(({ field }) => field)).toEqual([
      'afpNgMl',
      'ascites',
      'cirrhosis',
      'encephalopathy',
      'hepatitisB',
    ]);
    const all = (await counted())['known']!;
    const ascites = before[1]!;
    expect(await findings.except(monitor, ascites.id, 'not asked then')).toMatchObject({
      field: 'ascites',
      state: 'excepted',
    });
    expect(await counted()).toEqual({ known: all - 1, excepted: 1 });
    for (const id of [`${ascites.id}x`, ascites.id.slice(0, 36), `${ascites.id} `])
      expect(await outcome(findings.except(monitor, id, 'not asked then'))).toBe('NOT_FOUND');

    await at.owner.query(
      `update portal.baseline set afp_ng_ml = 400, ecog_ps = null, updated_by = 'x' where patient_id = $1`,
      [patients['A1']],
    );
    await check();
    const now = ['ascites excepted', 'cirrhosis known', 'encephalopathy known', 'hepatitisB known', 'ecogPs new'];
    expect(await told()).toEqual(now);
    expect((await missing()).slice(0, 4).map(({ id }) => id)).toEqual(before.slice(1).map(({ id }) => id));
    expect((await missing()).slice(0, 4).map((one) => one.firstFoundAt)).toEqual(
      before.slice(1).map((one) => one.firstFoundAt),
    );
    expect(await counted()).toEqual({ known: all - 2, new: 1, excepted: 1 });
    for (const state of ['new', 'known', 'excepted'] as const)
      expect(await told([state])).toEqual(now.filter((one) => one.endsWith(state)));
    expect(await findings.withdraw(monitor, ascites.id)).toMatchObject({ state: 'known', reason: null });
  });

  it('are the same page by page', async () => {
    const head = await at.as('head');
    const pageOf = async (first: number, after: string | null) =>
      (await findings.page(head, study, { rule: 'missingValue', states: [], centre: null, first, after })).map(
        ({ id }) => id,
      );
    const whole = await pageOf(1000, null);
    const pages: string[] = [];
    for (let page = ['']; page.length > 0; pages.push(...page)) page = await pageOf(7, pages.at(-1) ?? null);
    expect(pages).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
  });

  it('raise a query each, which is closed when its own value is there', async () => {
    const head = await at.as('head');
    const { version } = (await rules.overview(head, study)).rules.find(({ key }) => key === 'missingValue')!;
    const set = (read: number, raisesQuery: boolean) =>
      rules.set(head, study, 'missingValue', read, { isOn: true, raisesQuery });
    await set(version, true);
    const states = async () => (await missing()).map(({ field, queryState }) => `${field} ${queryState}`);
    await check();
    expect(await states()).toEqual(
      ['ascites', 'cirrhosis', 'encephalopathy', 'hepatitisB', 'ecogPs'].map((one) => `${one} open`),
    );
    await at.owner.query(`update portal.baseline set cirrhosis = true, updated_by = 'x' where patient_id = $1`, [
      patients['A1'],
    ]);
    await check();
    expect(await states()).toEqual(['ascites', 'encephalopathy', 'hepatitisB', 'ecogPs'].map((one) => `${one} open`));
    const { rows } = await at.owner.query<{ field: string; n: number }>(
      `select field, count(*)::int as n from portal.data_query where patient_id = $1 and form = 'baseline' and state = 'closed'
         and field in ('ascites', 'cirrhosis', 'encephalopathy', 'hepatitisB', 'ecogPs') group by field`,
      [patients['A1']],
    );
    expect(rows).toEqual([{ field: 'cirrhosis', n: 1 }]);
    await set(version + 1, false);
    await at.owner.query(`update portal.baseline set ecog_ps = '0', updated_by = 'x' where patient_id = $1`, [
      patients['A1'],
    ]);
  });
});

describe('a rule of the study', () => {
  const rule = { nameEn: 'Sixty', nameZh: '六十岁', condition: { variable: 'ageYears', between: [60, 60] } };

  it('finds who meets its condition, at the field that it names', async () => {
    const head = await at.as('head');
    const added = await rules.save(head, study, null, rule);
    await check();
    expect(await places(added.key, 'monitor')).toEqual(
      ['A1', 'A2', 'A3'].map((code) => `${code} demographics ageYears`),
    );
    expect(await outcome(rules.save(head, study, null, rule))).toBe('BAD_USER_INPUT');
    expect(await outcome(rules.save(head, study, null, { ...rule, nameEn: 'X', nameZh: '某', condition: { variable: 'x' } }))).toBe('BAD_USER_INPUT'); // prettier-ignore
    expect(await outcome(rules.save(head, study, { key: added.key, version: 9 }, rule))).toBe('CONFLICT');
    expect(await outcome(rules.save(await at.as('monitor'), study, null, rule))).toBe('FORBIDDEN');
    await rules.set(head, study, added.key, added.version, { isOn: false, raisesQuery: false });
    await check();
    expect(await places(added.key)).toEqual([]);
    const { rows } = await at.owner.query<{ action: string }>(
      `select action from portal.audit_entry where form = 'quality_rule' and record_id = $1 order by id`,
      [added.key],
    );
    expect(rows.map(({ action }) => action)).toEqual(['create', 'correct']);
  });

  it('compares two days of a patient', async () => {
    const head = await at.as('head');
    const condition = { variable: 'startedOn', lessThan: 'enrolledOn' };
    const early = { nameEn: 'First HAIC before enrolment', nameZh: '首次 HAIC 早于入组', condition };
    const { key } = await rules.save(head, study, null, early);
    const enrol = (code: string, on: string | null) =>
      at.owner.query(`update portal.demographics set enrolled_on = $2, updated_by = 'x' where patient_id = $1`, [
        patients[code],
        on,
      ]);
    // First HAIC of all is 10 January; what is not recorded is no earlier.
    await enrol('A1', '2024-01-10');
    await enrol('A2', '2024-01-11');
    await enrol('A3', null);
    await check();
    expect(await places(key)).toEqual(['A2 treatment startedOn']);
    for (const code of ['A1', 'A2', 'A3']) await enrol(code, '2024-01-01');
    await check();
    expect(await places(key)).toEqual([]);
    const words = { ...early, nameEn: 'Y', nameZh: '丙', condition: { variable: 'startedOn', lessThan: 'ageYears' } };
    expect(await outcome(rules.save(head, study, null, words))).toBe('BAD_USER_INPUT');
  });
});

describe('a rule that asks', () => {
  const queriesAbout = async (field: string) => {
    const queries = new DataQueryService(at.db, at.studies);
    const filter = { states: [], patientId: patients['A1']!, form: 'baseline', centre: null, mine: false };
    const page = await queries.page(await at.as('head'), study, { filter, first: 50, after: null });
    return page.filter((one) => one.field === field);
  };

  it('does so from the start where what was entered differs from what is derived, and not where a value is doubted', async () => {
    // The run before the albumin was corrected asked about the class.
    expect((await queriesAbout('childPughClass')).map(({ state, raisedBy }) => [state, raisedBy])).toEqual([
      ['closed', 'Entered class or stage differs from the derived one · 填写的分级或分期与推导结果不一致'],
    ]);
    expect(await queriesAbout('tumourSizeMm')).toEqual([]);
  });

  it('raises a query at the field once, not again after it was closed, and closes it when the finding is gone', async () => {
    const head = await at.as('head');
    const set = async (raisesQuery: boolean) => {
      const { version } = (await rules.overview(head, study)).rules.find(({ key }) => key === 'softCheck')!;
      await rules.set(head, study, 'softCheck', version, { isOn: true, raisesQuery });
    };
    await set(true);
    await check();
    await check();
    const [query, ...others] = await queriesAbout('tumourSizeMm');
    expect(others).toEqual([]);
    expect(query).toMatchObject({ state: 'open', raisedBy: 'Doubtful value without a reason · 存疑且无说明的数值' });
    expect(query!.messages.map(({ text }) => text)).toEqual([
      'Is this value right? If it is, please say why in the form. 该值是否正确？若正确，请在表单中说明原因。 (41 → 50–250 mm)',
    ]);
    expect((await found('softCheck')).find(({ recorded }) => recorded === '41')).toMatchObject({ queryState: 'open' });
    const move = { queries: [query!], move: 'closed', text: '' } as const;
    await new DataQueryService(at.db, at.studies).move(head, move);
    await check();
    expect((await queriesAbout('tumourSizeMm')).map(({ state }) => state)).toEqual(['closed']);
    await at.owner.query(`update portal.baseline set tumour_size_mm = 42, updated_by = 'x' where tumour_size_mm = 41`);
    await check();
    expect((await queriesAbout('tumourSizeMm')).map(({ state }) => state)).toEqual(['open', 'closed']);
    await at.owner.query(`update portal.baseline set tumour_size_mm = 80, updated_by = 'x' where tumour_size_mm = 42`);
    await check();
    const [closed] = await queriesAbout('tumourSizeMm');
    expect(closed).toMatchObject({ state: 'closed' });
    expect(closed!.messages.at(-1)).toMatchObject({ kind: 'closed', saidBy: query!.raisedBy });
  });
});
