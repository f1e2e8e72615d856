import {
  baselineForm,
  eligibilityForm,
  followUpForm,
  type Form,
  type Row,
  slideForm,
  treatmentForm,
} from '@haim/schema';
import { type Criterion, type Population, say, type Screening } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyAnswers, SubjectStore } from '../../columns/index.ts';
import { scoreSources } from '../analyses/evaluation/evaluation.query.ts';
import { type CohortInput, CohortPageService, CohortSummaryService } from '../cohort/index.ts';
import { IdentityService } from '../identities/identity.service.ts';
import { planBatch } from '../inference/batch.query.ts';
import { openReviewedStudy, outcome, type ReviewedStudy } from '../review/reviewed-study.fixture.ts';
import { slidesOfCohort } from '../training/training-cases.query.ts';
import { EligibilityDecisionService } from './decision.service.ts';
import { FlowService } from './flow.service.ts';
import { EligibilityRulesService } from './rules.service.ts';
import { ScreeningService } from './screening.service.ts';

const study = 'WHOM';
let at: ReviewedStudy;
let rules: EligibilityRulesService;
let decisions: EligibilityDecisionService;
let screenings: ScreeningService;
let flows: FlowService;
let summaries: CohortSummaryService;
let pages: CohortPageService;
let columns: SubjectStore;
const ids: Record<string, string> = {};

const as = (userId: string) => at.as(userId);

const criteria: readonly Criterion[] = [
  {
    code: 'lesionOver50mm',
    kind: 'inclusion',
    label: { en: 'Lesion over 50 mm', zh: '病灶 > 50 mm' },
    filter: { not: { variable: 'tumourSizeMm', between: [null, 50] } },
  },
  {
    code: 'ecogOver2',
    kind: 'exclusion',
    label: { en: 'ECOG PS over 2', zh: 'ECOG PS > 2' },
    filter: { variable: 'ecogPs', in: ['3', '4'] },
  },
  {
    code: 'lost',
    kind: 'exclusion',
    label: { en: 'Lost to follow-up', zh: '失访' },
    filter: { variable: 'lostToFollowUp', in: ['true'] },
  },
];

const state = async (population: Population, stated: readonly Criterion[], version: number) =>
  rules.save(await as('head'), study, version, { population, criteria: stated });

async function add(code: string, records: readonly (readonly [Form, Row])[]): Promise<void> {
  const head = await as('head');
  const demographics = { ageYears: 60, sex: 'male', enrolledOn: '2024-01-10' };
  ids[code] = await at.patients.create(head, { study, centre: code[0]!, code, demographics });
  for (const [form, values] of records) {
    await at.records.save(head, form, { patientId: ids[code], id: null, version: null, values, reason: null });
  }
}

const started: readonly [Form, Row] = [treatmentForm, { arm: 'HTI', startedOn: '2024-01-12' }];
const alive: readonly [Form, Row] = [followUpForm, { contactOn: '2024-06-01', vitalStatus: 'alive' }];
const kept: readonly [Form, Row] = [eligibilityForm, { lostToFollowUp: false }];
const baseline = (tumourSizeMm: number, ecogPs: string | null): readonly [Form, Row] => [
  baselineForm,
  ecogPs === null ? { tumourSizeMm } : { tumourSizeMm, ecogPs },
];

beforeAll(async () => {
  at = await openReviewedStudy(study, ['investigator', 'staff', 'monitor']);
  columns = new SubjectStore(at.db);
  rules = new EligibilityRulesService(at.db, at.studies);
  decisions = new EligibilityDecisionService(at.db);
  screenings = new ScreeningService(at.db, at.studies);
  flows = new FlowService(columns, at.studies);
  summaries = new CohortSummaryService(columns, at.studies, new StudyAnswers(at.db, columns));
  // Nobody is asked for by what is due.
  pages = new CohortPageService(at.db, at.studies, columns, { patientsWith: () => Promise.resolve(new Set()) }, { patientsToCompare: () => Promise.resolve(new Set()) }); // prettier-ignore
  // A1 and B1 are eligible; A2 has 50 mm and ECOG 3; A3 lacks ECOG and follow-up; A4 was lost, and never treated.
  await add('A1', [baseline(80, '1'), started, alive, kept]);
  await add('A2', [baseline(50, '3'), started, alive, kept]);
  await add('A3', [baseline(90, null), started, kept]);
  await add('A4', [baseline(70, '0'), [eligibilityForm, { lostToFollowUp: true }]]);
  await add('B1', [baseline(60, '2'), started, alive, kept]);
  await state('eligible', criteria, 0);
}, 120_000);

