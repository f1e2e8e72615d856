import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disableAccount } from '../modules/auth/accounts.ts';
import { openPeopleFixture, password, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
/** Sessions of an administrator of the study and of somebody else. */
let [administrator, monitor] = ['', ''];

beforeAll(async () => {
  at = await openPeopleFixture();
  for (const role of ['administrator', 'monitor'] as const) await at.person(role, role, null);
  administrator = await at.signIn('administrator');
  monitor = await at.signIn('monitor');
}, 120_000);
afterAll(() => at?.close());

describe('sessions', () => {
  const mine = '{ mySessions { id isThis userAgent address } }';

  it('are listed and ended by their holder, and by nobody else', async () => {
    await at.person('yara', 'monitor');
    const [own, other] = [await at.signIn('yara'), await at.signIn('yara')];
    const listed = (await at.ask(own, mine)).data!['mySessions'] as { id: string; isThis: boolean }[];
    expect(listed.map(({ isThis }) => isThis).toSorted()).toEqual([false, true]);
    const ended = `mutation { endMySession(id: "${listed.find(({ isThis }) => !isThis)!.id}") }`;
    expect(await at.ask(monitor, ended)).toMatchObject({ code: 'NOT_FOUND' });
    expect((await at.ask(own, ended)).message).toBeNull();
    expect((await at.ask(other, '{ viewer { id } }')).status).toBe(401);
    const third = await at.signIn('yara');
    expect((await at.ask(own, 'mutation { endMyOtherSessions }')).data).toEqual({ endMyOtherSessions: 1 });
    expect((await at.ask(third, '{ viewer { id } }')).status).toBe(401);
    expect((await at.ask(own, '{ viewer { id } }')).status).toBe(200);
  });

  it('of a member are ended by whoever manages people', async () => {
    await at.person('zoe', 'monitor');
    const cookie = await at.signIn('zoe');
    const { id } = (await at.membership('zoe'))!;
    const answer = await at.ask(administrator, `mutation { endSessionsOf(membershipId: "${id}") }`);
    expect(answer.data).toEqual({ endSessionsOf: 1 });
    expect((await at.ask(cookie, '{ viewer { id } }')).status).toBe(401);
  });

  it('end after half an hour without use, for every route, and note their use once a minute', async () => {
    await at.person('ida', 'monitor');
    const cookie = await at.signIn('ida');
    const seen = (minutes: number) =>
      at.owner.query(
        `update auth.session set "lastSeenAt" = now() - make_interval(mins => $1)
         where "userId" = (select id from auth."user" where name = 'ida')`,
        [minutes],
      );
    const lastSeen = async () =>
      (
        await at.owner.query<{ ago: number }>(
          `select extract(epoch from now() - "lastSeenAt") as ago from auth.session s join auth."user" u on u.id = s."userId"
           where u.name = 'ida'`,
        )
      ).rows[0]!.ago;
    await seen(29);
    expect((await at.ask(cookie, '{ viewer { id } }')).status).toBe(200);
    expect(Number(await lastSeen())).toBeLessThan(10);
    await seen(31);
    const newPassword = 'three kettles on a stove';
    const changed = await at.post('/api/auth/change-password', { currentPassword: password, newPassword }, cookie);
    expect(changed.status).toBe(401);
    expect((await at.ask(cookie, '{ viewer { id } }')).status).toBe(401);
    await expect(at.signIn('ida', newPassword)).rejects.toThrow('could not sign in');
  });
});

describe('an account that is closed while a save of its holder waits', () => {
  it('has all of that save stored under its name, and nothing after it', async () => {
    const una = await at.person('una', 'staff', 'A');
    const cookie = await at.signIn('una');
    const made = await at.ask(
      cookie,
      `mutation { createPatient(study: "${study}", centre: "A", code: "U-1", demographics: { ageYears: 60, sex: "male" }) { id } }`,
    );
    const { id } = made.data!['createPatient'] as { id: string };
    const save = (mm: number) =>
      at.ask(cookie, `mutation { saveBaseline(patientId: "${id}", values: { tumourSizeMm: ${mm} }) { version } }`);
    // Somebody else is writing records of the patient.
    await at.owner.query('begin');
    await at.owner.query('select from portal.patient where id = $1 for update', [id]);
    const saving = save(81);
    await expect.poll(async () => (await at.owner.query('select from pg_locks where not granted')).rowCount).toBe(1);
    await disableAccount(at.auth, 'una@site.org');
    await at.owner.query('commit');
    expect((await saving).data).toEqual({ saveBaseline: { version: 1 } });
    expect(await save(82)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    const { rows } = await at.owner.query(
      `select b.tumour_size_mm as mm, a.user_id as by, a.action from portal.baseline b
       join portal.audit_entry a on a.record_id = b.id where b.patient_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ mm: 81, by: una, action: 'create' }]);
  });
});
