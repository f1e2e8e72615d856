import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask, portal, signIn, trySignIn } from './portal.fixture.ts';

/*
 * After almost every other file: what the whole run has made the portal log, with a line for each request and for each
 * statement of 50 ms, is read here.
 */

const staff = 'staff.nfh@demo.local';
const planted = {
  name: 'Canary Identified Wu',
  number: 'CANARY-7788-HOSPITAL',
  code: `CANARY-${randomBytes(4).toString('hex')}`,
  remark: 'canary remark about somebody',
  password: 'a canary of a password',
  address: 'canary.unknown@example.org',
};

const logFiles = (): { name: string; text: string }[] => {
  const folder = path.join(portal().home, 'log');
  return readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
};

/** The lines of a part of the portal that are JSON: what Node itself prints is not. */
const linesOf = (name: string): Record<string, unknown>[] =>
  readFileSync(path.join(portal().home, 'log', `${name}.log`), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function send(query: string, variables: object): Promise<string> {
  const answer = await fetch(`${portal().baseUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: await signIn(staff) },
    body: JSON.stringify({ query, variables }),
  });
  await answer.text();
  return answer.headers.get('x-request-id') ?? '';
}

/** What people do, well and badly, with values that nothing else has. */
async function drive(): Promise<{ patientId: string; requestId: string }> {
  const { data } = await ask<{ patients: { rows: { id: string; code: string }[] } }>(
    staff,
    '{ patients(study: "HAIC-DEMO", first: 1) { rows { id code } } }',
  );
  const [{ id: patientId, code }] = data!.patients.rows as [{ id: string; code: string }];
  const identity = `mutation ($patientId: ID!, $values: PatientIdentityInput!) {
    saveIdentity(patientId: $patientId, values: $values, reason: "asked by a test") { version } }`;
  const create = `mutation ($code: String!, $values: DemographicsInput!) {
    createPatient(study: "HAIC-DEMO", centre: "NFH", code: $code, demographics: $values) { id } }`;
  const requestId = await send(create, { code: planted.code, values: { ageYears: 61, sex: 'male' } });
  await send(create, { code: planted.code, values: { ageYears: 61, sex: 'male' } });
  await send(create, { code: `${planted.code}\u0000`, values: { ageYears: 61, sex: 'male' } });
  await send(create, { code: planted.code, values: { ageYears: planted.remark, sex: planted.name } });
  await send(identity, { patientId, values: { fullName: planted.name, hospitalNumber: planted.number } });
  await send(identity, { patientId: planted.number, values: { fullName: planted.name } });
  await send(`query Q($text: String!) { findByHospitalNumber(study: $text, hospitalNumber: $text) { id } }`, {
    text: planted.number,
  });
  await send(`mutation ${'Canary'} { ${planted.remark} }`, {});
  const cookie = await signIn(staff);
  for (const address of [
    `/studies/HAIC-DEMO/entry?find=${code}`,
    `/studies/HAIC-DEMO/patients/${planted.code}`,
    `/api/audit.csv?patientCode=${planted.code}`,
    `/api/studies/HAIC-DEMO/audit.csv?patientCode=${code}`,
    `/slides/${planted.code}/thumbnail.jpg`,
  ]) {
    await (await fetch(portal().baseUrl + address, { headers: { cookie } })).arrayBuffer();
  }
  await trySignIn(planted.address, planted.password);
  await trySignIn(staff, planted.password);
  return { patientId, requestId };
}

const until = (seen: () => boolean) => expect.poll(seen).toBe(true);

describe('what the portal logs', () => {
  it('names a request in its answer, in the log and in the audit trail alike', async () => {
    const { requestId } = await drive();
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    const lines = () => linesOf('api').filter((line) => line['requestId'] === requestId);
    await until(() => lines().some(({ message }) => message === 'http: answered'));
    expect(lines().find(({ message }) => message === 'http: answered')).toMatchObject({
      ...{ level: 'info', method: 'POST', route: 'graphql', status: 200 },
      ...{ ms: expect.any(Number), userId: expect.any(String), at: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    const { data } = await ask<{ auditEntries: { requestId: string; patientCode: string }[] }>(
      'admin@demo.local',
      `query ($code: String!) { auditEntries(study: "HAIC-DEMO", filter: { kinds: [], patientCode: $code }, first: 5) { requestId patientCode } }`,
      { code: planted.code },
    );
    const entries = data!.auditEntries;
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) expect(entry.requestId).toBe(requestId);
  });

  it('holds no secret and nothing of a patient', () => {
    const { password, home, metricsToken, sessions } = portal();
    const secrets = Object.values(JSON.parse(readFileSync(path.join(home, 'secrets.json'), 'utf8')) as object);
    const texts = [
      ...[password, metricsToken, ...Object.values(planted)],
      ...(secrets as unknown[]).filter((one): one is string => typeof one === 'string'),
      ...Object.values(sessions).map((cookie) => decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1))),
      ...Object.values(sessions).map((cookie) => cookie.slice(cookie.indexOf('=') + 1)),
    ].filter((text) => text.length >= 8);
    expect(texts.length).toBeGreaterThan(12);
    const files = logFiles();
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['api.log', 'postgres.log', 'web.log']));
    const found = files.flatMap(({ name, text }) => [
      ...texts.filter((one) => text.includes(one)).map((one) => `${name}: ${one}`),
      // Every patient of the demonstration, and those that other files of tests add.
      ...[...new Set(text.match(/\bSYN-\d{3,4}\b|\bE2E-\w+/g))].map((code) => `${name}: ${code}`),
    ]);
    expect(found).toEqual([]);
    // Otherwise nothing was looked at.
    expect(linesOf('api').filter(({ message }) => message === 'http: answered').length).toBeGreaterThan(10);
  });
});

describe('programs that watch the portal', () => {
  it('hear how it is, signed in as nobody', async () => {
    const live = await fetch(`${portal().baseUrl}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { live: true }]);
    const ready = await fetch(`${portal().baseUrl}/health/ready`);
    expect(ready.status).toBe(200);
    const { checks, ...rest } = (await ready.json()) as { checks: Record<string, string> };
    expect(rest).toEqual({ ready: true, starting: false });
    expect(Object.keys(checks)).toEqual('database replica queue workers disk backup clock certificate'.split(' '));
    expect([checks['database'], checks['clock']]).toEqual(['ok', 'ok']);
  });

  it('read its numbers with the token alone', async () => {
    const { baseUrl, metricsToken } = portal();
    const without = await fetch(`${baseUrl}/metrics`);
    expect([without.status, await without.text()]).not.toEqual([200, expect.anything()]);
    const answer = await fetch(`${baseUrl}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
    expect(answer.status).toBe(200);
    const text = await answer.text();
    const numberOf = (name: string): number => Number(new RegExp(`^${name} ([\\d.e+]+)$`, 'm').exec(text)?.[1]);
    const labelled = 'portal_request_seconds_count\\{route="graphql",status="2xx"\\}';
    expect(numberOf(labelled)).toBeGreaterThan(0);
    expect(numberOf('portal_sign_ins_refused_total\\{reason="wrongPassword"\\}')).toBeGreaterThan(0);
    expect(numberOf('portal_check\\{check="database"\\}')).toBe(0);
    expect(numberOf('portal_sessions_open')).toBeGreaterThan(0);
    expect(numberOf('portal_disk_free_bytes')).toBeGreaterThan(0);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    // No label has a path or an id.
    expect(text).not.toMatch(/HAIC-DEMO|SYN-|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});
