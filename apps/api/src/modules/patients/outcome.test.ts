import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyAnswers, SubjectStore } from '../../columns/index.ts';
import { StudyDb } from '../../db/study-db.ts';
import { SurvivalService } from '../analyses/survival/survival.service.ts';
import { fileOf } from '../../tables/index.ts';
import { ImportService } from '../imports/import.service.ts';
import { type CohortInput } from '../cohort/index.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { deriveMissingResponses } from './derive-responses.ts';

const study = 'OUTCOME';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let db: StudyDb;
let operator: Asker;

const load = async (headings: string, rows: readonly string[]) => {
  const file = fileOf('x.csv', [`patient_code,centre,${headings}`, ...rows].join('\n'));
  const report = await new ImportService(db).run(operator, {
    study,
    file,
    map: null,
    dryRun: false,
  });
  expect(report.problems).toEqual([]);
};

/** Follow-up and images of a patient whose first HAIC is on 2022-01-11; the data are cut on 2023-01-11, day 365. */
interface Case {
  readonly code: string;
  readonly startedOn?: string | null;
  readonly contacts?: readonly string[];
  readonly images?: readonly string[];
  readonly os: readonly [days: number | null, event: boolean | null, missing?: string];
  readonly pfs: readonly [days: number | null, event: boolean | null, missing?: string];
  readonly best?: string;
}
const FOLLOW_UP = 'contact_on,contact_day,vital_status';
const IMAGES = 'assessed_on,assessed_day,visit_number,sum_viable_diameter_mm,reader_response';

// Days by hand: 2022-01-11 to 07-10 are 180, to 03-12 are 60, to 05-11 are 120.
const cases: readonly Case[] = [
  { code: 'half-entered', os: [null, null, 'noFollowUp'], pfs: [null, null, 'noFollowUp'] },
  { code: 'no-image', contacts: ['2022-07-10,,alive'], os: [180, false], pfs: [0, false] },
  {
    code: 'baseline-image-only',
    contacts: ['2022-07-10,,alive'],
    images: ['2022-01-01,,0,100,'],
    os: [180, false],
    pfs: [0, false],
  },
  {
    code: 'baseline-read-as-PD',
    contacts: ['2022-07-10,,alive'],
    images: ['2022-01-01,,0,100,PD'],
    os: [180, false],
    pfs: [0, false],
  },
  {
    code: 'screened-again',
    contacts: ['2022-07-10,,alive'],
    images: ['2022-01-01,,0,100,', '2022-01-09,,1,150,'],
    os: [180, false],
    pfs: [0, false],
  },
  {
    code: 'not-evaluable-only',
    contacts: ['2022-07-10,,alive'],
    images: ['2022-01-01,,0,100,', '2022-03-12,,1,,'],
    os: [180, false],
    pfs: [0, false],
    best: 'NE',
  },
  { code: 'death-after-cut', contacts: ['2023-03-01,,dead'], os: [365, false], pfs: [0, false] },
  { code: 'death-on-day-0', contacts: ['2022-01-11,,dead'], os: [0, true], pfs: [0, true] },
  {
    code: 'images-and-no-follow-up',
    images: ['2022-01-11,,0,100,', '2022-03-12,,1,90,'],
    os: [null, null, 'noFollowUp'],
    pfs: [60, false],
    best: 'SD',
  },
  {
    code: 'progression-and-no-follow-up',
    images: ['2022-01-11,,0,100,', '2022-03-12,,1,120,'],
    os: [null, null, 'noFollowUp'],
    pfs: [60, true],
    best: 'PD',
  },
  {
    code: 'unscheduled-image',
    contacts: ['2022-09-08,,alive'],
    images: ['2022-01-11,,0,100,', '2022-03-12,,1,60,', '2022-07-10,,2,62,', '2022-05-11,,3,50,'],
    os: [240, false],
    pfs: [180, true],
    best: 'PR',
  },
  {
    code: 'no-baseline',
    contacts: ['2022-09-08,,alive'],
    images: ['2022-03-12,,1,100,', '2022-05-11,,2,60,'],
    os: [240, false],
    pfs: [0, false],
    best: 'NE',
  },
  {
    code: 'no-baseline-but-read',
    contacts: ['2022-09-08,,alive'],
    images: ['2022-03-12,,1,100,SD', '2022-05-11,,2,60,PR'],
    os: [240, false],
    pfs: [120, false],
    best: 'PR',
  },
  {
    code: 'died-before-treatment',
    contacts: ['2021-05-11,,dead'],
    os: [null, null, 'beforeTimeZero'],
    pfs: [null, null, 'beforeTimeZero'],
  },
  {
    code: 'last-seen-before-treatment',
    contacts: ['2022-01-01,,alive'],
    os: [null, null, 'beforeTimeZero'],
    pfs: [null, null, 'beforeTimeZero'],
  },
  {
    code: 'treated-after-cut',
    startedOn: '2023-06-01',
    contacts: ['2023-08-01,,alive'],
    os: [null, null, 'afterCutoff'],
    pfs: [null, null, 'afterCutoff'],
  },
  {
    code: 'no-time-zero',
    startedOn: null,
    contacts: ['2022-07-10,,dead'],
    os: [null, null, 'noTimeZero'],
    pfs: [null, null, 'noTimeZero'],
  },
  {
    // Alive on day 100, dead on a date that cannot be placed without a first HAIC: not alive and censored at 100.
    code: 'death-not-placed',
    startedOn: null,
    contacts: [',100,alive', '2022-07-10,,dead'],
    os: [null, null, 'noTimeZero'],
    pfs: [null, null, 'noTimeZero'],
  },
  {
    // The 60 comes after the progression: by dates alone, without a study day.
    code: 'response-after-progression',
    startedOn: null,
    images: ['2022-01-11,,0,100,', '2022-03-12,,1,130,', '2022-05-11,,2,60,'],
    os: [null, null, 'noFollowUp'],
    pfs: [null, null, 'noTimeZero'],
    best: 'PD',
  },
];

