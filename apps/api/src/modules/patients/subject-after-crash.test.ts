import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { subjectDifferences } from './stored-subject.ts';

const clients = new Set<Client>();

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  clients.add(client);
  await client.query(`select set_config('app.user_id', 'test', false)`);
  return client;
}

/** While the server recovers it refuses connections. */
async function connectAgain(url: string): Promise<Client> {
  for (const end = Date.now() + 20_000; Date.now() < end; await wait(50)) {
    const client = await connect(url).catch(() => null);
    if (client) return client;
  }
  throw new Error('the server did not come back');
}

it('a database killed in the middle of a refresh keeps nothing of the change', async () => {
  const database = await openDatabaseForTests();
  try {
    await declareStudy(database.ownerUrl, {
      code: 'CRASH',
      name: 'Crash',
      synthetic: true,
      monthDays: 30,
      cutoffOn: null,
      timeZero: 'first HAIC',
      arms: [],
      centres: [{ code: 'C1', name: 'One' }],
    });
    let owner = await connect(database.ownerUrl);
    const state = async () =>
      (
        await owner.query(`select (select count(*)::int from portal.patient) as patients, (select count(*)::int from portal.follow_up) as contacts,
          (select json_agg(s order by id) from portal.subject s) as subjects, (select json_agg(version) from portal.study_version) as versions,
          (select count(*)::int from portal.subject_removed) as removed`)
      ).rows;
    await owner.query(`insert into portal.patient (centre_id, code, updated_by) select id, 'P' || n, 'test'
      from portal.centre, generate_series(1, 50) n`);
    const before = await state();

    const writer = await connect(database.ownerUrl);
    const { rows } = await writer.query<{ pid: number }>('select pg_backend_pid() as pid');
    await writer.query('begin');
    await writer.query(`insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status)
      select id, centre_id, 'test', 100, 'dead' from portal.patient`);
    // The version is raised, and the rows wait for this lock.
    await owner.query('begin');
    await owner.query('lock table portal.subject in share mode');
    const commit = writer.query('commit');
    const refused = expect(commit).rejects.toThrow();
    const watcher = await connect(database.ownerUrl);
    const waiting = `select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`;
    while ((await watcher.query(waiting, [rows[0]!.pid])).rowCount === 0) await wait(20);
    // The server ends every connection before it recovers; until then it would take a new one, and end that too.
    const hasNoticed = new Promise((resolve) => watcher.once('end', resolve));
    process.kill(rows[0]!.pid, 'SIGKILL');
    await refused;
    await hasNoticed;

    owner = await connectAgain(database.ownerUrl);
    expect(await state()).toEqual(before);
    for await (const difference of subjectDifferences(owner, null)) expect(difference).toBeUndefined();
    const left = await owner.query('select from portal.study_touched union all select from portal.subject_touched');
    expect(left.rowCount).toBe(0);
    // And continues from where it was.
    await owner.query(`update portal.patient set code = 'X' || code where code = 'P1'`);
    for await (const difference of subjectDifferences(owner, null)) expect(difference).toBeUndefined();
  } finally {
    await Promise.all([...clients].map((client) => client.end().catch(() => undefined)));
    await database.close();
  }
});
