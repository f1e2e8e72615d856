import { type Role, roleMay, roleNames } from '@haim/schema';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change, invite, openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
const sessions = {} as Record<Role, string>;

beforeAll(async () => {
  at = await openPeopleFixture();
  for (const role of roleNames) {
    await at.person(role, role, role === 'staff' ? 'A' : null);
    sessions[role] = await at.signIn(role);
  }
}, 120_000);
afterAll(() => at?.close());

const entriesQuery = `query ($study: String, $filter: AuditFilter) { auditEntries(study: $study, filter: $filter, first: 200) {
  by action form changes { field oldValue newValue oldName newName } details { name value valueName } } }`;

interface Entry {
  readonly by: string;
  readonly action: string;
  readonly form: string | null;
  readonly changes: readonly Readonly<Record<'field' | 'oldValue' | 'newValue' | 'oldName' | 'newName', string>>[];
  readonly details: readonly { readonly name: string; readonly value: string; readonly valueName: string | null }[];
}

async function entries(role: Role, ofStudy: string | null, filter: object): Promise<Entry[]> {
  const { data, message } = await at.ask(sessions[role], entriesQuery, { study: ofStudy, filter });
  expect(message).toBeNull();
  return data!['auditEntries'] as Entry[];
}

/** Who did what, and with which details, of the study's events of a kind, oldest first. */
async function events(kind: string): Promise<[by: string, details: Record<string, string>][]> {
  const found = await entries('monitor', study, { kinds: [kind] });
  return found
    .map(({ by, details }): [string, Record<string, string>] => [
      by,
      Object.fromEntries(details.map(({ name, value }) => [name, value])),
    ])
    .toReversed();
}

const fetchAs = (role: Role, path: string) => fetch(at.base + path, { headers: { cookie: sessions[role] } });

describe('the trail of a study has', () => {
  it('what was refused for want of a right, by page and by file', async () => {
    const placement = { role: 'monitor' };
    await at.ask(sessions.statistician, invite, { study, email: 'x@site.org', placement });
    expect((await fetchAs('investigator', `/api/studies/${study}/audit.csv?reason=secret`)).status).toBe(403);
    expect(await events('refused')).toEqual([
      ['statistician', expect.objectContaining({ what: 'inviteMember', right: 'managePeople' })],
      ['investigator', expect.objectContaining({ what: `GET /api/studies/${study}/audit.csv`, right: 'readAudit' })],
    ]);
  });

  it('who searched for a patient by code', async () => {
    await at.ask(sessions.staff, `{ patients(study: "${study}", cohort: { code: "SYN-7" }) { total } }`);
    expect(await events('searched')).toEqual([['staff', { filter: expect.stringContaining('SYN-7') }]]);
  });

  it('who saved a file, made by the portal or by a page', async () => {
    const save = `mutation ($study: String!, $file: String) {
      recordExport(study: $study, what: "figure", rows: 12, fileName: $file) }`;
    await at.ask(sessions.statistician, save, { study, file: 'survival-os.png' });
    await (await fetchAs('monitor', `/api/studies/${study}/audit.csv`)).text();
    expect(await events('exported')).toEqual([
      ['statistician', { what: 'figure', rows: '12', fileName: 'survival-os.png' }],
      ['monitor', expect.objectContaining({ what: 'audit' })],
    ]);
    const { code } = await at.ask(sessions.statistician, save, { study, file: 'x'.repeat(201) });
    expect(code).toBe('BAD_USER_INPUT');
    expect((await at.ask(sessions.statistician, save, { study: 'OTHER', file: null })).code).toBe('NOT_FOUND');
  });

  it('whose membership changed and at which centre, by name', async () => {
    const { id, version } = (await at.membership('pathologist'))!;
    await at.ask(sessions.administrator, change, { id, version, placement: { role: 'staff', centre: 'B' } });
    const [entry] = await entries('monitor', study, { form: 'membership', kinds: ['correct'] });
    expect(entry!.details).toContainEqual(expect.objectContaining({ name: 'userId', valueName: 'pathologist' }));
    expect(entry!.changes).toContainEqual(
      expect.objectContaining({ field: 'centreId', oldValue: null, oldName: null, newName: 'B' }),
    );
    expect(entry!.changes).toContainEqual(expect.objectContaining({ field: 'role', newValue: 'staff', newName: null }));
  });
});