beforeAll(async () => {
  database = await openDatabaseForTests();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: 'Outcomes by hand',
    synthetic: true,
    monthDays: 30,
    cutoffOn: '2023-01-11',
    timeZero: 'first HAIC',
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: [{ code: 'C1', name: 'One' }],
  });
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  db = new StudyDb(pool);
  operator = (await operatorOf(pool, study, 'test'))!;
  const ofEach = (field: (one: Case) => readonly string[]) =>
    cases.flatMap((one) => field(one).map((row) => `${one.code},C1,${row}`));
  await load(
    'age_years,sex',
    ofEach(() => ['60,male']),
  );
  await load(
    'arm,started_on',
    ofEach(({ startedOn = '2022-01-11' }) => (startedOn === null ? [] : [`HTI,${startedOn}`])),
  );
  await load(
    FOLLOW_UP,
    ofEach(({ contacts = [] }) => contacts),
  );
  await load(
    IMAGES,
    ofEach(({ images = [] }) => images),
  );
});

afterAll(async () => {
  await pool?.destroy();
  await database?.close();
});

const subject = async (code: string) => {
  const [row] = await db.read(operator, (tx) =>
    tx.rows<Record<string, unknown>>('select * from portal.subject where code = $1', [code]),
  );
  return row!;
};

