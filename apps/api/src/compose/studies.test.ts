import { roleMay, roleNames } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { study } from './people.fixture.ts';
import {
  change,
  close,
  create,
  good,
  idOf,
  issuesOf,
  openStudiesFixture,
  reopen,
  type Settings,
  settingsQuery,
  type StudiesFixture,
} from './studies.fixture.ts';

let at: StudiesFixture['at'];
let sessions: StudiesFixture['sessions'];
let made: StudiesFixture['made'];
let settingsOf: StudiesFixture['settingsOf'];
let addPatient: StudiesFixture['addPatient'];
let asApplication: StudiesFixture['asApplication'];

beforeAll(async () => {
  ({ at, sessions, made, settingsOf, addPatient, asApplication } = await openStudiesFixture());
}, 120_000);
afterAll(() => at?.close());

describe('a new study', () => {
  it('is made by somebody who runs a portal without studies, and who becomes its administrator', async () => {
    const { data } = await at.ask(sessions.portalAdministrator, '{ viewer { mayCreateStudies } }');
    expect(data).toEqual({ viewer: { mayCreateStudies: true } });
    const answer = await at.ask(sessions.portalAdministrator, create, { settings: good });
    expect(answer.data).toEqual({ createStudy: { code: 'HCC-1', invitationPath: null } });
    const viewer = await at.ask(sessions.portalAdministrator, '{ viewer { memberships { study role centres } } }');
    expect((viewer.data!['viewer'] as { memberships: object[] }).memberships).toContainEqual({
      study: 'HCC-1',
      role: 'administrator',
      centres: ['E', 'N', 'S'],
    });
    const stored = await settingsOf(sessions.portalAdministrator, 'HCC-1');
    expect(stored.settings).toEqual({
      ...good,
      arms: [good.arms[0], { ...good.arms[1], labelZh: null }],
      centres: good.centres.toSorted((a, b) => a.code.localeCompare(b.code)),
    });
    const { rows } = await at.owner.query<{ form: string; n: number }>(
      `select form, count(*)::int as n from portal.audit_entry a join portal.study s on s.id = a.study_id
       where s.code = 'HCC-1' and a.user_name = 'portalAdministrator' and a.action = 'create' group by form order by form`,
    );
    expect(rows).toEqual([
      { form: 'centre', n: 3 },
      { form: 'membership', n: 1 },
      { form: 'study', n: 1 },
      { form: 'study_arm', n: 2 },
    ]);
  });

  it('is given to the account that is named, or to whoever accepts the invitation', async () => {
    const given = await made('GIVEN');
    expect((await at.membership('given', 'GIVEN'))?.role).toBe('administrator');
    expect((await at.membership('portalAdministrator', 'GIVEN'))?.role).toBeUndefined();
    expect((await settingsOf(given.cookie, 'GIVEN')).settings.nameEn).toBe(good.nameEn);

    const settings = { ...good, code: 'INVITED' };
    const answer = await at.ask(sessions.portalAdministrator, create, { settings, administrator: 'Pia@Site.org' });
    const { invitationPath } = answer.data!['createStudy'] as { invitationPath: string };
    expect(await at.accept(invitationPath.replace('/invitation/', ''), 'Pia')).toMatchObject({ status: 201 });
    expect((await at.membership('Pia', 'INVITED'))?.role).toBe('administrator');
  });

  it('is made by nobody else', async () => {
    for (const role of roleNames.filter((one) => !roleMay(one, 'createStudies'))) {
      expect((await at.ask(sessions[role], create, { settings: { ...good, code: 'NOT' } })).code, role).toBe(
        'FORBIDDEN',
      );
    }
    expect((await at.ask(sessions.administrator, '{ viewer { mayCreateStudies } }')).data).toEqual({
      viewer: { mayCreateStudies: false },
    });
    expect((await at.ask(null, create, { settings: good })).status).toBe(401);
  });

  const arm = good.arms[0]!;
  it.each<[Partial<Record<keyof Settings, unknown>>, string[]]>([
    [{ code: 'HCC-1' }, ['code: another code: HCC-1 is in use']],
    [{ code: 'new' }, ['code: another code: new is an address of the portal']],
    [{ code: '' }, [expect.stringMatching(/^code: letters, digits/)]],
    [{ code: 'a b' }, [expect.stringMatching(/^code: letters, digits/)]],
    [{ nameEn: ' ' }, ['name.en: a value']],
    [{ nameEn: 'x'.repeat(201) }, ['name.en: at most 200 characters']],
    [{ nameZh: '长'.repeat(201) }, ['name.zh: at most 200 characters']],
    [{ timeZero: '' }, ['timeZero: a value']],
    [{ monthDays: 365 }, ['monthDays: a number from 28 to 31']],
    [{ cutoffOn: '2023-02-29' }, ['cutoffOn: a date such as 2024-02-29']],
    [{ recipeId: 99 }, ['recipeId: one of the recipes haic-default 2']],
    [{ arms: [] }, ['arms: at least one arm']],
    [{ arms: [arm, arm] }, ['arms.1.code: another code: HAIC is there already']],
    [{ arms: [{ code: 'A', labelEn: '' }] }, ['arms.0.label.en: a value']],
    [{ centres: [] }, ['centres: at least one centre']],
    [{ centres: [{ code: '-', name: 'x' }] }, [expect.stringMatching(/^centres.0.code: letters, digits/)]],
    [{ unusedForms: ['demographics'] }, ['unusedForms: demographics in use: every patient begins with it']],
    [{ unusedForms: ['weather'] }, [expect.stringMatching(/^unusedForms: one of eligibility, baseline/)]],
    [{ nameEn: '', monthDays: 0 }, ['name.en: a value', 'monthDays: a number from 28 to 31']],
  ])('as %j is refused by field, and nothing is written', async (wrong, expected) => {
    const before = await at.owner.query('select from portal.study');
    const settings = { ...good, code: 'FRESH', ...wrong };
    const answer = await at.ask(sessions.portalAdministrator, create, { settings });
    expect([answer.code, issuesOf(answer)]).toEqual(['BAD_USER_INPUT', expected]);
    expect((await at.owner.query('select from portal.study')).rowCount).toBe(before.rowCount);
  });

  it('is not given to an account that is closed, nor to what is not an address', async () => {
    await at.person('gone', null);
    await at.owner.query(`update auth."user" set "disabledAt" = now() where name = 'gone'`);
    const settings = { ...good, code: 'FRESH' };
    const closed = await at.ask(sessions.portalAdministrator, create, { settings, administrator: 'gone@site.org' });
    expect(issuesOf(closed)).toEqual(['administrator: somebody whose account is open']);
    const wrong = await at.ask(sessions.portalAdministrator, create, { settings, administrator: 'nobody' });
    expect(wrong).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^email must be an address/),
    });
  });
});