afterAll(() => at?.close());

const found = async (code: string) => {
  const { state: is, criteria: judged } = await decisions.ofPatient(await as('head'), ids[code]!);
  const of = (met: boolean | null) => judged.filter((one) => one.met === met).map(({ criterion }) => criterion.code);
  const missing = judged.flatMap((one) => one.missing.map(({ en }) => en));
  return [is, of(false), of(null), missing];
};

describe('a patient under the criteria of the study', () => {
  it('is eligible, or is not by named criteria, or lacks a named value', async () => {
    expect(await found('A1')).toEqual(['eligible', [], [], []]);
    expect(await found('A2')).toEqual(['ineligible', ['lesionOver50mm', 'ecogOver2'], [], []]);
    expect(await found('A3')).toEqual(['unknown', [], ['ecogOver2'], ['ECOG performance status']]);
    expect(await found('A4')).toEqual(['ineligible', ['lost'], [], []]);
  });

  it('is what somebody with the right decides for a reason, until that is taken back', async () => {
    const decide = async (who: string, code: string, version: number, reason = 'waived by the board') =>
      decisions.decide(await as(who), ids[code]!, { eligible: true, reason, version });
    expect(await outcome(decide('staff', 'A2', 0))).toBe('FORBIDDEN');
    expect(await outcome(decide('investigator', 'B1', 0))).toBe('NOT_FOUND');
    expect(await outcome(decide('investigator', 'A2', 0, ' '))).toBe('BAD_USER_INPUT');
    expect(await decide('investigator', 'A2', 0)).toMatchObject({
      state: 'eligible',
      decision: { eligible: true, reason: 'waived by the board', decidedBy: 'investigator', version: 1 },
    });
    expect(await outcome(decide('head', 'A2', 0))).toBe('CONFLICT');
    const { rows } = await at.owner.query(
      `select action, reason from portal.audit_entry where form = 'eligibility_decision' and patient_id = $1`,
      [ids['A2']],
    );
    expect(rows).toEqual([{ action: 'create', reason: 'waived by the board' }]);
    await decisions.takeBack(await as('investigator'), ids['A2']!, 1, 'the waiver was withdrawn');
    expect((await found('A2'))[0]).toBe('ineligible');
  });
});

describe('an analysis', () => {
  const counted = async (filter: object | null = null) => {
    const { n, total, population } = await summaries.summarise(await as('head'), study, filter && { filter });
    return [n, total, population.map((one) => [say(one, 'en'), say(one, 'zh')])];
  };

  it('leaves the ineligible out and names the criteria, and keeps who is not yet known', async () => {
    expect(await counted()).toEqual([
      3,
      5,
      [
        [
          '2 patients left out as not eligible, by the first criterion not met: Lesion over 50 mm (1), Lost to follow-up (1).',
          '因不符合入排标准未计入 2 例，按首个未符合的标准：病灶 > 50 mm（1 例）、失访（1 例）。',
        ],
      ],
    ]);
    expect(await counted({ variable: 'centre', in: ['B'] })).toEqual([1, 5, []]);
  });

  it('answers a selection by eligibility as asked, and a list of patients shows everybody', async () => {
    expect(await counted({ variable: 'eligibility', in: ['ineligible'] })).toEqual([2, 5, []]);
    const codes = async (onlyCounted: boolean) => {
      const request = { study, cohort: null, sort: 'code', descending: false, first: 50, after: null };
      const { rows } = await pages.page(await as('head'), { ...request, counted: onlyCounted });
      return rows.map(({ code }) => code).join(' ');
    };
    expect([await codes(false), await codes(true)]).toEqual(['A1 A2 A3 A4 B1', 'A1 A3 B1']);
  });

  it('counts everybody again as soon as the study says so', async () => {
    await state('all', criteria, 1);
    expect(await counted()).toEqual([5, 5, []]);
    await state('eligible', criteria, 2);
    expect((await counted())[0]).toBe(3);
  });
});

