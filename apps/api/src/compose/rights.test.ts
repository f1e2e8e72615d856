import { type Right, rightNames, type Role, roleMay, roleNames, roles } from '@haim/schema';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { StudyDb } from '../db/study-db.ts';
import { buildPortalSchema } from '../graphql/build-schema.ts';
import { addMembership, declareStudy } from '../modules/studies/declare-study.ts';
import { readAccess } from '../modules/studies/membership.query.ts';
import { wire } from './wire.ts';

const study = 'RIGHTS';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let schema: GraphQLSchema;
let db: StudyDb;
let row: { centre: number; study: number; patient: string; slide: string };

/**
 * Written by hand from the design, in the order readRecords, enterRecords, raiseQueries, readIdentities, enterIdentities,
 * lockRecords, signRecords, decideEligibility, drawOutlines, runModels, trainModels, readBlind, adjudicate, assignReadings, enterSecond, resolveEntries, makeSnapshots, exportRecords, exportIdentified,
 * writeReports, decideOnModels, readAudit, readPortalAudit, watchPortal,
 * manageStudy, managePeople, createStudies: what a changed declaration must not change unnoticed.
 */
const intended: Record<Role, string> = {
  portalAdministrator: '....................d.iwspc',
  administrator: 'req..lyuomt..g.vfhzk.a..sp.',
  dataManager: 'req..l.......g.vfhz..a.....',
  staff: 're.wn...omt......hz........',
  reader: '...........b...............',
  adjudicator: '............j..............',
  secondEntry: '..............x............',
  pathologist: 'r.......om.................',
  investigator: 'r.....yu.mt......h.k.......',
  statistician: 'r...............fh.k.......',
  modelDeveloper: 'r........mt......h.k.......',
  monitor: 'r.q..................a.....',
};

beforeAll(async () => {
  database = await openDatabaseForTests();
  dataSource = openDataSource(database.appUrl, 2);
  await dataSource.initialize();
  db = new StudyDb(dataSource);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: study,
    synthetic: true,
    monthDays: 30,
    cutoffOn: null,
    timeZero: 'first HAIC',
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: [{ code: 'A', name: 'A' }],
  });
  for (const role of roleNames) {
    if (roles[role].reach === 'portal') {
      await owner.query('insert into portal.portal_administrator (user_id) values ($1)', [role]);
    } else await addMembership(database.ownerUrl, { userId: role, study, role, centre: null });
  }
  await owner.query(`select set_config('app.user_id', 'test', false)`);
  const { rows } = await owner.query<typeof row>(
    `with patient as (
       insert into portal.patient (centre_id, code, updated_by)
         select c.id, 'P1', 'test' from portal.centre c join portal.study s on s.id = c.study_id where s.code = $1
         returning id, centre_id
     ), slide as (
       insert into portal.slide (patient_id, centre_id, updated_by, barcode, evaluation_set)
         select id, centre_id, 'test', 'S1', 'training' from patient returning id, patient_id, centre_id
     ), file as (
       insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
           microns_per_pixel, vendor, synthetic, updated_by)
         select id, centre_id, patient_id, repeat('0', 64) || '.tiff', repeat('0', 64), 1, 100, 100, 0.25, 'generic-tiff', true,
           'test' from slide
     )
     select l.centre_id as centre, (select study_id from portal.centre c where c.id = l.centre_id) as study,
       l.patient_id as patient, l.id as slide from slide l`,
    [study],
  );
  row = rows[0]!;
  const portal = wire({ dataSource, appUrl: database.appUrl, home: database.home, onTrouble: () => undefined });
  schema = await buildPortalSchema(portal.resolvers);
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

async function asker(role: Role): Promise<Asker> {
  return { userId: role, name: role, email: '', studies: await readAccess(dataSource, role) };
}

/** A change that the database itself is asked to make, and that is undone whatever the answer. */
async function databaseLets(role: Role, sql: string, values: readonly unknown[]): Promise<boolean> {
  const undone = new Error('undone');
  const answer = await db
    .write(await asker(role), 'test', async (tx) => {
      const rows = await tx.rows<{ ok?: boolean }>(sql, values);
      throw Object.assign(undone, { ok: rows[0]?.ok ?? true });
    })
    .catch((error: unknown) => error);
  if (answer === undone) return (undone as Error & { ok: boolean }).ok;
  expect((answer as Error).message).toMatch(/row-level security|the right to make snapshots is missing/);
  return false;
}