describe('the trail of the portal', () => {
  const all = { kinds: ['signIn', 'signInFailed'] };

  it('has who signed in and who failed to, and nothing of a study', async () => {
    await at.signIn('monitor', 'not the password').catch(() => undefined);
    const changed = await entries('portalAdministrator', null, {});
    expect(changed.map(({ form, action, details: [whom] }) => [form, action, whom!.valueName])).toEqual([
      ['portalAdministrator', 'create', 'portalAdministrator'],
    ]);
    const signIns = await entries('portalAdministrator', null, all);
    expect(new Set(signIns.map(({ action }) => action))).toEqual(new Set(['signIn', 'signInFailed']));
    expect(signIns.filter(({ action }) => action === 'signIn').map(({ by }) => by)).toEqual(
      expect.arrayContaining([...roleNames]),
    );
  });

  it('counts, names its people and has a chain', async () => {
    const { data, message } = await at.ask(
      sessions.portalAdministrator,
      `query ($filter: AuditFilter) { auditCount(filter: $filter) { n } auditPeople { name } auditChain { sealed unsealed } }`,
      { filter: all },
    );
    expect(message).toBeNull();
    const { auditCount, auditPeople, auditChain } = data as {
      auditCount: { n: number };
      auditPeople: { name: string }[];
      auditChain: { sealed: number; unsealed: number };
    };
    expect(auditCount.n).toBe((await entries('portalAdministrator', null, all)).length);
    expect(auditPeople.map(({ name }) => name)).toEqual(expect.arrayContaining(['staff', 'monitor']));
    const { rows } = await at.owner.query<{ n: string }>(
      'select count(*) as n from portal.audit_entry where study_id is null',
    );
    expect(auditChain.sealed + auditChain.unsealed).toBe(Number(rows[0]!.n));
  });

  it.each(roleNames)('is open to %s as the right says, on the page and as a file', async (role) => {
    const may = roleMay(role, 'readPortalAudit');
    expect(may).toBe(role === 'portalAdministrator');
    const { code, extensions } = await at.ask(sessions[role], entriesQuery, { study: null, filter: all });
    expect([code, extensions['right']]).toEqual(may ? [null, undefined] : ['FORBIDDEN', 'readPortalAudit']);
    const file = await fetchAs(role, '/api/audit.csv?kinds=signIn');
    expect(file.status).toBe(may ? 200 : 403);
    if (may) expect((parse(await file.text(), { bom: true, columns: true }) as unknown[]).length).toBeGreaterThan(10);
    else await file.text();
  });

  it('is announced by the viewer, so that a page need not know any study', async () => {
    const may = (role: Role) => at.ask(sessions[role], '{ viewer { mayReadPortalAudit } }');
    expect((await may('portalAdministrator')).data).toEqual({ viewer: { mayReadPortalAudit: true } });
    expect((await may('administrator')).data).toEqual({ viewer: { mayReadPortalAudit: false } });
  });

  it('does not open the records or the audit of a study to whoever runs the portal', async () => {
    const { data } = await at.ask(sessions.portalAdministrator, entriesQuery, { study, filter: {} });
    expect(data!['auditEntries']).toEqual([]);
    expect((await fetchAs('portalAdministrator', `/api/studies/${study}/audit.csv`)).status).toBe(403);
  });

  it('shows its hidden entries to nobody by SQL either', async () => {
    const seen = (role: Role) =>
      at.owner.query<{ id: string }>(`select id from auth."user" where name = $1`, [role]).then(async ({ rows }) => {
        await at.owner.query('begin');
        await at.owner.query(`select set_config('app.user_id', $1, true)`, [rows[0]!.id]);
        await at.owner.query('set local role portal_app');
        const found = await at.owner.query<{ n: string }>(
          `select count(*) as n from portal.audit_entry where study_id is null`,
        );
        await at.owner.query('rollback');
        return Number(found.rows[0]!.n);
      });
    expect(await seen('administrator')).toBe(0);
    expect(await seen('portalAdministrator')).toBeGreaterThan(10);
  });
});

describe('who manages the people of a study', () => {
  const query = 'query ($study: String!) { peopleManagers(study: $study) }';

  it.each(roleNames)('is known to %s, as a member', async (role) => {
    const { data } = await at.ask(sessions[role], query, { study });
    expect(data!['peopleManagers']).toEqual(['administrator']);
  });

  it('is not known to others, nor named when the account is closed', async () => {
    expect((await at.ask(sessions.monitor, query, { study: 'OTHER' })).code).toBe('NOT_FOUND');
    expect((await at.ask(sessions.monitor, query, { study: 'NONE' })).code).toBe('NOT_FOUND');
    await at.person('second', 'administrator');
    await at.owner.query(`update auth."user" set "disabledAt" = now() where name = 'second'`);
    expect((await at.ask(sessions.monitor, query, { study })).data!['peopleManagers']).toEqual(['administrator']);
  });
});
