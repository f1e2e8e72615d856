import { type Form, forms } from '@haim/schema';
import { seededRandom } from '@haim/ml';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { tableOf } from '../../db/entity-from-form.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { RandomChanges } from './random-changes.fixture.ts';
import { VersionReader } from './version-reader.fixture.ts';

/** Rows that are added, corrected or removed in all. */
const CHANGES = 10_000;
const PATIENTS = 150;

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
const clients: Client[] = [];
let owner: Client;
let writers: readonly [Client, Client];
let reader: Client;
let changes: RandomChanges;
const studyOf = new Map<number, number>();

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  clients.push(client);
  await client.query(
    `select set_config('app.user_id', 'test', false), set_config('app.write_centres', $1, false),
       set_config('app.read_centres', $1, false)`,
    [`{${[...studyOf.keys()].join(',')}}`],
  );
  return client;
}

beforeAll(async () => {
  database = await openDatabaseForTests();
  for (const code of ['FIRST', 'SECOND']) {
    await declareStudy(database.ownerUrl, {
      code,
      name: code,
      synthetic: true,
      monthDays: 30,
      cutoffOn: '2023-01-11',
      timeZero: 'first HAIC',
      arms: [{ code: 'HAIC', label: 'HAIC' }],
      centres: ['A', 'B'].map((name) => ({ code: `${code}-${name}`, name })),
    });
  }
  owner = await connect(database.ownerUrl);
  const { rows } = await owner.query<{ id: number; study_id: number }>('select id, study_id from portal.centre');
  for (const { id, study_id } of rows) studyOf.set(id, study_id);
  owner = await connect(database.ownerUrl);
  writers = [await connect(database.appUrl), await connect(database.appUrl)];
  reader = await connect(database.ownerUrl);
  await owner.query(`insert into portal.recipe values
    (2, 'time-to-progression', 1, '{"timeZero": "firstHaic", "os": {"events": ["death"], "censoredAt": ["cutoff", "lastContact"]},
      "pfs": {"events": ["progression"], "censoredAt": ["death", "lastAssessment"]}}'),
    (3, 'from-enrolment', 1, '{"timeZero": "enrolment", "os": {"events": ["death"], "censoredAt": ["lastContact"]},
      "pfs": {"events": ["progression", "death"], "censoredAt": ["lastAssessment"]}}')`);
  const { uniform } = seededRandom(20_261_128);
  changes = new RandomChanges(uniform, [...studyOf.keys()]);
}, 120_000);

afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await database?.close();
});

type Touched = readonly number[];
const form = (): Form => changes.oneOf(forms);

/** One to a few random writes as the application may do them. */
async function write(client: Client, only?: readonly Form[]): Promise<Touched> {
  const of = () => (only ? changes.oneOf(only) : form());
  return changes.oneOf([
    () => changes.correct(client, of(), 3),
    () => changes.correct(client, of(), 40),
    async () => changes.addRecords(client, of(), await changes.patients(client, 1 + changes.upTo(12))),
    () => (only ? changes.correct(client, of(), 10) : changes.addPatients(client, 1 + changes.upTo(2))),
  ])();
}

async function transaction(client: Client, work: () => Promise<Touched>, end = 'commit'): Promise<Touched> {
  await client.query('begin');
  const touched = await work();
  await client.query(end);
  return end === 'commit' ? touched : [];
}

const ofStudy = (study: number): Touched =>
  [...studyOf]
    .filter(([, own]) => own === study)
    .slice(0, 1)
    .map(([centre]) => centre);
const anyStudy = (): number => changes.oneOf([...new Set(studyOf.values())]);

async function settings(client: Client): Promise<Touched> {
  const study = anyStudy();
  const { rowCount } = await changes.oneOf([
    () =>
      client.query('update portal.study set cutoff_on = $2 where id = $1 and cutoff_on is distinct from $2', [
        study,
        changes.date(),
      ]),
    () => client.query('update portal.study set cutoff_on = null where id = $1 and cutoff_on is not null', [study]),
    () => {
      const recipe = 1 + changes.upTo(3);
      return client.query('update portal.study set recipe_id = $2 where id = $1 and recipe_id <> $2', [study, recipe]);
    },
    () =>
      client.query('insert into portal.compared_recipe values ($1, $2) on conflict do nothing', [
        study,
        1 + changes.upTo(3),
      ]),
    () => client.query('delete from portal.compared_recipe where study_id = $1', [study]),
    () =>
      client.query(`update portal.centre set code = 'C' || $2::text where id = $1`, [
        ofStudy(study)[0],
        changes.upTo(1e6),
      ]),
    () => client.query(`update portal.study_arm set label = $2 where study_id = $1`, [study, changes.uuid()]),
  ])();
  return rowCount ? ofStudy(study) : [];
}