/** What each right lets through, tried in the database as the application's role, without any code of the portal. */
const inDatabase: Partial<Record<Right, () => [sql: string, values: readonly unknown[]]>> = {
  readRecords: () => ['select count(*) > 0 as ok from portal.patient where id = $1', [row.patient]],
  enterRecords: () => [`insert into portal.patient (centre_id, code, updated_by) values ($1, 'P2', 'x')`, [row.centre]],
  raiseQueries: () => [
    `insert into portal.data_query (centre_id, patient_id, form, raised_by, updated_by) values ($1, $2, 'baseline', 'x', 'x')`,
    [row.centre, row.patient],
  ],
  readIdentities: () => ['select portal.show_identity($1) is not null as ok', [row.patient]],
  enterIdentities: () => [
    `insert into portal.patient_identity (patient_id, centre_id, full_name, updated_by) values ($1, $2, 'x', 'x')`,
    [row.patient, row.centre],
  ],
  lockRecords: () => [
    `insert into portal.record_hold (centre_id, patient_id, kind, reason, set_by, updated_by) values ($1, $2, 'frozen', 'x', 'x', 'x')`,
    [row.centre, row.patient],
  ],
  decideEligibility: () => [
    `insert into portal.eligibility_decision (centre_id, patient_id, eligible, reason, decided_by, updated_by)
     values ($1, $2, false, 'x', 'x', 'x')`,
    [row.centre, row.patient],
  ],
  drawOutlines: () => [
    `insert into portal.roi (slide_id, centre_id, patient_id, name, source, regions_sha256, created_by, updated_by)
     values ($1, $2, $3, 'x', 'drawn', repeat('0', 64), 'x', 'x')`,
    [row.slide, row.centre, row.patient],
  ],
  runModels: () => [
    `insert into portal.inference (slide_id, centre_id, patient_id, model_id, provider_asked, priority, requested_by, updated_by)
     values ($1, $2, $3, 'x', 'cpu', 0, 'x', 'x')`,
    [row.slide, row.centre, row.patient],
  ],
  trainModels: () => [
    `insert into portal.training_run (study_id, centre_ids, model_id, provider_asked, cohort, label_rule, split_rule,
       tuning_share, test_share, seed, epochs, learning_rate, class_weights, use_outlines, snapshot_id, requested_by, updated_by)
     values ($1, array[$2::int], 'x', 'cpu', '{}', 'x', 'stratified', 0.1, 0.1, 1, 1, 0.1, 'none', false, repeat('0', 64), 'x', 'x')`,
    [row.study, row.centre],
  ],
  readBlind: () => ['select $1 = any (portal.blind_centres()) as ok', [row.centre]],
  adjudicate: () => ['select $1 = any (portal.adjudicable_centres()) as ok', [row.centre]],
  assignReadings: () => [
    `insert into portal.reading_case (centre_id, number, days, discordance, reader_ids, adjudicator_id, updated_by)
     values ($1, 100000, '{0,60}', 'overall', '{x,y}', 'z', 'x')`,
    [row.centre],
  ],
  enterSecond: () => ['select $1 = any (portal.second_entry_centres()) as ok', [row.centre]],
  resolveEntries: () => ['select $1 = any (portal.resolving_centres()) as ok', [row.centre]],
  makeSnapshots: () => [
    `select portal.make_snapshot($1, gen_random_uuid()::text, 'asked by a test') is not null as ok`,
    [row.study],
  ],
  writeReports: () => [
    `insert into portal.checklist_answer (study_id, checklist, item, state, answer, updated_by)
     values ($1, 'stard', '30', 'written', 'x', 'x')`,
    [row.study],
  ],
  managePeople: () => ['select portal.manages_people($1) as ok', [row.study]],
  manageStudy: () => [
    `insert into portal.study_field (study_id, form, name, kind, label_en, label_zh, required, position, updated_by)
     values ($1, 'baseline', 'pack_years', 'decimal', 'x', 'x', false, 1, 'x')`,
    [row.study],
  ],
  createStudies: () => [`select portal.asker_may('createStudies') as ok`, []],
  readAudit: () => [
    'select count(*) > 0 as ok from portal.audit_entry where patient_id is null and study_id = $1',
    [row.study],
  ],
  decideOnModels: () => [`select portal.asker_may('decideOnModels') as ok`, []],
  watchPortal: () => [`select portal.asker_may('watchPortal') as ok`, []],
};

