import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { StudyDb } from '../db/study-db.ts';
import { addMembership, declareStudy, studyDeclaration } from '../modules/studies/declare-study.ts';
import { recordEvent, recordEventOfSignIn } from './record-event.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let signIn: Client;
let app: DataSource;
let db: StudyDb;
let ids: { study: number; near: number; far: number };

const asker = (role: 'administrator' | 'staff', centres: number[]): Asker => ({
  userId: `${role}-${centres.length}`,
  name: 'Ada',
  email: '',
  requestId: 'request-1',
  studies: [{ studyId: ids.study, studyCode: 'S', role, readCentres: centres, writeCentres: centres }],
});

beforeAll(async () => {
  database = await openDatabaseForTests();
  const study = { code: 'S', name: 'S', synthetic: true, monthDays: 30, timeZero: 'first HAIC', cutoffOn: null };
  const centres = ['NEAR', 'FAR'].map((code) => ({ code, name: code }));
  await declareStudy(
    database.ownerUrl,
    studyDeclaration.parse({ ...study, arms: [{ code: 'A', label: 'A' }], centres }),
  );
  owner = new Client({ connectionString: database.ownerUrl });
  signIn = new Client({ connectionString: database.authUrl });
  await owner.connect();
  await signIn.connect();
  app = openDataSource(database.appUrl);
  await app.initialize();
  db = new StudyDb(app);
  const { rows } = await owner.query<{ id: number; study_id: number }>(
    'select id, study_id from portal.centre order by id',
  );
  ids = { study: rows[0]!.study_id, near: rows[0]!.id, far: rows[1]!.id };
});

afterAll(async () => {
  await app?.destroy();
  await signIn?.end();
  await owner?.end();
  await database?.close();
});

const entries = async (kind: string) =>
  (await owner.query('select * from portal.audit_entry where action = $1 order by id', [kind])).rows;

it('names the asker, the request and the reason of its transaction', async () => {
  await db.write(asker('staff', [ids.near]), 'why', (tx) =>
    recordEvent(tx, { kind: 'exported', centreId: ids.near, details: { what: 'patients', rows: 3 } }),
  );
  expect(await entries('exported')).toEqual([
    expect.objectContaining({
      user_id: 'staff-1',
      user_name: 'Ada',
      study_id: ids.study,
      centre_id: ids.near,
      request_id: 'request-1',
      reason: 'why',
      changes: {},
      details: { what: 'patients', rows: 3 },
    }),
  ]);
});

it('is not there when its transaction is rolled back', async () => {
  const undone = db.write(asker('staff', [ids.near]), null, async (tx) => {
    await recordEvent(tx, { kind: 'unblinded', studyId: ids.study });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await entries('unblinded')).toEqual([]);
});

it('has no study when it is of the portal, and nobody as its actor where there is no account', async () => {
  await recordEventOfSignIn(signIn, { kind: 'signInFailed', actor: null });
  await recordEventOfSignIn(signIn, { kind: 'signIn', actor: { userId: 'u', name: 'Una' } });
  expect(await entries('signInFailed')).toMatchObject([{ user_id: 'nobody', study_id: null }]);
  expect(await entries('signIn')).toMatchObject([{ user_id: 'u', user_name: 'Una', study_id: null }]);
});

it('cannot pass for a change of a record', async () => {
  await db.write(asker('staff', [ids.near]), null, (tx) => recordEvent(tx, { kind: 'create' as never }));
  expect((await entries('create')).filter(({ form }) => form === null)).toEqual([]);
  await expect(
    signIn.query('select portal.record_event($1, null, null, null, null, null, null, null, null)', ['signIn']),
  ).rejects.toThrow('permission denied');
});

it('is read by who may audit the study and reads all its centres', async () => {
  const seen = (who: Asker) =>
    db.read(who, (tx) =>
      tx.rows<{ action: string }>(`select action from portal.audit_entry where action = 'exported'`),
    );
  expect(await seen(asker('administrator', [ids.near, ids.far]))).toEqual([{ action: 'exported' }]);
  expect(await seen(asker('administrator', [ids.near]))).toEqual([]);
  expect(await seen(asker('staff', [ids.near, ids.far]))).toEqual([]);
});

it('is written by the database for a membership, whoever gives, changes or takes it', async () => {
  await addMembership(database.ownerUrl, { userId: 'm', study: 'S', role: 'staff', centre: 'FAR' });
  await owner.query(
    `select set_config('app.user_id', 'u', false), set_config('app.user_name', 'Una', false), set_config('app.reason', 'moved', false)`,
  );
  await owner.query(`update portal.membership set centre_id = $1 where user_id = 'm'`, [ids.near]);
  await owner.query(`delete from portal.membership where user_id = 'm'`);
  const { rows } = await owner.query(
    `select action, user_name, reason, study_id, centre_id, changes, details from portal.audit_entry where form = 'membership' order by id`,
  );
  const details = { user_id: 'm', role: 'staff' };
  const { study: study_id, near, far } = ids;
  expect(rows).toEqual([
    {
      action: 'create',
      user_name: expect.stringMatching(/^portal user \(.+\)$/) as string,
      reason: null,
      study_id,
      centre_id: far,
      changes: { user_id: [null, 'm'], role: [null, 'staff'], centre_id: [null, far] },
      details,
    },
    {
      action: 'correct',
      user_name: 'Una',
      reason: 'moved',
      study_id,
      centre_id: near,
      changes: { centre_id: [far, near] },
      details,
    },
    {
      action: 'delete',
      user_name: 'Una',
      reason: 'moved',
      study_id,
      centre_id: near,
      changes: { user_id: ['m', null], role: ['staff', null], centre_id: [near, null] },
      details,
    },
  ]);
});
