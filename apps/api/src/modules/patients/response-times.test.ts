import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { fileOf } from '../../tables/index.ts';
import { ImportService } from '../imports/import.service.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { operatorOf } from '../studies/membership.query.ts';

const study = 'RESPONSES';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let pool: DataSource;
let db: StudyDb;
let operator: Asker;

const load = async (headings: string, rows: readonly string[]) => {
  const file = fileOf('x.csv', [`patient_code,centre,${headings}`, ...rows].join('\n'));
  const request = { study, file, map: null, dryRun: false };
  expect((await new ImportService(db).run(operator, request)).problems).toEqual([]);
};

type Time = readonly [days: number | null, event: boolean | null, missing?: string];

/** A patient whose first HAIC is on 2022-01-11; the data are cut on 2023-01-11, day 365. */
interface Case {
  readonly code: string;
  readonly contacts?: readonly string[];
  readonly images?: readonly string[];
  readonly later?: readonly string[];
  readonly ttr: Time;
  readonly dor: Time;
  readonly ttnt: Time;
  /** Day of the first progression and of the first later treatment. */
  readonly progression?: number;
  readonly treated?: number;
}

const none: Time = [null, null, 'noResponse'];
// Days by hand: 2022-01-11 to 02-10 are 30, to 03-12 are 60, to 05-11 are 120, to 07-10 are 180, to 11-07 are 300.
const cases: readonly Case[] = [
  {
    code: 'responds-then-progresses',
    contacts: ['2022-11-07,alive'],
    images: ['2022-01-11,0,', '2022-02-10,1,SD', '2022-03-12,2,PR', '2022-05-11,3,CR', '2022-07-10,4,PD'],
    later: ['2022-11-07,systemic', '2022-07-10,tace'],
    ttr: [60, true],
    dor: [120, true],
    ttnt: [180, true],
    progression: 180,
    treated: 180,
  },
  {
    code: 'response-at-first-image',
    contacts: ['2022-11-07,alive'],
    images: ['2022-01-11,0,', '2022-02-10,1,CR'],
    ttr: [30, true],
    dor: [0, false],
    ttnt: [300, false],
  },
  {
    code: 'responds-and-is-followed',
    contacts: ['2022-11-07,alive'],
    images: ['2022-01-11,0,', '2022-02-10,1,PR', '2022-05-11,2,SD', '2022-07-10,3,NE'],
    ttr: [30, true],
    // Until the last image that could be read.
    dor: [90, false],
    ttnt: [300, false],
  },
  {
    code: 'responds-and-dies',
    contacts: ['2022-07-10,dead'],
    images: ['2022-01-11,0,', '2022-02-10,1,PR'],
    ttr: [30, true],
    dor: [150, true],
    ttnt: [180, true],
  },
  {
    code: 'progression-on-day-of-death',
    contacts: ['2022-05-11,dead'],
    images: ['2022-01-11,0,', '2022-03-12,1,PR', '2022-05-11,2,PD'],
    ttr: [60, true],
    dor: [60, true],
    ttnt: [120, true],
    progression: 120,
  },
  {
    code: 'response-after-progression',
    contacts: ['2022-11-07,alive'],
    images: ['2022-01-11,0,', '2022-03-12,1,PD', '2022-05-11,2,PR'],
    ttr: [60, false],
    dor: none,
    ttnt: [300, false],
    progression: 60,
  },
  {
    code: 'stable-until-last-image',
    contacts: ['2022-11-07,alive'],
    images: ['2022-01-11,0,', '2022-03-12,1,SD', '2022-05-11,2,SD'],
    ttr: [120, false],
    dor: none,
    ttnt: [300, false],
  },
  { code: 'no-image', contacts: ['2022-07-10,dead'], ttr: [0, false], dor: none, ttnt: [180, true] },
  {
    code: 'treated-before-progression',
    contacts: ['2022-11-07,alive'],
    images: ['2022-01-11,0,', '2022-02-10,1,PR', '2022-07-10,2,PD'],
    later: ['2022-05-11,resection'],
    // A later treatment ends neither the response nor progression-free survival.
    ttr: [30, true],
    dor: [150, true],
    ttnt: [120, true],
    progression: 180,
    treated: 120,
  },
  {
    code: 'treated-on-day-of-death',
    contacts: ['2022-05-11,dead'],
    later: ['2022-05-11,systemic'],
    ttr: [0, false],
    dor: none,
    ttnt: [120, true],
    treated: 120,
  },
  {
    code: 'treated-after-cut',
    contacts: ['2022-11-07,alive'],
    later: ['2023-03-01,tace'],
    ttr: [0, false],
    dor: none,
    ttnt: [300, false],
  },
  {
    // Given before time zero: not later.
    code: 'treated-before',
    contacts: ['2022-11-07,alive'],
    later: ['2021-05-11,resection'],
    ttr: [0, false],
    dor: none,
    ttnt: [300, false],
  },
  {
    code: 'month-of-treatment',
    contacts: ['2022-11-07,alive'],
    later: ['2022-05,tace'],
    ttr: [0, false],
    dor: none,
    ttnt: [null, null, 'partialDate'],
  },
  {
    // Whatever day of May it was, the treatment of March was the first.
    code: 'day-before-month',
    contacts: ['2022-11-07,alive'],
    later: ['2022-05,tace', '2022-03-12,systemic'],
    ttr: [0, false],
    dor: none,
    ttnt: [60, true],
    treated: 60,
  },
  {
    code: 'month-before-day',
    contacts: ['2022-11-07,alive'],
    later: ['2022-03,tace', '2022-05-11,systemic'],
    ttr: [0, false],
    dor: none,
    ttnt: [null, null, 'partialDate'],
  },
  {
    code: 'responds-after-treatment',
    contacts: ['2022-11-07,alive'],
    images: ['2022-01-11,0,', '2022-03-12,1,PR'],
    later: ['2022-02-10,tace'],
    ttr: [60, true],
    dor: [0, false],
    ttnt: [30, true],
    treated: 30,
  },
  {
    code: 'treated-some-day-before',
    contacts: ['2022-11-07,alive'],
    images: ['2022-01-11,0,', '2022-03-12,1,SD', '2022-05-11,2,PD'],
    later: ['2022-04,tace'],
    ttr: [120, false],
    dor: none,
    ttnt: [null, null, 'partialDate'],
    progression: 120,
  },
  {
    code: 'treated-some-day-after',
    contacts: ['2022-11-07,alive'],
    images: ['2022-01-11,0,', '2022-03-12,1,PD'],
    later: ['2022-04,tace'],
    ttr: [60, false],
    dor: none,
    ttnt: [null, null, 'partialDate'],
    progression: 60,
  },
  {
    code: 'nothing-recorded',
    ttr: [null, null, 'noFollowUp'],
    dor: [null, null, 'noFollowUp'],
    ttnt: [null, null, 'noFollowUp'],
  },
  {
    // As for progression: an event that is known needs no follow-up.
    code: 'treated-without-follow-up',
    later: ['2022-03-12,tace'],
    ttr: [null, null, 'noFollowUp'],
    dor: [null, null, 'noFollowUp'],
    ttnt: [60, true],
    treated: 60,
  },
];