describe('the settings of a study', () => {
  it('are those of whoever manages it; a foreign study and one that does not exist are answered alike', async () => {
    for (const role of roleNames) {
      const answer = await at.ask(sessions[role], settingsQuery, { study });
      expect(answer.code, role).toBe(roleMay(role, 'manageStudy') ? null : 'FORBIDDEN');
    }
    const { cookie } = await made('ALIKE');
    const settings = { ...good, code: study };
    const about = (code: string): [string, object][] => [
      [settingsQuery, { study: code }],
      [change, { study: code, version: 1, settings }],
      [close, { study: code, version: 1, reason: 'x' }],
      [reopen, { study: code, version: 1, reason: 'x' }],
    ];
    for (const [i, [query, variables]] of about(study).entries()) {
      const [, missing] = about('NO-SUCH')[i]!;
      const answers = [await at.ask(cookie, query, variables), await at.ask(cookie, query, missing)];
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]).toMatchObject({ code: 'NOT_FOUND', message: 'study not found' });
      expect((await at.ask(null, query, variables)).status).toBe(401);
    }
  });

  it('change as a whole, with an entry in the trail for each thing that differs', async () => {
    const { code, cookie } = await made('CHANGE');
    const { version, settings } = await settingsOf(cookie, code);
    const next = {
      ...settings,
      nameEn: 'Renamed',
      nameZh: null,
      cutoffOn: '2025-12-31',
      arms: [{ code: 'NEW', labelEn: 'New', labelZh: null }, settings.arms[0]!],
      centres: [...settings.centres.filter((centre) => centre.code !== 'S'), { code: 'W', name: 'West' }],
      unusedForms: ['eligibility', 'slide'],
    };
    const answer = await at.ask(cookie, change, { study: code, version, settings: next });
    expect(answer.message).toBeNull();
    const after = await settingsOf(cookie, code);
    expect(after.settings).toEqual({ ...next, centres: next.centres.toSorted((a, b) => a.code.localeCompare(b.code)) });
    expect([after.version, after.updatedBy]).toEqual([version + 1, 'change']);
    const { rows } = await at.owner.query<{ entry: string }>(
      `select action || ' ' || form || ' ' || (a.details ->> 'code') || ' ' || (select string_agg(k, ',' order by k) from jsonb_object_keys(changes) k) as entry
       from portal.audit_entry a join portal.study s on s.id = a.study_id
       where s.code = 'CHANGE' and a.user_name = 'change' order by 1`,
    );
    expect(rows.map(({ entry }) => entry)).toEqual([
      'correct study CHANGE cutoff_on,name,name_zh,unused_forms',
      'correct study_arm HAIC position',
      'create centre W code,name',
      'create study_arm NEW code,label,position',
      'delete centre S code,name',
      'delete study_arm HTI code,label,position',
    ]);
  });

  it('that two change at once are those of the first; the second is told who changed what', async () => {
    const { code, cookie } = await made('TWICE');
    const { version, settings } = await settingsOf(cookie, code);
    const mine = { study: code, version, settings: { ...settings, nameEn: 'Mine' } };
    const theirs = { study: code, version, settings: { ...settings, monthDays: 30 } };
    const answers = await Promise.all([
      at.ask(cookie, change, mine),
      at.ask(sessions.portalAdministrator, change, theirs),
    ]);
    const refused = answers.filter(({ message }) => message !== null);
    expect(refused).toHaveLength(1);
    const winner = answers.indexOf(refused[0]!) === 0 ? 'portalAdministrator' : 'twice';
    expect(refused[0]).toMatchObject({
      code: 'CONFLICT',
      message: `${winner} changed this study meanwhile: look at it again`,
      extensions: { study: 'CHANGED', currentVersion: version + 1, changedBy: winner },
    });
    const current = refused[0]!.extensions['current'] as { monthDays: number; name: { en: string } };
    expect([current.name.en, current.monthDays]).toEqual(
      winner === 'twice' ? ['Mine', good.monthDays] : [good.nameEn, 30],
    );
    for (const [query, rest] of [
      [close, { reason: 'x' }],
      [reopen, { reason: 'x' }],
    ] as const) {
      const late = await at.ask(cookie, query, { study: code, version, ...rest });
      expect(late).toMatchObject({ code: 'CONFLICT', extensions: { study: 'CHANGED' } });
    }
  });

  it('keep what is in use', async () => {
    const { code, cookie } = await made('IN-USE');
    const id = idOf(await addPatient(cookie, code, 'P1', '2024-03-05'));
    const save = await at.ask(
      cookie,
      `mutation { saveTreatment(patientId: "${id}", values: { arm: "HTI", startedOn: "2024-03-20" }) { id } }`,
    );
    expect(save.message).toBeNull();
    await at.person('south', 'staff', 'S', code);
    const { version, settings, arms, centres, forms, firstEnrolledOn } = await settingsOf(cookie, code);
    expect(firstEnrolledOn).toBe('2024-03-05');
    expect(arms.filter(({ isInUse }) => isInUse).map((one) => one.code)).toEqual(['HTI']);
    expect(centres.filter(({ isInUse }) => isInUse).map((one) => one.code)).toEqual(['N', 'S']);
    expect(forms.filter(({ hasRecords }) => hasRecords).map(({ name }) => name)).toEqual(['demographics', 'treatment']);

    const refusedAs = async (wrong: object) =>
      issuesOf(await at.ask(cookie, change, { study: code, version, settings: { ...settings, ...wrong } }));
    expect(await refusedAs({ arms: [settings.arms[0]] })).toEqual(['arms: HTI among them: patients have it']);
    expect(await refusedAs({ centres: [{ code: 'E', name: 'East' }] })).toEqual([
      'centres: N among them: it has patients, members or invitations',
      'centres: S among them: it has patients, members or invitations',
    ]);
    expect(await refusedAs({ cutoffOn: '2024-03-04' })).toEqual([
      'cutoffOn: 2024-03-05 or later: the first patient was enrolled then',
    ]);
    expect(await refusedAs({ unusedForms: ['treatment', 'slide'] })).toEqual([
      'unusedForms: treatment in use: it has records',
    ]);
    expect(await refusedAs({ code: 'OTHER-CODE', synthetic: false })).toEqual([
      'code: IN-USE: it is fixed',
      'synthetic: as when the study was made: it is fixed',
    ]);
    expect((await settingsOf(cookie, code)).version).toBe(version);
    // Declaring is held to the same, and removes nothing.
    const declared = { code, name: 'Declared', synthetic: true, monthDays: 30, timeZero: 'x', arms: [] };
    const east = [{ code: 'E', name: 'East' }];
    await expect(
      declareStudy(at.database.ownerUrl, { ...declared, cutoffOn: '2024-03-04', centres: east }),
    ).rejects.toThrow('cutoffOn must be 2024-03-05 or later');
    await declareStudy(at.database.ownerUrl, { ...declared, cutoffOn: null, centres: east });
    const after = (await settingsOf(cookie, code)).settings;
    expect([after.nameEn, after.nameZh]).toEqual(['Declared', good.nameZh]);
    expect([after.arms.length, after.centres.length]).toEqual([2, 3]);
  });
});

describe('the functions of the database', () => {
  it('refuse what the asker has no right to, whatever code calls them', async () => {
    const { code } = await made('FENCED');
    const { rows } = await at.owner.query<{ id: number }>('select id from portal.study where code = $1', [code]);
    const own = await at.person('nobody', 'monitor', null, code);
    for (const sql of [
      `select portal.add_study('{"code": "X", "arms": [], "centres": [], "unusedForms": []}', 'x')`,
      `select portal.change_study(${rows[0]!.id}, 1, '{}', 'x')`,
      `select portal.close_study(${rows[0]!.id}, 1, true, 'x')`,
    ]) {
      await expect(asApplication(code, sql, own), sql).rejects.toThrow(/^the right to .* is missing$/);
    }
    expect(await asApplication(code, `select * from portal.use_of_study(${rows[0]!.id})`, own)).toEqual([]);
  });
});