/** An operation of the API for each right; those who have it get past the question whether they may. */
const overGraphql: Partial<Record<Right, () => string>> = {
  readRecords: () => `{ patient(id: "${row.patient}") { code } }`,
  enterRecords: () =>
    `mutation { createPatient(study: "${study}", centre: "A", code: " ", demographics: { ageYears: 60, sex: "male" }) { id } }`,
  raiseQueries: () =>
    `mutation { raiseDataQueries(study: "${study}", subjects: [{ patientId: "${row.patient}" }], form: "baseline", text: "x") { id } }`,
  readIdentities: () => `mutation { showIdentity(patientId: "${row.patient}") { history { id } } }`,
  enterIdentities: () => `mutation { saveIdentity(patientId: "${row.patient}", values: {}) { version } }`,
  lockRecords: () => `mutation { holdRecords(patientId: "${row.patient}", kind: frozen, reason: " ") { id } }`,
  decideEligibility: () =>
    `mutation { decideEligibility(patientId: "${row.patient}", eligible: true, reason: " ", version: 0) { state } }`,
  drawOutlines: () => `mutation { saveRoi(slideId: "${row.slide}", roi: { name: "", regions: [] }) { id } }`,
  runModels: () => `mutation { runInference(slideId: "${row.slide}", modelId: "none") { id } }`,
  trainModels: () => `mutation { startTraining(study: "${study}", input: { modelId: "none", seed: 1 }) { id } }`,
  readBlind: () => `{ readingTasks(study: "${study}", right: "readBlind") { id } }`,
  adjudicate: () => `{ readingTasks(study: "${study}", right: "adjudicate") { id } }`,
  assignReadings: () => `{ readingCases(study: "${study}") { id } }`,
  enterSecond: () =>
    `mutation { enterSecond(study: "${study}", patientId: "${row.patient}", form: "baseline", values: {}) { form } }`,
  makeSnapshots: () => `mutation { makeSnapshot(study: "${study}", name: " ", reason: "x") { id } }`,
  manageStudy: () =>
    `mutation { saveStudyField(study: "${study}", field: { form: "", name: "", kind: "", label: { en: "", zh: "" } }) { id } }`,
  writeReports: () =>
    `mutation { answerChecklist(study: "${study}", version: 0, answer: { checklist: STARD, item: "x", state: OPEN }) { item } }`,
  createStudies:
    () => `mutation { createStudy(settings: { code: "", nameEn: "", synthetic: true, monthDays: 1, timeZero: "",
    recipeId: 1, arms: [], centres: [], unusedForms: [] }) { code } }`,
  decideOnModels: () => `mutation { activateModel(id: "none", reason: "") { id } }`,
  watchPortal: () => '{ operation { release } }',
};

async function apiLets(role: Role, query: string): Promise<boolean> {
  const { data, errors = [] } = await execute({
    schema,
    document: parse(query),
    contextValue: { asker: await asker(role), requestId: 'test' },
  });
  const [error] = errors;
  if (error === undefined) return data !== null;
  const { code } = error.extensions;
  expect(code, error.message).toMatch(/^(FORBIDDEN|NOT_FOUND|BAD_USER_INPUT|MODEL_REFUSED)$/);
  // Who may not read a row is not told that it exists.
  return code !== 'FORBIDDEN' && !/^(slide with an image|slide|patient|centre) not found$/.test(error.message);
}

const matrix = roleNames.flatMap((role) => rightNames.map((right) => [role, right] as const));

describe('roles and rights', () => {
  it('are declared as intended', () => {
    const letters = [
      'r',
      'e',
      'q',
      'w',
      'n',
      'l',
      'y',
      'u',
      'o',
      'm',
      't',
      'b',
      'j',
      'g',
      'x',
      'v',
      'f',
      'h',
      'z',
      'k',
      'd',
      'a',
      'i',
      'w',
      's',
      'p',
      'c',
    ];
    const declared = roleNames.map((role) => [
      role,
      rightNames.map((right, i) => (roleMay(role, right) ? letters[i] : '.')).join(''),
    ]);
    expect(Object.fromEntries(declared)).toEqual(intended);
  });

  it('are the same pairs in the database', async () => {
    const { rows } = await owner.query<{ role: string; right_name: string }>(
      'select role, right_name from portal.role_right',
    );
    const declared = matrix.filter(([role, right]) => roleMay(role, right)).map((pair) => pair.join(' '));
    expect(rows.map(({ role, right_name }) => `${role} ${right_name}`).toSorted()).toEqual(declared.toSorted());
  });

  it.each(roleNames)('%s: the database lets through what is declared and nothing else', async (role) => {
    for (const [right, attempt] of Object.entries(inDatabase) as [Right, () => [string, unknown[]]][]) {
      expect(await databaseLets(role, ...attempt()), right).toBe(roleMay(role, right));
    }
  });

  it.each(roleNames)('%s: the API lets through what is declared and nothing else', async (role) => {
    for (const [right, query] of Object.entries(overGraphql) as [Right, () => string][]) {
      expect(await apiLets(role, query()), right).toBe(roleMay(role, right));
    }
  });

  it('add up where somebody has two in one study, each for its own centre', async () => {
    await addMembership(database.ownerUrl, { userId: 'both', study, role: 'monitor', centre: null });
    await addMembership(database.ownerUrl, { userId: 'both', study, role: 'pathologist', centre: 'A' });
    const both: Asker = { userId: 'both', name: 'both', email: '', studies: await readAccess(dataSource, 'both') };
    const { errors = [] } = await execute({
      schema,
      document: parse(overGraphql['runModels']!()),
      contextValue: { asker: both, requestId: 'test' },
    });
    expect(errors[0]?.message).toBe('model not found');
  });
});
