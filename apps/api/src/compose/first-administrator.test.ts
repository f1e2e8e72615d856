import { type Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { disableAccount } from '../modules/auth/accounts.ts';
import { offerFirstAdministrator } from '../modules/people/first-administrator.ts';
import { end, openPeopleFixture, password, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
let owner: Client;

beforeAll(async () => {
  at = await openPeopleFixture();
  owner = at.owner;
}, 120_000);
afterAll(() => at?.close());

beforeEach(async () => {
  // A portal on which nobody has an account. Memberships of a study cannot all be deleted, but their table can be emptied.
  await owner.query('truncate portal.membership; delete from portal.portal_administrator; delete from auth."user"');
});

const offer = async (): Promise<string> => (await offerFirstAdministrator(at.database.ownerUrl))!;
const accept = async (token: string, given: object) => {
  const answer = await at.post('/api/invitations/accept', { token, name: 'First', password, ...given });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const administrators = async () =>
  (
    await owner.query<{ email: string }>(
      'select u.email from portal.portal_administrator p join auth."user" u on u.id = p.user_id order by 1',
    )
  ).rows.map(({ email }) => email);

describe('the printed link', () => {
  it('makes the first administrator, who names the own address, and the trail says so', async () => {
    const token = await offer();
    expect(await at.look(token)).toMatchObject({
      status: 200,
      body: { study: null, role: 'portalAdministrator', email: null, invitedBy: null, hasAccount: false },
    });
    expect(await accept(token, { email: 'First@Site.org' })).toEqual({
      status: 201,
      body: { email: 'first@site.org' },
    });
    expect(await administrators()).toEqual(['first@site.org']);
    const { data } = await at.ask(await at.signIn('first'), `{ people(study: "${study}") { members { name } } }`);
    expect(data).toEqual({ people: { members: [] } });
    const { rows } = await owner.query(
      `select user_name, action, form from portal.audit_entry where form = 'portal_administrator' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ user_name: 'First', action: 'create', form: 'portal_administrator' }]);
  });

  it('works once, also if several use it at the same moment, and says so afterwards', async () => {
    const token = await offer();
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => accept(token, { email: `${name}@site.org` })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(await administrators()).toHaveLength(1);
    expect((await owner.query('select from auth."user"')).rowCount).toBe(1);
    expect(await at.look(token)).toMatchObject({ status: 409, body: { invitation: 'taken' } });
  });

  it('is replaced by that of the next start, expires, and is not printed while somebody administers', async () => {
    const [first, second] = [await offer(), await offer()];
    expect((await at.look(first)).status).toBe(404);
    await owner.query(`update portal.first_administrator_link set expires_at = now()`);
    expect(await at.look(second)).toMatchObject({ status: 409, body: { invitation: 'expired' } });
    expect(await accept(second, { email: 'late@site.org' })).toMatchObject({ status: 409 });
    const third = await offer();
    await at.person('chief', 'administrator');
    expect(await at.look(third)).toMatchObject({ status: 409, body: { invitation: 'taken' } });
    expect(await offerFirstAdministrator(at.database.ownerUrl)).toBeNull();
    await owner.query(`update auth."user" set "disabledAt" = now()`);
    expect(await offerFirstAdministrator(at.database.ownerUrl)).not.toBeNull();
  });

  it('is stored as a hash: no row of the database has the token', async () => {
    const token = await offer();
    const { rows } = await owner.query<{ text: string }>(
      'select l::text as text from portal.first_administrator_link l',
    );
    expect(rows[0]!.text).not.toContain(token);
  });

  it.each([
    [{}, 'email must be an address such as name@hospital.org'],
    [{ email: 'nobody' }, 'email must be an address such as name@hospital.org'],
    [{ email: 7 }, 'email is missing: send it as text in a JSON object'],
    [{ email: 'a@site.org', name: ' ' }, 'name must have 1 to 200 characters'],
    [{ email: 'a@site.org', password: 'short' }, 'the password'],
  ])('answers %j with what is expected, and stays open', async (given, message) => {
    const token = await offer();
    expect(await accept(token, given)).toMatchObject({
      status: 400,
      body: { code: 'BAD_USER_INPUT', message: expect.stringContaining(message) },
    });
    expect((await at.look(token)).status).toBe(200);
    expect((await owner.query('select from auth."user"')).rowCount).toBe(0);
  });

  it('lets somebody who has an account take charge with it', async () => {
    await at.person('mona', 'monitor');
    const token = await offer();
    expect(await accept(token, { email: 'mona@site.org' })).toMatchObject({ body: { invitation: 'hasAccount' } });
    const joined = await at.post('/api/invitations/join', { token }, await at.signIn('mona'));
    expect([joined.status, await joined.json()]).toEqual([200, { study: null }]);
    expect(await administrators()).toEqual(['mona@site.org']);
  });
});

describe('an account that is the only one to administer', () => {
  const disable = (name: string) => disableAccount(at.auth, `${name}@site.org`);

  it('a study is not disabled until there is another open one', async () => {
    await at.person('anna', 'administrator');
    await at.person('ben', 'monitor');
    await expect(disable('anna')).rejects.toThrow(`anna@site.org is the only administrator of study ${study}`);
    expect((await at.ask(await at.signIn('anna'), '{ viewer { id } }')).status).toBe(200);
    await at.person('carl', 'administrator');
    const cookie = await at.signIn('carl');
    await disable('carl');
    expect((await at.ask(cookie, '{ viewer { id } }')).status).toBe(401);
    // Carl is still a member, but cannot sign in.
    await expect(disable('anna')).rejects.toThrow('the only administrator');
    await disable('ben');
    const { rows } = await owner.query(`select user_id from portal.audit_entry where action = 'accountClosed'`);
    expect(rows).toEqual([{ user_id: 'cli:user' }, { user_id: 'cli:user' }]);
  });

  it('the portal is not disabled either', async () => {
    await at.person('dora', 'portalAdministrator');
    await expect(disable('dora')).rejects.toThrow('dora@site.org is the only administrator of the portal');
    await at.person('emil', 'portalAdministrator');
    await disable('dora');
    await expect(disable('emil')).rejects.toThrow('the only administrator of the portal');
  });

  it('keeps its membership while the other administrators are closed', async () => {
    await at.person('finn', 'administrator');
    await at.person('gina', 'administrator');
    const cookie = await at.signIn('finn');
    await disable('gina');
    expect(await at.ask(cookie, end, (await at.membership('finn'))!)).toMatchObject({
      code: 'CONFLICT',
      extensions: { people: 'LAST_ADMINISTRATOR' },
    });
  });

  it('cannot be closed at the same moment as the other one', async () => {
    await at.person('hugo', 'administrator');
    await at.person('ines', 'administrator');
    const ends = await Promise.allSettled([disable('hugo'), disable('ines')]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
