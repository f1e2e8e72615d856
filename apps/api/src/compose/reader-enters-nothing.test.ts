import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, change, invite, openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
const cookies: Record<string, string> = {};
const people: Record<string, string> = {};

beforeAll(async () => {
  at = await openPeopleFixture();
  for (const [name, role] of [
    ['admin', 'administrator'],
    ['reads', 'reader'],
    ['decides', 'adjudicator'],
    ['enters', 'secondEntry'],
    ['watches', 'monitor'],
  ] as const) {
    people[name] = await at.person(name, role);
    cookies[name] = await at.signIn(name);
  }
}, 120_000);
afterAll(() => at?.close());

const ask = (who: string, query: string, variables: object = {}): Promise<Answer> =>
  at.ask(cookies[who]!, query, { study, ...variables });
const invited = (name: string, role: string) =>
  ask('admin', invite, { email: `${name}@site.org`, placement: { role, centre: null } });
const roleOf = async (name: string, role: string): Promise<Answer> => {
  const { rows } = await at.owner.query<{ id: string; version: number }>(
    'select id, version from portal.membership where user_id = $1',
    [people[name]],
  );
  return ask('admin', change, { ...rows[0], placement: { role, centre: null } });
};
const blindMembers = async (): Promise<string[]> => {
  const { data } = await ask('admin', 'query ($study: String!) { blindMembers(study: $study) { name } }');
  return (data!['blindMembers'] as { name: string }[]).map(({ name }) => name).toSorted();
};
const notBlind = { code: 'CONFLICT', extensions: { people: 'NOT_BLIND' } };

describe('whoever reads images of a study blind', () => {
  it('is not asked to enter its forms a second time, nor the reverse', async () => {
    expect(await blindMembers()).toEqual(['decides', 'reads']);
    expect(await invited('reads', 'secondEntry')).toMatchObject(notBlind);
    expect(await invited('decides', 'secondEntry')).toMatchObject(notBlind);
    expect(await invited('enters', 'reader')).toMatchObject(notBlind);
    // Each of these opens nothing that the other must not know.
    expect((await invited('reads', 'adjudicator')).code).toBeNull();
    expect((await invited('watches', 'secondEntry')).code).toBeNull();
    expect((await invited('nobody-yet', 'secondEntry')).code).toBeNull();
  });

  it('is refused where the second role comes by an older invitation', async () => {
    const path = async (role: string) => {
      const { data } = await invited('watches', role);
      return (data!['inviteMember'] as { path: string }).path.split('/').at(-1)!;
    };
    const [reader, clerk] = [await path('reader'), await path('secondEntry')];
    const join = (token: string) => at.post('/api/invitations/join', { token }, cookies['watches']!);
    expect((await join(reader)).status).toBe(200);
    const refused = await join(clerk);
    expect([refused.status, await refused.json()]).toMatchObject([409, { invitation: 'notBlind' }]);
  });

  it('has entered none of its forms a second time, in whatever role', async () => {
    // Who has done so is known by the entry; which form it was does not matter.
    await at.owner.query(
      `begin; select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true)`,
    );
    await at.owner.query('alter table portal.second_entry_list disable trigger begin_second_entry_list');
    await at.owner.query('alter table portal.second_entry_list disable trigger compare_entry_lists');
    await at.owner.query(
      `with added as (insert into portal.patient (centre_id, code, updated_by) select min(id), 'P1', 'x' from portal.centre returning id, centre_id)
       insert into portal.second_entry_list (centre_id, patient_id, form, records, entered_by, user_id, updated_by)
       select a.centre_id, a.id, 'haicCycle', '[]', 'enters', $1, 'x' from added a`,
      [people['enters']],
    );
    await at.owner.query('alter table portal.second_entry_list enable trigger all');
    await at.owner.query('commit');
    expect(await roleOf('enters', 'reader')).toMatchObject(notBlind);
    expect((await roleOf('enters', 'monitor')).code).toBeNull();
    expect(await roleOf('enters', 'adjudicator')).toMatchObject(notBlind);
  });

  it('gets no case where both roles were given before that was refused', async () => {
    await at.owner.query('alter table portal.membership disable trigger keep_readers_blind');
    await at.person('both', 'reader');
    const { rows } = await at.owner.query<{ user_id: string }>(`select user_id from portal.membership where user_id = (select id from auth."user" where name = 'both')`); // prettier-ignore
    await at.owner.query(
      `insert into portal.membership (user_id, study_id, role, updated_by) select $1, id, 'secondEntry', 'x' from portal.study where code = $2`,
      [rows[0]!.user_id, study],
    );
    await at.owner.query('alter table portal.membership enable trigger keep_readers_blind');
    cookies['both'] = await at.signIn('both');
    // The monitor who joined as a reader may read records.
    expect(await blindMembers()).toEqual(['decides', 'reads']);
    const tasks = await ask(
      'both',
      'query ($study: String!) { readingTasks(study: $study, right: "readBlind") { id } }',
    );
    expect(tasks).toMatchObject({ code: 'FORBIDDEN', extensions: { readings: 'NOT_BLIND' } });
    expect(tasks.message).toMatch(/^you enter forms of this study a second time/);
    const entered = await ask('both', 'query ($study: String!) { secondEntryTasks(study: $study) { form } }');
    expect(entered.message).toBeNull();
  });
});
