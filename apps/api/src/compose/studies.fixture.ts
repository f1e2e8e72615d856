import { type Role, roleNames } from '@haim/schema';
import { expect } from 'vitest';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { readAccess } from '../modules/studies/membership.query.ts';
import { type Answer, openPeopleFixture } from './people.fixture.ts';

export const good = {
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
export type Settings = Omit<typeof good, 'cutoffOn'> & { cutoffOn: string | null };

const fields = `code version nameEn nameZh synthetic monthDays cutoffOn timeZero recipeId firstEnrolledOn closedAt updatedBy
  arms { code labelEn labelZh isInUse } centres { code name isInUse } forms { name isUsed hasRecords }`;
export const create = `mutation ($settings: StudySettingsInput!, $administrator: String) {
  createStudy(settings: $settings, administrator: $administrator) { code invitationPath } }`;
export const change = `mutation ($study: String!, $version: Int!, $settings: StudySettingsInput!) {
  changeStudy(study: $study, version: $version, settings: $settings) { ${fields} } }`;
export const close = `mutation ($study: String!, $version: Int!, $reason: String!) {
  closeStudy(study: $study, version: $version, reason: $reason) { version closedAt } }`;
export const reopen = close.replace('closeStudy', 'reopenStudy');
export const settingsQuery = `query ($study: String!) { studySettings(study: $study) { ${fields} } }`;

export const issuesOf = ({ extensions }: Answer) =>
  (extensions['issues'] as { field: string; expected: { en: string } }[]).map(
    ({ field, expected }) => `${field}: ${expected.en}`,
  );

export const idOf = ({ data, message }: Answer): string => {
  expect(message).toBeNull();
  return (data!['createPatient'] as { id: string }).id;
};

/** The people of the fixture with a session for each role, the person named like the role, and studies made on demand. */
export async function openStudiesFixture() {
  const at = await openPeopleFixture();
  const sessions = {} as Record<Role, string>;
  for (const role of roleNames) {
    await at.person(role, role, role === 'staff' ? 'A' : null);
    sessions[role] = await at.signIn(role);
  }

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

  return { at, sessions, made, settingsOf, addPatient, asApplication };
}

export type StudiesFixture = Awaited<ReturnType<typeof openStudiesFixture>>;
