import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disableAccount } from '../modules/auth/accounts.ts';
import { type Answer, openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';
import { ofPeopleAlone, runningMutations } from './token-scopes.ts';

let at: PeopleFixture;
let cookie = '';

beforeAll(async () => {
  at = await openPeopleFixture();
  await at.person('manager', 'dataManager');
  await at.person('boss', 'administrator');
  cookie = await at.signIn('manager');
}, 120_000);
afterAll(() => at?.close());

const making = `mutation ($name: String!, $scopes: [String!]!, $study: String, $days: Int!) {
  makeAccessToken(name: $name, scopes: $scopes, study: $study, days: $days) {
    token accessToken { id name beginning scopes study createdAt expiresAt lastUsedAt } } }`;
const listed = '{ myAccessTokens { id name beginning scopes study lastUsedAt } }';
const who = '{ viewer { name memberships { study } } }';
const patient = `createPatient(study: "${study}", centre: "A", code: "T-001", demographics: { ageYears: 60, sex: "male" }) { id }`;
const newPatient = `mutation { ${patient} }`;

interface Made {
  readonly token: string;
  readonly accessToken: { readonly id: string; readonly beginning: string; readonly study: string | null };
}

async function make(
  scopes: readonly string[],
  { by = cookie, name = 'a script', days = 30, of = null as string | null } = {},
) {
  const answer = await at.ask(by, making, { name, scopes, study: of, days });
  if (answer.message !== null) throw new Error(answer.message);
  return answer.data!['makeAccessToken'] as unknown as Made;
}

async function asks(token: string, query: string, variables: object = {}, headers: object = {}): Promise<Answer> {
  const answer = await fetch(`${at.base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data = null, errors = [] } = (await answer.json()) as {
    data?: Record<string, unknown>;
    errors?: { message: string; extensions: { code: string } }[];
  };
  const [error] = errors;
  return {
    status: answer.status,
    data,
    code: error?.extensions.code ?? null,
    message: error?.message ?? null,
    extensions: error?.extensions ?? {},
  };
}

describe('an access token', () => {
  it('is shown once, stored as a hash, and asks for its holder', async () => {
    const { token, accessToken } = await make(['read'], { name: ' nightly figures ' });
    expect(token).toMatch(/^haim_[\w-]{43}$/);
    expect(token.startsWith(accessToken.beginning)).toBe(true);
    expect((await asks(token, who)).data).toEqual({ viewer: { name: 'manager', memberships: [{ study }] } });
    const { data } = await at.ask(cookie, listed);
    const [one] = data!['myAccessTokens'] as { name: string; lastUsedAt: string | null }[];
    expect(one).toMatchObject({ name: 'nightly figures', scopes: ['read'], study: null });
    expect(one!.lastUsedAt).not.toBeNull();
    const { rows } = await at.owner.query('select t::text as row from auth.access_token t');
    expect(JSON.stringify(rows)).not.toContain(token.slice(12));
  });

  it('with read alone changes nothing, however the field is asked for', async () => {
    const { token } = await make(['read']);
    const hidden = [
      newPatient,
      `mutation { ... on Mutation { ${patient} } }`,
      `mutation { ...made } fragment made on Mutation { ${patient} }`,
    ];
    for (const mutation of hidden) {
      const { code, message } = await asks(token, mutation);
      expect({ code, message }).toEqual({ code: 'FORBIDDEN', message: expect.stringContaining('needs write') });
    }
    const imported = await fetch(`${at.base}/api/imports/${study}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=edge' },
      body: '--edge\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\npatient_code,centre\nT-1,A\n\r\n--edge--\r\n',
    });
    expect(imported.status).toBe(403);
    expect(((await imported.json()) as { message: string }).message).toContain('needs write');
    const { rows } = await at.owner.query('select from portal.patient');
    expect(rows).toHaveLength(0);
  });

  it('with write enters what its holder may, and starts no run without run', async () => {
    const { token } = await make(['read', 'write']);
    expect((await asks(token, newPatient)).message).toBeNull();
    const run = `mutation { runInference(modelId: "haim", slideId: "00000000-0000-4000-8000-000000000000") { id } }`;
    expect(await asks(token, run)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('needs run') });
  });

  it('opens neither identities nor the account, nor people, whatever its holder may', async () => {
    await at.person('nurse', 'staff', 'A');
    const nurse = await at.signIn('nurse');
    const id = (
      (await at.ask(cookie, `{ patients(study: "${study}", first: 1) { rows { id } } }`)).data!['patients'] as {
        rows: { id: string }[];
      }
    ).rows[0]!.id;
    const identity = `mutation { showIdentity(patientId: "${id}") { identity { patientId } } }`;
    expect((await at.ask(nurse, identity)).message).toBeNull();
    const { token } = await make(['read', 'write', 'run'], { by: nurse });
    expect((await asks(token, identity)).code).toMatch(/FORBIDDEN|NOT_FOUND/);
    const boss = await make(['read', 'write', 'run'], { by: await at.signIn('boss') });
    for (const question of [listed, '{ mySessions { id } }', `{ people(study: "${study}") { members { id } } }`]) {
      expect(await asks(boss.token, question)).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await asks(boss.token, making, { name: 'x', scopes: ['read'], days: 1 })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const signing = await fetch(`${at.base}/api/signatures`, {
      method: 'POST',
      headers: { authorization: `Bearer ${boss.token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(signing.status).toBe(403);
  });

  it('for one study opens that one', async () => {
    const id = await at.person('both', 'statistician');
    await at.person('both', 'statistician', null, 'OTHER');
    const { token, accessToken } = await make(['read'], { by: await at.signIn('both'), of: 'OTHER' });
    expect(id).not.toBe('');
    expect(accessToken.study).toBe('OTHER');
    expect((await asks(token, '{ studies { code } }')).data).toEqual({ studies: [{ code: 'OTHER' }] });
    expect((await asks(token, `{ patients(study: "${study}", first: 1) { rows { id } } }`)).code).toBe('NOT_FOUND');
  });

  it('that was ended, has expired, or whose account or membership ended, is refused with the next request', async () => {
    await at.person('ines', 'statistician');
    const ines = await at.signIn('ines');
    const [ended, expired, last] = [await make(['read'], { by: ines }), await make(['read'], { by: ines }), await make(['read'], { by: ines })]; // prettier-ignore
    const ending = `mutation { endAccessToken(id: "${ended.accessToken.id}") }`;
    expect((await at.ask(cookie, ending)).code).toBe('NOT_FOUND');
    expect((await asks(ended.token, who)).status).toBe(200);
    expect((await at.ask(ines, ending)).message).toBeNull();
    expect((await asks(ended.token, who)).status).toBe(401);
    expect((await at.ask(ines, ending)).code).toBe('NOT_FOUND');
    await at.owner.query('update auth.access_token set expires_at = now() where id = $1', [expired.accessToken.id]);
    expect((await asks(expired.token, who)).status).toBe(401);
    // The session that the request also carries does not stand in for it.
    expect((await asks(expired.token, who, {}, { cookie: ines })).status).toBe(401);
    await at.owner.query('delete from portal.membership m using auth."user" u where u.id = m.user_id and u.name = $1', [
      'ines',
    ]);
    expect((await asks(last.token, '{ studies { code } }')).data).toEqual({ studies: [] });
    await disableAccount(at.auth, 'ines@site.org');
    expect((await asks(last.token, who)).status).toBe(401);
    expect((await asks('haim_nothing', who)).status).toBe(401);
  });

  it('ends with the sessions that somebody else ends', async () => {
    await at.person('omar', 'monitor');
    const { token } = await make(['read'], { by: await at.signIn('omar') });
    const { id } = (await at.membership('omar'))!;
    await at.ask(await at.signIn('boss'), `mutation { endSessionsOf(membershipId: "${id}") }`);
    expect((await asks(token, who)).status).toBe(401);
  });

  it('is refused with what it lacks: a name, a scope, days, a study', async () => {
    const refusals = [
      [{ name: ' ', scopes: ['read'], days: 1 }, /name must be of 1 to 60/],
      [{ name: 'x', scopes: ['read', 'everything'], days: 1 }, /scopes must be of read, write, run/],
      [{ name: 'x', scopes: ['write'], days: 1 }, /scopes must have read/],
      [{ name: 'x', scopes: ['read'], days: 367 }, /days must be from 1 to 366/],
      [{ name: 'x', scopes: ['read'], days: 1, study: 'OTHER' }, /study/],
    ] as const;
    for (const [given, why] of refusals) expect((await at.ask(cookie, making, given)).message).toMatch(why);
  });

  it('is an entry of the trail when it is made and when it ends', async () => {
    const made = await make(['read'], { name: 'noted' });
    await at.ask(cookie, `mutation { endAccessToken(id: "${made.accessToken.id}") }`);
    const { rows } = await at.owner.query<{ row: string }>(
      `select to_jsonb(a)::text as row from portal.audit_entry a where a.action in ('tokenMade', 'tokenEnded')`,
    );
    const trail = rows.map(({ row }) => row).filter((row) => row.includes('noted'));
    expect(trail).toHaveLength(2);
    expect(rows.map(({ row }) => row).join('')).not.toContain(made.token.slice(12));
  });
});

describe('the API', () => {
  it('says what can be asked to whoever has signed in or has a token, and to nobody else', async () => {
    const { token } = await make(['read']);
    for (const answer of [await asks(token, getIntrospectionQuery()), await at.ask(cookie, getIntrospectionQuery())]) {
      const schema = buildClientSchema(answer.data as unknown as IntrospectionQuery);
      const names = (type: 'getQueryType' | 'getMutationType') => Object.keys(schema[type]()!.getFields());
      expect(names('getMutationType')).toEqual(expect.arrayContaining([...runningMutations]));
      expect([...names('getQueryType'), ...names('getMutationType')]).toEqual(
        expect.arrayContaining([...ofPeopleAlone]),
      );
    }
    expect((await at.ask(null, getIntrospectionQuery())).status).toBe(401);
  });

  it('says which limit an operation exceeds, and by how much', async () => {
    const deep = '{ studies '.concat('{ a '.repeat(12), '}'.repeat(12), '}');
    expect((await at.ask(cookie, deep)).message).toMatch(/[Dd]epth limit of 8 exceeded, found 1\d/);
    const many = `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: viewer { id }`).join(' ')} }`;
    expect((await at.ask(cookie, many)).message).toMatch(/[Aa]liases limit of 15 exceeded, found 20/);
  });
});
