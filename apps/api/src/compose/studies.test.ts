import { type Role, roleMay, roleNames } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { declareStudy } from '../modules/studies/declare-study.ts';
import { readAccess } from '../modules/studies/membership.query.ts';
import { type Answer, openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
/** A session for each role in the study of the fixture, the person named like the role. */
const sessions = {} as Record<Role, string>;

beforeAll(async () => {
  at = await openPeopleFixture();
  for (const role of roleNames) {
    await at.person(role, role, role === 'staff' ? 'A' : null);
    sessions[role] = await at.signIn(role);
  }
}, 120_000);
afterAll(() => at?.close());

const good = {
  code: 'HCC-1',
  nameEn: 'HAIC in large HCC',
  nameZh: '大肝癌 HAIC',
  synthetic: true,
  monthDays: 30.4375,
  cutoffOn: '2025-06-30',
  timeZero: 'first HAIC',
  recipeId: 1,
  arms: [
    { code: 'HAIC', labelEn: 'HAIC alone', labelZh: '单纯 HAIC' },
    { code: 'HTI', labelEn: 'HAIC + TKI + ICI' },
  ],
  centres: ['N', 'S', 'E'].map((code) => ({ code, name: `Hospital ${code}` })),
  unusedForms: [] as string[],
};
type Settings = Omit<typeof good, 'cutoffOn'> & { cutoffOn: string | null };

const fields = `code version nameEn nameZh synthetic monthDays cutoffOn timeZero recipeId firstEnrolledOn closedAt updatedBy
  arms { code labelEn labelZh isInUse } centres { code name isInUse } forms { name isUsed hasRecords }`;
const create = `mutation ($settings: StudySettingsInput!, $administrator: String) {
  createStudy(settings: $settings, administrator: $administrator) { code invitationPath } }`;
const change = `mutation ($study: String!, $version: Int!, $settings: StudySettingsInput!) {
  changeStudy(study: $study, version: $version, settings: $settings) { ${fields} } }`;
const close = `mutation ($study: String!, $version: Int!, $reason: String!) {
  closeStudy(study: $study, version: $version, reason: $reason) { version closedAt } }`;
const reopen = close.replace('closeStudy', 'reopenStudy');
const settingsQuery = `query ($study: String!) { studySettings(study: $study) { ${fields} } }`;

const issuesOf = ({ extensions }: Answer) =>
  (extensions['issues'] as { field: string; expected: { en: string } }[]).map(
    ({ field, expected }) => `${field}: ${expected.en}`,
  );

/** A study of its own for a test, made by the portal administrator, and a session of its administrator. */
async function made(code: string, changes: Partial<Settings> = {}): Promise<{ code: string; cookie: string }> {
  const name = code.toLowerCase();
  await at.person(name, null);
  const settings = { ...good, code, ...changes };
  const answer = await at.ask(sessions.portalAdministrator, create, { settings, administrator: `${name}@site.org` });
  expect(answer.message).toBeNull();
  return { code, cookie: await at.signIn(name) };
}

async function settingsOf(cookie: string, code: string) {
  const { data, message } = await at.ask(cookie, settingsQuery, { study: code });
  expect(message).toBeNull();
  const { version, forms, arms, centres, firstEnrolledOn, closedAt, updatedBy, ...same } = data!['studySettings'] as {
    version: number;
    forms: { name: string; isUsed: boolean; hasRecords: boolean }[];
    arms: { code: string; labelEn: string; labelZh: string | null; isInUse: boolean }[];
    centres: { code: string; name: string; isInUse: boolean }[];
    firstEnrolledOn: string | null;
    closedAt: string | null;
    updatedBy: string | null;
  } & Omit<Settings, 'arms' | 'centres' | 'unusedForms'>;
  const settings = {
    ...same,
    arms: arms.map(({ isInUse: _, ...arm }) => arm),
    centres: centres.map(({ isInUse: _, ...centre }) => centre),
    unusedForms: forms.filter(({ isUsed }) => !isUsed).map(({ name }) => name),
  };
  return { version, settings, forms, arms, centres, firstEnrolledOn, closedAt, updatedBy };
}

const addPatient = (cookie: string, code: string, patient: string, enrolledOn = '2024-03-05') =>
  at.ask(
    cookie,
    `mutation { createPatient(study: "${code}", centre: "N", code: "${patient}",
       demographics: { ageYears: 60, sex: "male", enrolledOn: "${enrolledOn}" }) { id } }`,
  );
const idOf = ({ data, message }: Answer): string => {
  expect(message).toBeNull();
  return (data!['createPatient'] as { id: string }).id;
};

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

describe('a form that a study does not use', () => {
  it('is neither entered nor imported, and the database adds none either', async () => {
    const { code, cookie } = await made('FEWER', { unusedForms: ['baseline'] });
    const id = idOf(await addPatient(cookie, code, 'P1'));
    const saved = await at.ask(cookie, `mutation { saveBaseline(patientId: "${id}", values: {}) { id } }`);
    expect(saved).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^this study does not use the form baseline/),
    });
    const csv = 'patient_code,centre,ecog_ps\nP1,N,1\n';
    const imported = await importOf(cookie, code, csv);
    expect([imported.status, imported.body['message']]).toEqual([
      400,
      expect.stringMatching(/^study FEWER does not use the form baseline: leave its columns out/),
    ]);
    await expect(
      asApplication(
        code,
        `insert into portal.baseline (patient_id, centre_id, updated_by)
        select id, centre_id, 'x' from portal.patient where id = '${id}'`,
      ),
    ).rejects.toThrow('row-level security');
    expect((await at.ask(cookie, `{ study(code: "${code}") { unusedForms } }`)).data).toEqual({
      study: { unusedForms: ['baseline'] },
    });
  });
});