describe('what a study states about eligibility', () => {
  it('is changed by who manages it, from the version that was read', async () => {
    const save = async (who: string, version: number, stated = criteria) =>
      outcome(rules.save(await as(who), study, version, { population: 'eligible', criteria: stated }));
    expect(await save('monitor', 3)).toBe('FORBIDDEN');
    expect(await save('head', 2)).toBe('CONFLICT');
    const wrong = { ...criteria[0]!, filter: { variable: 'stomach', in: ['x'] } };
    await expect(
      rules.save(await as('head'), study, 3, { population: 'eligible', criteria: [wrong] }),
    ).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', issues: [{ field: 'criteria.0.filter.variable' }] },
    });
    const { rows } = await at.owner.query(
      `select version, population from portal.study_eligibility_version order by version`,
    );
    expect(rows).toEqual([
      { version: 1, population: 'eligible' },
      { version: 2, population: 'all' },
      { version: 3, population: 'eligible' },
    ]);
  });
});

describe('the screening log', () => {
  const line = (number: string, more: Partial<Screening>): Screening => ({
    ...{ number, screenedOn: '2024-01-05', outcome: 'declined', failedCriteria: [], reason: null, patient: null },
    ...more,
  });
  const log = async (
    who: string,
    centre: string,
    entry: Screening,
    read: { id: string; version: number } | null = null,
  ) => screenings.save(await as(who), study, centre, read, entry);
  const fieldOf = (work: Promise<unknown>) =>
    work.then(
      () => 'stored',
      (error: { extensions?: { issues?: { field: string }[]; code?: string } }) =>
        error.extensions?.issues?.[0]?.field ?? error.extensions?.code,
    );

  it('is written at one’s own centre, a number and a patient once', async () => {
    const first = await log('staff', 'A', line('S-1', { outcome: 'notEligible', failedCriteria: ['ecogOver2'] }));
    await log('staff', 'A', line('S-2', {}));
    await log('head', 'B', line('S-1', { outcome: 'enrolled', patient: 'B1' }));
    expect(await fieldOf(log('staff', 'A', line('S-1', {})))).toBe('number');
    expect(await fieldOf(log('head', 'B', line('S-9', { outcome: 'enrolled', patient: 'B1' })))).toBe('patient');
    expect(await fieldOf(log('staff', 'A', line('S-9', { outcome: 'enrolled', patient: 'B1' })))).toBe('patient');
    const late = { outcome: 'enrolled', patient: 'A1', screenedOn: '2024-01-11' } as const;
    expect(await fieldOf(log('staff', 'A', line('S-9', late)))).toBe('screenedOn');
    expect(await fieldOf(log('staff', 'B', line('S-9', {})))).toBe('NOT_FOUND');
    expect(await fieldOf(log('monitor', 'A', line('S-9', {})))).toBe('FORBIDDEN');
    const corrected = await log('staff', 'A', line('S-1', { outcome: 'other', reason: 'moved away' }), first);
    expect(corrected).toMatchObject({ number: 'S-1', outcome: 'other', version: 2 });
    expect(await fieldOf(log('staff', 'A', line('S-1', {}), first))).toBe('CONFLICT');
    expect((await screenings.list(await as('staff'), study)).map(({ number }) => number)).toEqual(['S-2', 'S-1']);
  });

  it('has no day before the patient was born, and a date of birth is not after a day on record', async () => {
    const identify = async (code: string, dateOfBirth: string) =>
      new IdentityService(at.db, at.studies).save(await as('staff'), {
        ...{ patientId: ids[code]!, version: null, values: { dateOfBirth }, reason: null },
      });
    await expect(identify('A1', '2024-01-11')).rejects.toMatchObject({
      message: expect.stringContaining('no later than 2024-01-10, the first day on record'),
      extensions: { code: 'BAD_USER_INPUT', issues: [{ field: 'dateOfBirth' }] },
    });
    await identify('A1', '2024-01-09');
    const enrolled = (number: string, screenedOn: string) =>
      line(number, { outcome: 'enrolled', patient: 'A1', screenedOn });
    expect(await fieldOf(log('staff', 'A', enrolled('S-7', '2024-01-08')))).toBe('screenedOn');
    // Whoever may not know the date would learn it from what is refused.
    const stored = await log('head', 'A', enrolled('S-7', '2024-01-08'));
    await screenings.remove(await as('staff'), stored, 'before the birth');
  });

  it('loses a line for a reason, which the trail keeps', async () => {
    const wrong = await log('staff', 'A', line('S-8', {}));
    expect(await outcome(screenings.remove(await as('monitor'), wrong, 'entered twice'))).toBe('FORBIDDEN');
    expect(await outcome(screenings.remove(await as('staff'), wrong, ' '))).toBe('BAD_USER_INPUT');
    await screenings.remove(await as('staff'), wrong, 'entered twice');
    const { rows } = await at.owner.query(
      `select reason from portal.audit_entry where form = 'screening' and action = 'delete' and record_id = $1`,
      [wrong.id],
    );
    expect(rows).toEqual([{ reason: 'entered twice' }]);
  });
});