/** Each way in which a study is written; returns the centres of what was committed, a list for each commit. */
const doors: Record<string, (count: (n: number) => void) => Promise<readonly Touched[]>> = {
  async forms(count) {
    const touched = await transaction(writers[0], async () =>
      (await write(writers[0])).concat(await write(writers[0])),
    );
    count(touched.length);
    return [touched];
  },
  async import(count) {
    const touched = await transaction(writers[1], () => changes.addPatients(writers[1], 25));
    count(touched.length);
    return [touched];
  },
  async removal(count) {
    const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from portal.patient');
    const surplus = Math.max(0, rows[0]!.n - PATIENTS);
    const touched = await transaction(owner, async () => [
      ...(await changes.remove(owner, form(), 5)),
      ...(surplus > 0 ? await changes.removePatients(owner, surplus) : []),
    ]);
    count(touched.length);
    return [touched];
  },
  async settings(count) {
    const touched = await transaction(owner, () => settings(owner));
    count(touched.length);
    return [touched];
  },
  async patient(count) {
    const touched = await transaction(owner, async () => {
      const [patient] = await changes.patients(owner, 1);
      if (!patient) return [];
      await owner.query('update portal.patient set code = $2 where id = $1', [patient.id, changes.uuid().slice(0, 30)]);
      // To another centre, which may be of the other study, with nothing but the code.
      const id = changes.uuid();
      const [from, to] = [patient.centre_id, changes.oneOf([...studyOf.keys()])];
      await owner.query(`insert into portal.patient (id, centre_id, code, updated_by) values ($1, $2, $3, 'test')`, [
        id,
        from,
        id.slice(0, 30),
      ]);
      await owner.query('set constraints all immediate');
      await owner.query('update portal.patient set centre_id = $2 where id = $1', [id, to]);
      return [from, to];
    });
    count(touched.length);
    return [touched];
  },
  async twoWriters(count) {
    const [one, two] = writers;
    await Promise.all([one.query('begin'), two.query('begin')]);
    // Different forms of the same patients, and now and then a setting of their study.
    const lasting = forms.filter(({ repeats }) => !repeats);
    const repeated = forms.filter(({ repeats }) => repeats);
    const patients = await changes.patients(one, 8);
    const first = [
      ...(await changes.addRecords(one, changes.oneOf(lasting), patients)),
      ...(await write(one, lasting)),
    ];
    const second = await changes.addRecords(two, changes.oneOf(repeated), patients);
    const third = changes.upTo(4) === 0 ? await (async () => (await owner.query('begin'), settings(owner)))() : null;
    await Promise.all([one.query('commit'), two.query('commit'), ...(third ? [owner.query('commit')] : [])]);
    count(first.length + second.length);
    return [first, second, ...(third ? [third] : [])];
  },
  async rollback(count) {
    const client = changes.oneOf([...writers, owner]);
    await transaction(
      client,
      async () => (count(5), [...(await write(client)), ...(client === owner ? await settings(owner) : [])]),
      'rollback',
    );
    return [];
  },
  async savepoint(count) {
    const touched = await transaction(owner, async () => {
      const before = changes.upTo(2) ? await write(owner) : [];
      await owner.query('savepoint here');
      const undone = [await changes.addPatients(owner, 2), await write(owner), await settings(owner)];
      await owner.query('rollback to here');
      count(undone.flat().length);
      return [...before, ...(changes.upTo(2) ? await write(owner) : [])];
    });
    count(touched.length);
    return [touched];
  },
  async truncate(count) {
    const table = tableOf(changes.oneOf(forms.filter(({ name }) => name !== 'slide')));
    await owner.query(`truncate portal.${table}`);
    count(1);
    return [[...studyOf.keys()]];
  },
};
const often = [
  'forms',
  'forms',
  'forms',
  'forms',
  'import',
  'removal',
  'removal',
  'settings',
  'patient',
  'twoWriters',
  'twoWriters',
  'rollback',
  'savepoint',
];

let columns = '';
async function differences(): Promise<unknown[]> {
  if (columns === '') {
    const { rows } = await owner.query<{ names: string }>(
      `select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute
       where attrelid = 'portal.derived_subject'::regclass and attnum > 0`,
    );
    columns = rows[0]!.names;
  }
  const [stored, derived] = ['subject', 'derived_subject'].map((name) => `select ${columns} from portal.${name}`);
  const { rows } = await owner.query(`(${stored} except ${derived}) union all (${derived} except ${stored})`);
  return rows;
}

async function versions(): Promise<Map<number, number>> {
  const { rows } = await owner.query<{ study_id: number; version: number }>(
    'select study_id, version::int from portal.study_version',
  );
  return new Map(rows.map(({ study_id, version }) => [study_id, version]));
}

it('is what the derivation gives after a history of 10,000 changes through every door', async () => {
  let made = 0;
  let steps = 0;
  const met = new Map<string, number>();
  let isDone = false;
  const following = new VersionReader(reader);
  const followed = following.until(() => isDone);
  try {
    for (const expected = await versions(); made < CHANGES; steps += 1) {
      const door = steps % 75 === 74 ? 'truncate' : changes.oneOf(often);
      const commits = await doors[door]!((n) => (made += n));
      for (const touched of commits) {
        for (const study of new Set(touched.map((centre) => studyOf.get(centre)!)))
          expected.set(study, expected.get(study)! + 1);
      }
      const times = (met.get(door) ?? 0) + 1;
      met.set(door, times);
      if (times <= 4 || steps % 25 === 0) {
        expect(await differences(), `after ${door}, step ${steps}`).toEqual([]);
        expect(await versions(), `after ${door}, step ${steps}`).toEqual(expected);
      }
    }
    expect(await differences()).toEqual([]);
  } finally {
    isDone = true;
    await followed;
  }
  expect([...met.keys()].sort()).toEqual(Object.keys(doors).sort());
  expect(following.faults).toEqual([]);
  expect(following.looks).toBeGreaterThan(50);
  const { rows } = await owner.query('select from portal.study_touched union all select from portal.subject_touched');
  expect(rows).toEqual([]);
}, 120_000);
