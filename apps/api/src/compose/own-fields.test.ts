import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { readImportMap } from '../modules/imports/import-map.ts';
import { fileOf } from '../tables/index.ts';
import { ImportService } from '../modules/imports/import.service.ts';
import { operatorOf } from '../modules/studies/membership.query.ts';
import { type Answer, openPeopleFixture, type PeopleFixture, study } from './people.fixture.ts';

let at: PeopleFixture;
let pool: DataSource;
let cookies: Record<'administrator' | 'staff' | 'portalAdministrator' | 'stranger', string>;

beforeAll(async () => {
  at = await openPeopleFixture();
  await at.person('administrator', 'administrator');
  await at.person('staff', 'staff', 'A');
  await at.person('portalAdministrator', 'portalAdministrator');
  await at.person('stranger', 'administrator', null, 'OTHER');
  const names = ['administrator', 'staff', 'portalAdministrator', 'stranger'] as const;
  const signedIn: [string, string][] = [];
  for (const name of names) signedIn.push([name, await at.signIn(name)]);
  cookies = Object.fromEntries(signedIn) as typeof cookies;
  pool = openDataSource(at.database.appUrl, 2);
  await pool.initialize();
}, 120_000);
afterAll(async () => {
  await pool?.destroy();
  await at?.close();
});

interface Field {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly state: string;
}

const words = (text: string) => ({ en: text, zh: text });
const codes = (...names: string[]) => names.map((code) => ({ code, label: words(code) }));

const all = `id version name state`;
const ask = (query: string, variables: object, cookie = cookies.administrator) =>
  at.ask(cookie, query, { study, ...variables });
const field = ({ data, message }: Answer, operation: string): Field => {
  expect(message).toBeNull();
  return data![operation] as Field;
};
const save = (given: object, read: Partial<Field> = {}, cookie = cookies.administrator) =>
  ask(
    `mutation ($study: String!, $id: ID, $version: Int, $field: StudyFieldInput!) {
      saveStudyField(study: $study, id: $id, version: $version, field: $field) { ${all} } }`,
    {
      ...{ id: read.id, version: read.version },
      field: { form: 'baseline', label: words('label'), kind: 'text', ...given },
    },
    cookie,
  );
const act = (what: 'publish' | 'retire' | 'remove', { id, version }: Field) =>
  ask(
    `mutation ($study: String!, $id: ID!, $version: Int!) {
      ${what}StudyField(study: $study, id: $id, version: $version) ${what === 'remove' ? '' : `{ ${all} }`} }`,
    { id, version },
  );
const published = async (given: object): Promise<Field> =>
  field(await act('publish', field(await save(given), 'saveStudyField')), 'publishStudyField');
const places = ({ extensions }: Answer) =>
  (extensions['issues'] as { field: string; problem: string }[]).map((issue) => `${issue.field} ${issue.problem}`);

async function aPatient(centre = 'A'): Promise<string> {
  const { data, message } = await ask(
    `mutation ($study: String!, $code: String!, $centre: String!) {
      createPatient(study: $study, centre: $centre, code: $code, demographics: { ageYears: 60, sex: "male" }) { id } }`,
    { code: `P-${randomUUID().slice(0, 8)}`, centre },
  );
  expect(message).toBeNull();
  return (data!['createPatient'] as { id: string }).id;
}

const saveBaseline = (patientId: string, values: object, read: { id?: string; version?: number } = {}) =>
  at.ask(
    cookies.administrator,
    `mutation ($patientId: ID!, $id: ID, $version: Int, $values: BaselineInput!, $reason: String) {
      saveBaseline(patientId: $patientId, id: $id, version: $version, values: $values, reason: $reason) { id version own } }`,
    { patientId, values, ...read, reason: read.id ? 'read again' : null },
  );
const baseline = ({ data, message }: Answer) => {
  expect(message).toBeNull();
  return data!['saveBaseline'] as { id: string; version: number; own: Record<string, unknown> };
};

