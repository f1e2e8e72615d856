import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditHeads } from '../modules/audit/audit-heads.ts';
import { verifyAudit } from '../modules/audit/verify-audit.ts';
import { openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';

const fields = 'fullName hospitalNumber nationalId dateOfBirth telephone version updatedBy';
const show = `mutation ($patientId: ID!) { showIdentity(patientId: $patientId) { identity { ${fields} }
  history { by action reason changes { field oldValue newValue } } } }`;
const save = `mutation ($patientId: ID!, $version: Int, $values: PatientIdentityInput!, $reason: String) {
  saveIdentity(patientId: $patientId, version: $version, values: $values, reason: $reason) { ${fields} } }`;
const remove = `mutation ($patientId: ID!, $version: Int!, $reason: String!) {
  removeIdentity(patientId: $patientId, version: $version, reason: $reason) }`;
const find = `mutation ($study: String!, $number: String!) {
  findByHospitalNumber(study: $study, hospitalNumber: $number) { code centre } }`;

const values = {
  fullName: '测试甲（合成）',
  hospitalNumber: ' ００７０１２３ ',
  nationalId: '11010519491231002X',
  dateOfBirth: '1949-12-31',
  telephone: '010 0000 0001',
};
/** Any of them in a text that must not identify. */
const identifying = /测试|0070123|0070999|11010519491231002X|1949-12-31|0000 0001/;

let at: PeopleFixture;
const sessions: Record<string, string> = {};
const patients: Record<string, string> = {};
const absent = '00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  at = await openPeopleFixture();
  for (const [name, role, centre] of [
    ['ana', 'staff', 'A'],
    ['bo', 'staff', 'B'],
    ['mo', 'monitor', null],
    ['ada', 'administrator', null],
  ] as const) {
    await at.person(name, role, centre);
    sessions[name] = await at.signIn(name);
  }
  for (const [code, who] of [
    ['A1', 'ana'],
    ['A2', 'ana'],
    ['B1', 'bo'],
  ] as const) {
    const added = await at.ask(
      sessions[who]!,
      `mutation { createPatient(study: "${study}", centre: "${code[0]}", code: "${code}", demographics: { ageYears: 60, sex: "male" }) { id } }`,
    );
    patients[code] = (added.data!['createPatient'] as { id: string }).id;
  }
}, 120_000);
afterAll(() => at?.close());

const ask = (who: string, query: string, variables: object) => at.ask(sessions[who]!, query, variables);
const saved = (who: string, patient: string, given: object, more: object = {}) =>
  ask(who, save, { patientId: patients[patient], values: given, ...more });

async function trail(action: string) {
  const { rows } = await at.owner.query<Record<string, unknown>>(
    `select user_name, form, patient_id, reason, changes, details from portal.audit_entry
     where action = $1 and (form = 'patient_identity' or action like 'identity%') order by id`,
    [action],
  );
  return rows;
}