beforeAll(async () => {
  database = await openDatabaseForTests();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: 'Responses by hand',
    synthetic: true,
    monthDays: 30,
    cutoffOn: '2023-01-11',
    timeZero: 'first HAIC',
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: [{ code: 'C1', name: 'One' }],
  });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  db = new StudyDb(pool);
  operator = (await operatorOf(pool, study, 'test'))!;
  const ofEach = (field: (one: Case) => readonly string[]) =>
    cases.flatMap((one) => field(one).map((row) => `${one.code},C1,${row}`));
  await load(
    'arm,started_on',
    ofEach(() => ['HTI,2022-01-11']),
  );
  await load(
    'contact_on,vital_status',
    ofEach(({ contacts = [] }) => contacts),
  );
  await load(
    'assessed_on,visit_number,reader_response',
    ofEach(({ images = [] }) => images),
  );
  await load(
    'therapy_on,therapy',
    ofEach(({ later = [] }) => later),
  );
});

afterAll(async () => {
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

type Row = Readonly<Record<string, number | boolean | string | null>>;
const rowOf = async (code: string, recipe = 1) => {
  const [row] = await db.read(operator, (tx) =>
    tx.rows<Row>('select * from portal.subject where code = $1 and recipe_id = $2', [code, recipe]),
  );
  return row!;
};
const timeIn = (row: Row, endpoint: 'pfs' | 'ttr' | 'dor' | 'ttnt') => {
  const [days, event, missing] = ['days', 'event', 'missing'].map((part) => row[`${endpoint}_${part}`] ?? null);
  return missing === null ? [days, event] : [days, event, missing];
};

describe('time to response, duration of response and time to next treatment', () => {
  it.each(cases)('of $code', async ({ code, ttr, dor, ttnt, progression = null, treated = null }) => {
    const row = await rowOf(code);
    expect({ ttr: timeIn(row, 'ttr'), dor: timeIn(row, 'dor'), ttnt: timeIn(row, 'ttnt') }).toEqual({ ttr, dor, ttnt });
    expect([row['days_to_progression'], row['days_to_next_treatment']]).toEqual([progression, treated]);
  });

  it('agree with best response, progression-free survival and one another in every patient', async () => {
    const wrong = await db.read(operator, (tx) =>
      tx.rows(
        `select code from portal.subject where least(ttr_days, dor_days, ttnt_days) < 0
           or (ttr_days is null) = (ttr_missing is null) or (dor_days is null) = (dor_missing is null)
           or (ttnt_days is null) = (ttnt_missing is null)
           or (ttr_event and best_response not in ('CR', 'PR')) or (ttr_event is false and best_response in ('CR', 'PR'))
           or (dor_days is not null and (ttr_days + dor_days, dor_event) is distinct from (pfs_days, pfs_event))`,
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe('a recipe that states their rules', () => {
  const haicDefault = {
    timeZero: 'firstHaic',
    os: { events: ['death'], censoredAt: ['lastContact'] },
    pfs: { events: ['progression', 'death'], censoredAt: ['lastAssessment'] },
  };
  const define = (id: number, name: string, definition: unknown) =>
    owner.query('insert into portal.recipe values ($1, $2, 1, $3)', [id, name, JSON.stringify(definition)]);

  it('may censor at a death, and keep who progressed at risk of a response', async () => {
    await define(2, 'deaths-censor', {
      ...haicDefault,
      ttr: { events: ['response'], censoredAt: ['lastAssessment'] },
      dor: { events: ['progression'], censoredAt: ['death', 'lastAssessment'] },
      ttnt: { events: ['nextTreatment'], censoredAt: ['death', 'lastContact'] },
    });
    await owner.query('insert into portal.compared_recipe select id, 2 from portal.study where code = $1', [study]);
    const of = async (code: string, endpoint: 'ttr' | 'dor' | 'ttnt') => timeIn(await rowOf(code, 2), endpoint);
    expect(await of('response-after-progression', 'ttr')).toEqual([120, false]);
    expect(await of('responds-and-dies', 'dor')).toEqual([150, false]);
    expect(await of('responds-and-dies', 'ttnt')).toEqual([180, false]);
    expect(await of('treated-on-day-of-death', 'ttnt')).toEqual([120, true]);
    expect(await of('no-image', 'ttnt')).toEqual([180, false]);
    // What it does not say anything of stays as it was.
    expect((await rowOf('responds-and-dies', 2))['pfs_event']).toBe(true);
  });

  it('may have a later treatment censor at the last image up to the day on which it began', async () => {
    const untilTreatment = { events: ['progression', 'death'], censoredAt: ['newTreatment', 'lastAssessment'] };
    await define(3, 'treatment-censors', { ...haicDefault, pfs: untilTreatment });
    await owner.query('insert into portal.compared_recipe select id, 3 from portal.study where code = $1', [study]);
    const of = async (code: string, endpoint: 'pfs' | 'dor' | 'ttr') => timeIn(await rowOf(code, 3), endpoint);
    // Treated on day 120, between the images of days 30 and 180: the progression on day 180 does not count.
    expect([await of('treated-before-progression', 'pfs'), await of('treated-before-progression', 'dor')]).toEqual([
      [30, false],
      [0, false],
    ]);
    // A response is what the images show, whatever was given.
    expect(await of('treated-before-progression', 'ttr')).toEqual([30, true]);
    // The image of the very day on which it began still counts, and so does a death of that day.
    expect(await of('responds-then-progresses', 'pfs')).toEqual([180, true]);
    expect(await of('treated-on-day-of-death', 'pfs')).toEqual([120, true]);
    // Not after the data cut; of whom nothing was given later, all is as it was.
    expect(await of('treated-after-cut', 'pfs')).toEqual(timeIn(await rowOf('treated-after-cut', 1), 'pfs'));
    expect(await of('responds-and-dies', 'pfs')).toEqual([180, true]);
    // The response came on day 60, after the treatment of day 30: by this recipe it has no duration.
    expect([await of('responds-after-treatment', 'pfs'), await of('responds-after-treatment', 'dor')]).toEqual([
      [0, false],
      [null, null, 'afterNewTreatment'],
    ]);
    // Known by its month alone: it may have begun before the progression, or cannot have.
    expect(await of('treated-some-day-before', 'pfs')).toEqual([null, null, 'partialDate']);
    expect(await of('treated-some-day-after', 'pfs')).toEqual([60, true]);
    expect(timeIn(await rowOf('treated-some-day-before', 1), 'pfs')).toEqual([120, true]);
    const derivedAnew = await owner.query(
      `select code from portal.subject s where recipe_id = 1 and days_to_progression is distinct from (
         select o.days_to_progression from portal.subject o where o.recipe_id = 3 and o.id = s.id)`,
    );
    expect(derivedAnew.rows).toEqual([]);
  });

  it('needs later treatments to be recorded where they censor', async () => {
    await owner.query(`update portal.study set unused_forms = '{later_treatment}' where code = $1`, [study]);
    expect(timeIn(await rowOf('responds-and-dies', 3), 'pfs')).toEqual([null, null, 'notCollected']);
    expect(timeIn(await rowOf('responds-and-dies', 1), 'pfs')).toEqual([180, true]);
    await owner.query(`update portal.study set unused_forms = '{}' where code = $1`, [study]);
    expect(timeIn(await rowOf('responds-and-dies', 3), 'pfs')).toEqual([180, true]);
  });

  it.each([
    ['an unknown event', { ttnt: { events: ['relapse'], censoredAt: ['lastContact'] } }],
    [
      'a death that both ends and censors',
      { ttnt: { events: ['nextTreatment', 'death'], censoredAt: ['death', 'lastContact'] } },
    ],
    ['no censoring', { dor: { events: ['progression', 'death'] } }],
    ['an endpoint that does not exist', { ttp: { events: ['progression'], censoredAt: ['lastAssessment'] } }],
  ])('is refused with %s', async (_, rules) => {
    await expect(define(9, 'wrong', { ...haicDefault, ...rules })).rejects.toThrow('recipe_is_sound');
  });
});

describe('a study that does not record what they are made of', () => {
  it('has none of these times, and says why', async () => {
    const unused = (forms: string) =>
      owner.query('update portal.study set unused_forms = $2 where code = $1', [study, forms]);
    await unused('{later_treatment}');
    const without = await rowOf('responds-then-progresses');
    expect(timeIn(without, 'ttnt')).toEqual([null, null, 'notCollected']);
    expect(timeIn(without, 'ttr')).toEqual([60, true]);
    await unused('{tumour_assessment}');
    const blind = await rowOf('responds-then-progresses');
    expect([timeIn(blind, 'ttr'), timeIn(blind, 'dor')]).toEqual([
      [null, null, 'notCollected'],
      [null, null, 'notCollected'],
    ]);
    expect(timeIn(blind, 'ttnt')).toEqual([180, true]);
    await unused('{}');
    expect(timeIn(await rowOf('responds-then-progresses'), 'dor')).toEqual([120, true]);
  });
});
