import path from 'node:path';
import { Client } from 'pg';
import { plantFields, plantStudy, plantWorld } from './isolation/world.fixture.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { AuditHeads } from '../modules/audit/audit-heads.ts';
import { presentHeads, type Query, sealEntries } from '../modules/audit/audit-sealer.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';

export const queryOf =
  (client: Client): Query =>
  async <Row>(sql: string, values: unknown[] = []) =>
    (await client.query(sql, values)).rows as Row[];

export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

/** A database with rows in nearly every table, and a sealed trail whose heads are in its home. */
export async function openPlantedPortal() {
  const database = await openDatabaseForTests();
  const owner = await connect(database.ownerUrl);
  const study = { name: 'S', synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC', arms: [] };
  const centres = ['N', 'F'].map((code) => ({ code, name: code }));
  await declareStudy(database.ownerUrl, { ...study, code: 'S', centres });
  await plantStudy(owner, 'S', 'canary-a');
  const { rows } = await owner.query<{ id: number; study_id: number }>('select id, study_id from portal.centre');
  const fields = await plantFields(owner, rows[0]!.study_id, 'canary-a');
  for (const [i, { id, study_id: studyId }] of rows.entries()) {
    const place = { studyId, study: 'S', centreId: id, centre: 'x' };
    await plantWorld(owner, place, `canary-${'ab'[i]}`, fields);
  }
  await sealEntries(queryOf(owner));
  const heads = new AuditHeads(path.join(database.home, 'audit-heads'));
  for (const head of await presentHeads(queryOf(owner))) await heads.append(head);
  return { database, owner };
}