describe('the identity of a patient', () => {
  it('is entered, shown and corrected by the staff of the centre', async () => {
    const stored = { ...values, hospitalNumber: '0070123' };
    expect((await saved('ana', 'A1', values)).data).toEqual({
      saveIdentity: { ...stored, version: 1, updatedBy: 'ana' },
    });
    const corrected = { ...stored, hospitalNumber: '0070999', telephone: null };
    expect(await saved('ana', 'A1', corrected, { version: 1 })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'a correction needs a reason',
    });
    const correction = await saved('ana', 'A1', corrected, { version: 1, reason: 'misread' });
    expect(correction.data).toEqual({ saveIdentity: { ...corrected, version: 2, updatedBy: 'ana' } });
    const { data } = await ask('ana', show, { patientId: patients['A1'] });
    expect(data!['showIdentity']).toEqual({
      identity: { ...corrected, version: 2, updatedBy: 'ana' },
      history: [
        {
          by: 'ana',
          action: 'correct',
          reason: 'misread',
          changes: [
            { field: 'hospitalNumber', oldValue: '0070123', newValue: '0070999' },
            { field: 'telephone', oldValue: values.telephone, newValue: null },
          ],
        },
        {
          by: 'ana',
          action: 'create',
          reason: null,
          changes: Object.entries(stored).map(([field, newValue]) => ({ field, oldValue: null, newValue })),
        },
      ],
    });
  });

  it('conflicts where somebody else entered or changed it meanwhile, and nothing is written', async () => {
    for (const version of [null, 1, 7]) {
      const answer = await saved('ana', 'A1', { fullName: 'x' }, { version, reason: 'late' });
      expect([answer.code, answer.extensions]).toEqual(['CONFLICT', { code: 'CONFLICT' }]);
    }
    const { data } = await ask('ana', show, { patientId: patients['A1'] });
    expect(data).toMatchObject({ showIdentity: { identity: { version: 2, fullName: values.fullName } } });
  });

  it('names the faulty field, also for a number of another patient of the centre', async () => {
    const taken = await saved('ana', 'A2', { hospitalNumber: '0070999' });
    expect(taken).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'Identity: hospitalNumber must be a number that no other patient of this centre has',
      extensions: { issues: [{ field: 'hospitalNumber', problem: 'inUse' }] },
    });
    const wrong = await saved('ana', 'A2', { nationalId: '110105194912310021', dateOfBirth: '2999-01-01' });
    expect((wrong.extensions['issues'] as { field: string }[]).map(({ field }) => field)).toEqual([
      'dateOfBirth',
      'nationalId',
    ]);
    expect(await saved('ana', 'A2', { telephone: ' ' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    // What another centre has is its own affair.
    expect((await saved('bo', 'B1', { hospitalNumber: '0070999' })).code).toBeNull();
  });

  it('is found by its hospital number as a whole, at the own centre', async () => {
    const found = async (who: string, number: string) =>
      (await ask(who, find, { study, number })).data!['findByHospitalNumber'];
    expect(await found('ana', '0070999')).toEqual([{ code: 'A1', centre: 'A' }]);
    expect(await found('ana', '００７０９９９')).toEqual([{ code: 'A1', centre: 'A' }]);
    expect(await found('bo', '0070999')).toEqual([{ code: 'B1', centre: 'B' }]);
    expect(await found('ana', '007099')).toEqual([]);
    expect(await ask('ana', find, { study, number: ' ' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await trail('identitySearched')).map(({ patient_id, details }) => [patient_id, details])).toEqual([
      [patients['A1'], { found: true }],
      [patients['A1'], { found: true }],
      [patients['B1'], { found: true }],
      [null, { found: false }],
    ]);
  });

  it.each(['mo', 'ada'])('is closed to %s, who reads the records', async (who) => {
    for (const answer of [
      await ask(who, show, { patientId: patients['A1'] }),
      await saved(who, 'A1', { fullName: 'x' }),
      await ask(who, remove, { patientId: patients['A1'], version: 2, reason: 'x' }),
      await ask(who, find, { study, number: '0070999' }),
    ]) {
      expect([answer.code, answer.data]).toEqual(['FORBIDDEN', null]);
      expect(answer.message).toMatch(/These roles do: centre staff$/);
    }
  });

  it('is to the staff of another centre as if the patient were absent', async () => {
    const calls = (patientId: string | undefined) => [
      ask('bo', show, { patientId }),
      ask('bo', save, { patientId, values: { fullName: 'x' } }),
      ask('bo', remove, { patientId, version: 2, reason: 'x' }),
    ];
    const foreign = await Promise.all(calls(patients['A1']));
    expect(foreign).toEqual(await Promise.all(calls(absent)));
    expect(foreign.map(({ code }) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  });
});

describe('the trail of an identity', () => {
  it('names who looked at whom, and each field that changed without its values', async () => {
    expect(await trail('identityShown')).toEqual(
      [1, 2].map(() =>
        expect.objectContaining({ user_name: 'ana', patient_id: patients['A1'], details: { found: true } }),
      ),
    );
    expect((await trail('correct')).map(({ changes }) => changes)).toEqual([
      { hospital_number: ['withheld', 'withheld'], telephone: ['withheld', null] },
    ]);
    const { rows } = await at.owner.query<{ all: string }>(
      `select string_agg(a::text, ' ') as all from portal.audit_entry a`,
    );
    expect(rows[0]!.all).toMatch(/withheld/);
    expect(rows[0]!.all).not.toMatch(identifying);
  });

  it('is exported without a value', async () => {
    const answer = await fetch(`${at.base}/api/studies/${study}/audit.csv`, { headers: { cookie: sessions['ada']! } });
    const text = await answer.text();
    expect(text).toContain('hospitalNumber');
    expect(text).not.toMatch(identifying);
  });

  it('is found out where a value beside it was changed', async () => {
    const query = async <R>(sql: string, given: unknown[] = []) => (await at.owner.query(sql, given)).rows as R[];
    const faults = async () => {
      const found = [];
      for await (const { fault } of verifyAudit(query, new AuditHeads(join(at.database.home, 'heads')), study))
        found.push(fault?.what ?? null);
      return found;
    };
    expect(await faults()).toEqual([null]);
    await at.owner.query(`alter table portal.patient_identity_change disable trigger only_added_to;
      update portal.patient_identity_change set changes = replace(changes::text, '0070123', '0070124')::jsonb
        where changes::text like '%0070123%' and changes::text like '%0070999%'`);
    expect(await faults()).toEqual([expect.stringMatching(/^the values beside the entry with id \d+ are not those/)]);
    await at.owner
      .query(`update portal.patient_identity_change set changes = replace(changes::text, '0070124', '0070123')::jsonb;
      alter table portal.patient_identity_change enable always trigger only_added_to`);
    expect(await faults()).toEqual([null]);
  });
});

it('is not read by a statement of the application, whatever it says who asks', async () => {
  const app = new Client({ connectionString: at.database.appUrl });
  await app.connect();
  try {
    await app.query(`select set_config('app.user_id', 'x', false), set_config('app.read_centres', '{1,2,3,4}', false),
      set_config('app.identity_centres', '{1,2,3,4}', false), set_config('app.identity_entry_centres', '{1,2,3,4}', false)`);
    for (const sql of [
      'select full_name from portal.patient_identity',
      'select patient_id from portal.patient_identity order by hospital_number',
      'select * from portal.patient_identity_change',
      `update portal.patient_identity set telephone = '1' where hospital_number like '00%'`,
      `insert into portal.patient_identity (patient_id, centre_id, full_name, updated_by) values ('${absent}', 1, 'x', 'x') returning full_name`,
    ]) {
      await expect(app.query(sql), sql).rejects.toThrow('permission denied');
    }
  } finally {
    await app.end();
  }
});

it('goes with its patient, whose restoration leaves it to be entered anew', async () => {
  const id = patients['A2'];
  expect((await saved('ana', 'A2', { hospitalNumber: '0070555' })).code).toBeNull();
  const gone = await ask('ana', `mutation ($id: ID!) { removePatient(id: $id, version: 1, reason: "a mistake") }`, {
    id,
  });
  expect(gone.data).toEqual({ removePatient: true });
  expect((await ask('ana', show, { patientId: id })).code).toBe('NOT_FOUND');
  expect((await ask('ana', find, { study, number: '0070555' })).data).toEqual({ findByHospitalNumber: [] });
  await ask('ana', `mutation ($id: ID!) { restorePatient(id: $id, reason: "no mistake") }`, { id });
  expect((await ask('ana', show, { patientId: id })).data).toMatchObject({
    showIdentity: {
      identity: null,
      history: [
        { action: 'delete', reason: 'a mistake', changes: [{ field: 'hospitalNumber', oldValue: '0070555' }] },
        { action: 'create' },
      ],
    },
  });
});

it('is removed for a reason, and in a closed study shown and nothing else', async () => {
  const gone = (version: number, reason: string) => ask('ana', remove, { patientId: patients['A1'], version, reason });
  expect(await gone(2, ' ')).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect((await gone(1, 'asked to')).code).toBe('CONFLICT');
  expect((await gone(2, 'asked to')).data).toEqual({ removeIdentity: patients['A1'] });
  const shown = await ask('ana', show, { patientId: patients['A1'] });
  expect(shown.data).toMatchObject({
    showIdentity: { identity: null, history: [{ action: 'delete', reason: 'asked to' }, {}, {}, {}, {}, {}, {}] },
  });
  await at.owner.query(`update portal.study set closed_at = now() where code = '${study}'`);
  expect((await ask('bo', show, { patientId: patients['B1'] })).data).toMatchObject({
    showIdentity: { identity: { hospitalNumber: '0070999' } },
  });
  expect((await saved('bo', 'B1', { fullName: 'x' }, { version: 1, reason: 'x' })).code).toBe('STUDY_CLOSED');
  expect((await ask('bo', remove, { patientId: patients['B1'], version: 1, reason: 'x' })).code).toBe('STUDY_CLOSED');
});