describe('work over slides, and sources of scores', () => {
  it('leave the ineligible out and say how many, unless they are asked for', async () => {
    const head = await as('head');
    for (const code of ['A1', 'A2']) {
      const values = { barcode: `S-${code}` };
      await at.records.save(head, slideForm, { patientId: ids[code]!, id: null, version: null, values, reason: null });
      await at.owner.query(
        `insert into portal.imported_score (centre_id, patient_id, model_name, score, updated_by)
         select centre_id, id, 'elsewhere', 0.5, 'test' from portal.patient where id = $1`,
        [ids[code]],
      );
    }
    const scope = at.studies.scope(head, study);
    const chosen = { filter: { variable: 'eligibility', in: ['ineligible'] } };
    const version = { modelId: 'none', modelSha256: '0', versionId: '00000000-0000-4000-8000-000000000000' };
    await at.db.read(head.asker, async (tx) => {
      const slides = async (cohort: CohortInput | null) =>
        (await slidesOfCohort(tx, scope, cohort, false)).map(({ barcode, isLeftOut }) => [barcode, isLeftOut]);
      expect((await slides(null)).toSorted()).toEqual([
        ['S-A1', false],
        ['S-A2', true],
      ]);
      expect(await slides(chosen)).toEqual([['S-A2', false]]);
      expect(await planBatch(tx, scope, null, version)).toMatchObject({ slides: 1, leftOut: 1 });
      expect(await planBatch(tx, scope, chosen, version)).toMatchObject({ slides: 1, leftOut: 0 });
    });
    const sources = await columns.answer(head.asker, scope.studyId, (read, tx) =>
      scoreSources({ tx, columns: read, scope }),
    );
    expect(sources).toMatchObject([{ name: 'elsewhere', n: 1 }]);
  });
});

describe('the flow of patients', () => {
  it('adds up at every step, and counts a person once', async () => {
    const { common, arms, coversStudy } = await flows.flow(await as('head'), study);
    const lines = [...common, ...arms.flatMap(({ steps }) => steps)].map(
      ({ key, n, exits }) => `${key} ${n}${exits.map((exit) => `, ${exit.label.en} ${exit.n}`).join('')}`,
    );
    expect(coversStudy).toBe(true);
    // Five patients, one of them in the log; two more in the log who were not enrolled.
    expect(lines).toEqual([
      'screened 7, Declined 1, Other reason 1',
      'enrolled 5, Lesion over 50 mm 1, Lost to follow-up 1',
      'counted 3',
      'counted 3',
      'treated 3, without any follow-up 1',
      'followed 2',
      'analysed 2',
    ]);
    for (const steps of [common, ...arms.map((arm) => arm.steps)]) {
      steps.slice(1).forEach((step, i) => {
        const left = steps[i]!.exits.reduce((sum, { n }) => sum + n, 0);
        expect(step.n + left, step.key).toBe(steps[i]!.n);
      });
    }
    expect(arms.reduce((sum, { steps }) => sum + steps[0]!.n, 0)).toBe(common[2]!.n);
  });

  it('is of one’s own centres', async () => {
    const { common, coversStudy } = await flows.flow(await as('staff'), study);
    expect([coversStudy, common.map(({ n }) => n)]).toEqual([false, [6, 4, 2]]);
  });
});