describe('the fields of a study', () => {
  it('are declared by who manages the study, and read by who reads its records', async () => {
    expect((await save({ name: 'by_staff' }, {}, cookies.staff)).code).toBe('FORBIDDEN');
    expect((await save({ name: 'by_stranger' }, {}, cookies.stranger)).code).toBe('NOT_FOUND');
    field(await save({ name: 'by_portal' }, {}, cookies.portalAdministrator), 'saveStudyField');
    await published({ name: 'for_all' });
    const list = async (cookie: string) =>
      ((await ask(`query ($study: String!) { studyFields(study: $study) { key } }`, {}, cookie)).data?.[
        'studyFields'
      ] ?? null) as { key: string }[] | null;
    expect((await list(cookies.staff))!.map(({ key }) => key)).toEqual(['own_for_all']);
    expect((await list(cookies.administrator))!.map(({ key }) => key)).toEqual(['own_by_portal', 'own_for_all']);
    expect(await list(cookies.stranger)).toBeNull();
  });

  it('are refused with the place and what is expected', async () => {
    expect(places(await save({ name: 'bclc_stage', kind: 'code', label: { en: 'x', zh: '' } }))).toEqual([
      'name rule',
      'label.zh required',
      'codes required',
    ]);
    field(await save({ name: 'taken', form: 'followUp' }), 'saveStudyField');
    expect(places(await save({ name: 'taken' }))).toEqual(['name rule']);
  });

  it('are changed by the version that was read: the second of two administrators is told', async () => {
    const read = field(await save({ name: 'both' }), 'saveStudyField');
    field(await save({ name: 'both', label: words('first') }, read, cookies.portalAdministrator), 'saveStudyField');
    const late = await save({ name: 'both', label: words('second') }, read);
    expect(late).toMatchObject({ code: 'CONFLICT', extensions: { fields: 'CHANGED', by: 'portalAdministrator' } });
    expect((await act('publish', read)).code).toBe('CONFLICT');
  });

  it('keep their meaning once published, in the database too', async () => {
    const dose = await published({ name: 'dose', kind: 'decimal', unit: 'mg', lowest: 0 });
    expect(places(await save({ name: 'dose', kind: 'integer', unit: 'g', lowest: 0 }, dose))).toEqual([
      'kind frozen',
      'unit frozen',
    ]);
    await at.owner.query(`select set_config('app.user_id', 'test', false)`);
    const byHand = at.owner.query(`update portal.study_field set unit = 'g' where name = 'dose'`);
    await expect(byHand).rejects.toThrow('are never changed');
    const wider = field(
      await save({ name: 'dose', kind: 'decimal', unit: 'mg', label: words('Dose') }, dose),
      'saveStudyField',
    );
    const { data } = await ask(
      `query ($study: String!, $id: ID!) { studyFieldVersions(study: $study, id: $id) { version declaration } }`,
      { id: wider.id },
    );
    expect(data!['studyFieldVersions']).toMatchObject([
      { version: wider.version, declaration: { lowest: null, label_en: 'Dose' } },
      { version: dose.version, declaration: { lowest: 0, label_en: 'label' } },
    ]);
  });

  it('are put in order, all of a form at once', async () => {
    const form = 'eligibility';
    const one = await published({ form, name: 'order_one' });
    const two = await published({ form, name: 'order_two' });
    const order = (ids: string[]) =>
      ask(
        `mutation ($study: String!, $form: String!, $ids: [ID!]!) { orderStudyFields(study: $study, form: $form, ids: $ids) { id } }`,
        { form, ids },
      );
    const { data } = await order([two.id, one.id]);
    const ids = (data!['orderStudyFields'] as Field[]).map(({ id }) => id);
    expect(ids.indexOf(two.id)).toBeLessThan(ids.indexOf(one.id));
    expect((await order([two.id])).code).toBe('CONFLICT');
  });
});