describe('the endpoint recipe', () => {
  it.each(cases)('$code', async ({ code, os, pfs, best = null }) => {
    const { os_days, os_event, os_missing, pfs_days, pfs_event, pfs_missing, best_response } = await subject(code);
    expect([os_days, os_event, os_missing ?? undefined]).toEqual([os[0], os[1], os[2]]);
    expect([pfs_days, pfs_event, pfs_missing ?? undefined]).toEqual([pfs[0], pfs[1], pfs[2]]);
    expect(best_response).toBe(best);
  });

  it('never gives a negative time, a time without an event flag, or a flag without a time', async () => {
    const wrong = await db.read(operator, (tx) =>
      tx.rows(
        `select code from portal.subject where least(os_days, pfs_days) < 0
           or (os_days is null) <> (os_event is null) or (os_days is null) <> (os_missing is not null)
           or (pfs_days is null) <> (pfs_event is null) or (pfs_days is null) <> (pfs_missing is not null)`,
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe('survival', () => {
  const analyse = (endpoint: 'OS' | 'PFS') =>
    new SurvivalService(new SubjectStore(db), new StudyService(db), new StudyAnswers(db, new SubjectStore(db))).analyse(
      { asker: operator, requestId: '' },
      { study, endpoint, groupBy: null, cohort: null, confType: 'log' },
    );

  it.each(['OS', 'PFS'] as const)('counts the patients that no curve of %s counts, by reason', async (endpoint) => {
    const side = endpoint === 'OS' ? ('os' as const) : ('pfs' as const);
    const expected = new Map<string, number>();
    for (const { [side]: outcome } of cases) {
      const [, , missing] = outcome;
      if (missing) expected.set(missing, (expected.get(missing) ?? 0) + 1);
    }
    const { n, dropped, droppedReason, droppedReasons } = await analyse(endpoint);
    expect(new Map(droppedReasons.map((one) => [one.reason, one.n]))).toEqual(expected);
    expect(n + dropped).toBe(cases.length);
    expect(droppedReason).toMatch(/2 with a death or last contact before time zero/);
  });
});

describe('survival of patients chosen by an outcome', () => {
  const among = (cohort: CohortInput) =>
    new SurvivalService(new SubjectStore(db), new StudyService(db), new StudyAnswers(db, new SubjectStore(db))).analyse(
      { asker: operator, requestId: '' },
      { study, endpoint: 'OS', groupBy: null, cohort, confType: 'log' },
    );

  it('is refused, with the reason in both languages and the condition at fault', async () => {
    const error = await among({ arms: ['HTI'], bestResponses: ['CR', 'PR'] }).catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      message: expect.stringMatching(/may not be filtered by bestResponses.*lived long enough/),
      extensions: { code: 'BAD_USER_INPUT', issues: [{ field: 'bestResponses' }] },
    });
  });

  it.each([
    { variable: 'bestResponse', in: ['CR'] },
    { variable: 'osDays', between: [90, null] },
    { not: { or: [{ variable: 'sex', in: ['male'] }, { and: [{ variable: 'worstGrade', isMissing: true }] }] } },
  ])('is refused wherever the outcome occurs in a filter: %j', async (filter) => {
    await expect(among({ filter })).rejects.toThrow(/may not be filtered by (bestResponse|osDays|worstGrade):/);
  });

  it('is drawn for an empty list, which is not a condition, and by what is known at time zero', async () => {
    expect((await among({ arms: ['HTI'], bestResponses: [] })).n).toBeGreaterThan(0);
    expect((await among({ arms: ['HTI'], bestResponses: null, ageYearsMin: 18 })).n).toBeGreaterThan(0);
  });
});

describe('a first HAIC that is corrected', () => {
  it('shifts the study days of the images', async () => {
    await load('arm,started_on', ['moved,C1,HTI,2022-01-11']);
    await load(IMAGES, ['moved,C1,2022-01-11,,0,100,', 'moved,C1,2022-01-20,,1,60,']);
    expect((await subject('moved'))['best_response']).toBe('PR');
    await load('arm,started_on', ['moved,C1,HTI,2022-01-25']);
    expect((await subject('moved'))['best_response']).toBe(null);
  });
});

describe('responses that a migration has cleared', () => {
  it('are derived again at the next start, and only then', async () => {
    await db.write(operator, null, (tx) =>
      tx.rows(
        `update portal.tumour_assessment set derived_response = null, derived_rule = null
         where patient_id in (select id from portal.patient where code in ('unscheduled-image', 'no-baseline'))`,
      ),
    );
    expect((await subject('unscheduled-image'))['best_response']).toBe(null);
    expect(await deriveMissingResponses(db, operator)).toBe(2);
    expect((await subject('unscheduled-image'))['best_response']).toBe('PR');
    expect(await deriveMissingResponses(db, operator)).toBe(0);
  });

  it('are derived again where their rule is a sentence of an older version', async () => {
    const ruleOf = async (code: string) => {
      const [row] = await db.read(operator, (tx) =>
        tx.rows<{ rule: string }>(
          `select derived_rule as rule from portal.tumour_assessment a join portal.patient p on p.id = a.patient_id
           where p.code = $1 and derived_response = 'NE' limit 1`,
          [code],
        ),
      );
      return row?.rule;
    };
    await db.write(operator, null, (tx) =>
      tx.rows(
        `update portal.tumour_assessment set derived_rule = 'no baseline visit'
         where patient_id in (select id from portal.patient where code = 'no-baseline')`,
      ),
    );
    expect(await deriveMissingResponses(db, operator)).toBe(1);
    expect(await ruleOf('no-baseline')).toBe('noBaselineVisit');
    expect(await deriveMissingResponses(db, operator)).toBe(0);
  });
});