const importOf = async (cookie: string, code: string, csv: string) => {
  const body = new FormData();
  body.append('file', new Blob([csv]), 'rows.csv');
  const answer = await fetch(`${at.base}/api/imports/${code}`, { method: 'POST', headers: { cookie }, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

/** A statement as the application's role, on behalf of a member or the administrator, without any code of the portal. */
async function asApplication(code: string, sql: string, member: string | null = null): Promise<unknown[]> {
  const dataSource = openDataSource(at.database.appUrl, 1);
  await dataSource.initialize();
  try {
    const { rows } = await at.owner.query<{ id: string; centres: number[] }>(
      `select m.user_id as id, array(select c.id from portal.centre c where c.study_id = s.id) as centres
       from portal.membership m join portal.study s on s.id = m.study_id where s.code = $1 and ($2::text is null and m.role = 'administrator' or m.user_id = $2)`,
      [code, member],
    );
    const [{ id, centres }] = rows as [{ id: string; centres: number[] }];
    // As a request that was let in before the study was closed: with every right.
    const studies = (await readAccess(dataSource, id)).map((one) => ({
      ...one,
      writeCentres: centres,
      isClosed: false,
    }));
    return await new StudyDb(dataSource).write({ userId: id, name: id, email: '', studies }, null, (tx) =>
      tx.rows(sql),
    );
  } finally {
    await dataSource.destroy();
  }
}

describe('a closed study', () => {
  let cookie: string;
  let patient: string;
  let slide: string;
  const code = 'CLOSED';

  beforeAll(async () => {
    ({ cookie } = await made(code));
    patient = idOf(await addPatient(cookie, code, 'P1'));
    const added = await at.ask(
      cookie,
      `mutation { saveSlide(patientId: "${patient}", values: { barcode: "S1", evaluationSet: "training" }) { id } }`,
    );
    expect(added.message).toBeNull();
    slide = (added.data!['saveSlide'] as { id: string }).id;
    await at.owner.query(`begin; select set_config('app.user_id', 'test', true);
      insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px, microns_per_pixel,
        vendor, synthetic, updated_by)
      select id, centre_id, patient_id, repeat('0', 64) || '.tiff', repeat('0', 64), 1, 100, 100, null, 'generic-tiff', true, 'test'
      from portal.slide where id = '${slide}'; commit`);
    const { version } = await settingsOf(cookie, code);
    expect(await at.ask(cookie, close, { study: code, version, reason: ' ' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    const closed = await at.ask(cookie, close, { study: code, version, reason: 'The database is locked' });
    expect(closed.data).toMatchObject({ closeStudy: { version: version + 1, closedAt: expect.stringMatching(/^20/) } });
  });

  it('refuses whatever would change it, and says that it is closed', async () => {
    const { version, settings } = await settingsOf(cookie, code);
    const operations: Record<string, [string, object?]> = {
      createPatient: [
        `mutation { createPatient(study: "${code}", centre: "N", code: "P2", demographics: { ageYears: 60, sex: "male" }) { id } }`,
      ],
      saveBaseline: [`mutation { saveBaseline(patientId: "${patient}", values: {}) { id } }`],
      stateMicronsPerPixel: [`mutation { stateMicronsPerPixel(slideId: "${slide}", value: 0.25) { id } }`],
      saveRoi: [`mutation { saveRoi(slideId: "${slide}", roi: { name: "x", regions: [] }) { id } }`],
      runInference: [`mutation { runInference(slideId: "${slide}", modelId: "haim") { id } }`],
      startTraining: [`mutation { startTraining(study: "${code}", input: { modelId: "haim", seed: 1 }) { id } }`],
      changeStudy: [change, { study: code, version, settings }],
    };
    for (const [name, [query, variables]] of Object.entries(operations)) {
      const answer = await at.ask(cookie, query, variables);
      expect([answer.code, answer.message], name).toEqual([
        'STUDY_CLOSED',
        'study CLOSED is closed: it is read and exported, and nothing is added or changed',
      ]);
    }
    expect(await importOf(cookie, code, 'patient_code,centre,age_years,sex\nP3,N,60,male\n')).toMatchObject({
      status: 409,
      body: { code: 'STUDY_CLOSED', study: code },
    });
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const metadata = { study: code, centre: 'N', patient: 'P1', barcode: 'S2', set: 'training', filename: 'a.tiff' };
    const upload = await fetch(`${at.base}/api/uploads`, {
      method: 'POST',
      headers: {
        cookie,
        'tus-resumable': '1.0.0',
        'upload-length': '10',
        'upload-metadata': Object.entries(metadata)
          .map(([name, text]) => `${name} ${encode(text)}`)
          .join(','),
      },
    });
    expect([upload.status, await upload.text()]).toEqual([409, expect.stringContaining('STUDY_CLOSED')]);
  });

  it('is not written by a request either that was let in before', async () => {
    for (const sql of [
      `insert into portal.patient (centre_id, code, updated_by) select centre_id, 'P9', 'x' from portal.patient where id = '${patient}'`,
      `insert into portal.baseline (patient_id, centre_id, updated_by) select id, centre_id, 'x' from portal.patient where id = '${patient}'`,
      `insert into portal.inference (slide_id, centre_id, patient_id, model_id, provider_asked, priority, requested_by, updated_by)
       select id, centre_id, patient_id, 'x', 'cpu', 0, 'x', 'x' from portal.slide where id = '${slide}'`,
      `insert into portal.roi (slide_id, centre_id, patient_id, name, source, regions_sha256, created_by, updated_by)
       select id, centre_id, patient_id, 'x', 'drawn', repeat('0', 64), 'x', 'x' from portal.slide where id = '${slide}'`,
    ]) {
      await expect(asApplication(code, sql), sql).rejects.toThrow('row-level security');
    }
    const corrected = `with c as (update portal.demographics set age_years = 61 where patient_id = '${patient}' returning id) select id from c`;
    expect(await asApplication(code, corrected)).toEqual([]);
    await expect(asApplication(code, `update portal.study set name = 'x' where code = '${code}'`)).rejects.toThrow(
      'permission denied',
    );
    await expect(
      asApplication(
        code,
        `select portal.change_study(id, version, '{}', 'x') from portal.study where code = '${code}'`,
      ),
    ).rejects.toThrow('the study is closed');
    const declared = { code, name: 'x', synthetic: true, monthDays: 30, timeZero: 'x', arms: [], cutoffOn: null };
    await expect(
      declareStudy(at.database.ownerUrl, { ...declared, centres: [{ code: 'N', name: 'N' }] }),
    ).rejects.toThrow('study CLOSED is closed');
    const { version } = await settingsOf(cookie, code);
    expect(await at.ask(cookie, close, { study: code, version, reason: 'again' })).toMatchObject({
      code: 'STUDY_CLOSED',
    });
  });

  it('is read and exported, and its people are managed', async () => {
    const read = await at.ask(cookie, `{ study(code: "${code}") { closedAt patientCount writableCentres } }`);
    expect(read.data).toEqual({
      study: { closedAt: expect.stringMatching(/^20/), patientCount: 1, writableCentres: [] },
    });
    expect((await at.ask(cookie, `{ patient(id: "${patient}") { code writable } }`)).data).toEqual({
      patient: { code: 'P1', writable: false },
    });
    const audit = await fetch(`${at.base}/api/studies/${code}/audit.csv`, { headers: { cookie } });
    expect([audit.status, await audit.text()]).toEqual([200, expect.stringContaining('The database is locked')]);
    const people = await at.ask(cookie, `{ people(study: "${code}") { members { name } } }`);
    expect(people.data).toEqual({ people: { members: [{ name: 'closed' }] } });
  });

  it('is written again once it is open', async () => {
    const { version } = await settingsOf(cookie, code);
    const opened = await at.ask(cookie, reopen, { study: code, version, reason: 'A late follow-up' });
    expect(opened.data).toMatchObject({ reopenStudy: { closedAt: null } });
    idOf(await addPatient(cookie, code, 'P4'));
  });
});