describe('values of a field of the study', () => {
  it('are checked by its declaration, stored, corrected and audited by its name', async () => {
    await published({ name: 'smoking', kind: 'code', codes: codes('never', 'former') });
    await published({ name: 'pack_years', kind: 'decimal', lowest: 0, highest: 150 });
    await save({ name: 'still_a_draft' });
    const patientId = await aPatient();
    const refused = await saveBaseline(patientId, { own: { own_smoking: 'often', own_pack_years: 200 } });
    expect(places(refused).toSorted()).toEqual(['own_pack_years outOfRange', 'own_smoking notInList']);
    expect(places(await saveBaseline(patientId, { own: { own_still_a_draft: 'x' } }))).toEqual([
      'own_still_a_draft unknownField',
    ]);
    expect((await saveBaseline(patientId, { own: { cirrhosis: true } })).message).toContain('begin with own_');

    const first = baseline(await saveBaseline(patientId, { own: { own_smoking: 'never', own_pack_years: 0 } }));
    expect(first.own).toEqual({ own_smoking: 'never', own_pack_years: 0 });
    const second = baseline(await saveBaseline(patientId, { own: { own_smoking: 'former' } }, first));
    expect(second.own).toEqual({ own_smoking: 'former' });
    const stale = await saveBaseline(patientId, { own: { own_smoking: 'never' } }, first);
    expect(stale.extensions['current']).toMatchObject({ values: { own_smoking: 'former', own_pack_years: null } });

    const { rows } = await at.owner.query(
      `select action, changes from portal.audit_entry where record_id = $1 order by id`,
      [first.id],
    );
    expect(rows).toEqual([
      { action: 'create', changes: { own_smoking: [null, 'never'], own_pack_years: [null, 0] } },
      { action: 'correct', changes: { own_smoking: ['never', 'former'], own_pack_years: [0, null] } },
    ]);
    const { data } = await ask(
      `query ($study: String!, $id: ID!) { auditEntries(study: $study, patientId: $id, filter: { field: "own_pack_years" }) {
        changes { field oldValue newValue } } }`,
      { id: patientId },
    );
    expect(data!['auditEntries']).toMatchObject([
      { changes: expect.arrayContaining([{ field: 'own_pack_years', oldValue: '0', newValue: null }]) },
      { changes: expect.arrayContaining([{ field: 'own_pack_years', oldValue: null, newValue: '0' }]) },
    ]);
  });

  it('hold their field: what is in use is neither removed nor left out, and says how often', async () => {
    const given = { name: 'lobe', kind: 'code', codes: codes('left', 'right', 'caudate') };
    const lobe = await published(given);
    const size = await published({ name: 'spleen', kind: 'integer' });
    for (const centre of ['A', 'B'])
      baseline(await saveBaseline(await aPatient(centre), { own: { own_lobe: 'left', own_spleen: 12 } }));
    const without = await save({ ...given, codes: codes('right') }, lobe);
    expect(places(without)).toEqual(['codes inUse']);
    expect(without.message).toContain('2 records have');
    // Whoever manages the study without reading its records is told as much.
    const unread = await save({ ...given, codes: codes('right') }, lobe, cookies.portalAdministrator);
    expect(unread.message).toContain('2 records have');
    field(await save({ ...given, codes: codes('left', 'right') }, lobe), 'saveStudyField');
    const narrow = (highest: number) => save({ name: 'spleen', kind: 'integer', highest }, size);
    expect(places(await narrow(11))).toEqual(['highest inUse']);
    field(await narrow(12), 'saveStudyField');
    expect(places(await act('remove', { ...size, version: size.version + 1 }))).toEqual(['name inUse']);
    const unused = await published({ name: 'unused' });
    expect((await act('remove', unused)).message).toBeNull();
  });

  it('stay when their field is retired, also when the record is corrected', async () => {
    const gone = await published({ name: 'gone' });
    const patientId = await aPatient();
    const first = baseline(await saveBaseline(patientId, { own: { own_gone: 'as it was' } }));
    field(await act('retire', gone), 'retireStudyField');
    expect(places(await saveBaseline(patientId, { own: { own_gone: 'again' } }, first))).toEqual([
      'own_gone unknownField',
    ]);
    const second = baseline(await saveBaseline(patientId, { cirrhosis: true }, first));
    expect(second.own).toEqual({ own_gone: 'as it was' });
  });

  it('come by file: by their heading, by a mapping, and refused with line and column', async () => {
    await published({ name: 'stiffness', kind: 'decimal', lowest: 0, highest: 75 });
    const operator = (await operatorOf(pool, study, 'test'))!;
    const run = (lines: string[], map: object | null = null) =>
      new ImportService(new StudyDb(pool)).run(operator, {
        study,
        file: fileOf('test.csv', lines.join('\n')),
        map: map && readImportMap(JSON.stringify(map)),
        dryRun: false,
      });
    const head = 'patient_code,centre,cirrhosis,own_stiffness';
    const bad = await run([head, 'F-1,A,yes,80']);
    expect(bad.problems).toMatchObject([{ row: 2, column: 'own_stiffness', value: '80', rule: 'outOfRange' }]);
    expect((await run([head, 'F-1,A,yes,12.5'])).rows).toMatchObject({ new: 1, refused: 0 });
    expect((await run([head, 'F-1,A,yes,12.5'])).rows).toMatchObject({ same: 1 });
    const changed = await run([head, 'F-1,A,yes,13']);
    expect(changed.changes).toMatchObject([{ field: 'own_stiffness', from: '12.5', to: '13' }]);
    const map = (name: string) => ({
      patient: { code: { column: 'id' }, centre: { constant: 'A' } },
      records: [{ form: 'baseline', fields: { [name]: { column: 'kPa' } } }],
    });
    expect((await run(['id,kPa', 'F-2,5'], map('own_stiffness'))).rows).toMatchObject({ new: 1 });
    await expect(run(['id,kPa', 'F-2,5'], map('own_nothing'))).rejects.toThrow('baseline has no field own_nothing');
  });

  it('are written by no declaration that changes meanwhile: who writes and who declares wait for each other', async () => {
    const given = { name: 'texture', kind: 'code', codes: codes('soft', 'firm') };
    const texture = await published(given);
    const patientId = await aPatient();
    const client = new Client({ connectionString: at.database.appUrl });
    await client.connect();
    /** Whether work waits for somebody who holds the declarations of the study in this way. */
    const waitsFor = async (how: 'shared' | 'alone', work: () => Promise<Answer>): Promise<Answer> => {
      await client.query('begin');
      await client.query(
        `select pg_advisory_xact_lock${how === 'shared' ? '_shared' : ''}(hashtext('portal.study_field'), id)
         from portal.study where code = $1`,
        [study],
      );
      const answer = work();
      expect(await Promise.race([answer.then(() => 'does not wait'), wait(300, 'waits')])).toBe('waits');
      await client.query('commit');
      return answer;
    };
    try {
      const saved = await waitsFor('alone', () => saveBaseline(patientId, { own: { own_texture: 'soft' } }));
      expect(baseline(saved).own).toEqual({ own_texture: 'soft' });
      const changed = await waitsFor('shared', () => save({ ...given, codes: codes('firm') }, texture));
      expect(places(changed)).toEqual(['codes inUse']);
    } finally {
      await client.end();
    }
  });
});
