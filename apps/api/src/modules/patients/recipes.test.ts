import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyAnswers, SubjectStore } from '../../columns/index.ts';
import { type Asker } from '../../context/asker.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { RecipeComparisonService } from '../analyses/survival/recipe-comparison.service.ts';
import { SurvivalService } from '../analyses/survival/survival.service.ts';
import { fileOf } from '../../tables/index.ts';
import { ImportService } from '../imports/import.service.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';

const study = 'RECIPES';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let pool: DataSource;
let db: StudyDb;
let operator: Asker;

const load = async (headings: string, rows: readonly string[]) => {
  const file = fileOf('x.csv', [`patient_code,centre,${headings}`, ...rows].join('\n'));
  const request = { study, file, map: null, dryRun: false };
  expect((await new ImportService(db).run(operator, request)).problems).toEqual([]);
};

beforeAll(async () => {
  database = await openDatabaseForTests();
  await declareStudy(database.ownerUrl, {
    code: study,
    name: 'Recipes by hand',
    synthetic: true,
    monthDays: 30,
    cutoffOn: '2023-01-11',
    timeZero: 'first HAIC',
    arms: [{ code: 'HTI', label: 'HTI' }],
    centres: [{ code: 'C1', name: 'One' }],
  });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  db = new StudyDb(pool);
  operator = (await operatorOf(pool, study, 'test'))!;
  const codes = ['died', 'progressed', 'died-unseen', 'lives', 'by-day', 'not-enrolled'];
  await load(
    'enrolled_on,age_years,sex',
    codes.map((code) => `${code},C1,${code === 'not-enrolled' ? '' : '2022-01-01'},60,male`),
  );
  await load(
    'arm,started_on',
    codes.map((code) => `${code},C1,HTI,2022-01-11`),
  );
  await load('contact_on,contact_day,vital_status', [
    'died,C1,2022-07-10,,dead',
    'progressed,C1,2022-07-10,,dead',
    'died-unseen,C1,2022-07-10,,dead',
    'lives,C1,2022-07-10,,alive',
    'by-day,C1,,180,dead',
    'not-enrolled,C1,2022-07-10,,alive',
  ]);
  await load('assessed_on,assessed_day,visit_number,reader_response', [
    'died,C1,2022-01-11,,0,',
    'died,C1,2022-03-12,,1,SD',
    'progressed,C1,2022-01-11,,0,',
    'progressed,C1,2022-03-12,,1,PD',
    'lives,C1,2022-03-12,,1,SD',
    'by-day,C1,,60,1,PR',
  ]);
});

afterAll(async () => {
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

const define = (id: number, name: string, definition: unknown, version = 1) =>
  owner.query('insert into portal.recipe values ($1, $2, $3, $4)', [id, name, version, JSON.stringify(definition)]);
const compare = (recipe: number) =>
  owner.query('insert into portal.compared_recipe select id, $2 from portal.study where code = $1', [study, recipe]);

/** Code to [OS, event, PFS, event]. */
const timesBy = async (recipe: number) => {
  const rows = await db.read(operator, (tx) =>
    tx.rows<{ code: string; times: unknown[] }>(
      `select code, json_build_array(os_days, os_event, pfs_days, pfs_event) as times from portal.subject where recipe_id = $1`,
      [recipe],
    ),
  );
  return Object.fromEntries(rows.map(({ code, times }) => [code, times]));
};

const haicDefault = {
  timeZero: 'firstHaic',
  os: { events: ['death'], censoredAt: ['lastContact'] },
  pfs: { events: ['progression', 'death'], censoredAt: ['lastAssessment'] },
};

// Days by hand: from the first HAIC, 2022-01-11, to 03-12 are 60, to 07-10 are 180, to the cut-off 365; from the enrolment
// ten more.
const byDefault = {
  died: [180, true, 180, true],
  progressed: [180, true, 60, true],
  'died-unseen': [180, true, 180, true],
  lives: [180, false, 60, false],
  'by-day': [180, true, 180, true],
  'not-enrolled': [180, false, 0, false],
};

describe('a second recipe', () => {
  it('is stored beside the first: in time to progression a death censors', async () => {
    expect(await timesBy(1)).toEqual(byDefault);
    const pfs = { events: ['progression'], censoredAt: ['death', 'lastAssessment'] };
    await define(2, 'time-to-progression', { ...haicDefault, pfs });
    await compare(2);
    expect(await timesBy(1)).toEqual(byDefault);
    expect(await timesBy(2)).toEqual({
      ...byDefault,
      died: [180, true, 180, false],
      'died-unseen': [180, true, 180, false],
      'by-day': [180, true, 180, false],
    });
    const changed = await db.read(operator, (tx) =>
      tx.rows<{ code: string }>(
        `select a.code from portal.subject a join portal.subject b on b.centre_id = a.centre_id and b.id = a.id and b.recipe_id = 2
         where a.recipe_id = 1 and (a.pfs_days, a.pfs_event) is distinct from (b.pfs_days, b.pfs_event) order by a.code`,
      ),
    );
    expect(changed.map(({ code }) => code)).toEqual(['by-day', 'died', 'died-unseen']);
  });

  it('is laid over the first, with the patients about whom they disagree', async () => {
    const ctx = { asker: operator, requestId: 'test' };
    const service = new RecipeComparisonService(new SubjectStore(db), new StudyService(db));
    expect((await service.recipes(ctx, study)).map(({ id, name }) => [id, name])).toEqual([
      [2, 'time-to-progression 1'],
    ]);
    const request = { study, recipe: null, groupBy: null, cohort: null, confType: 'log' } as const;
    const { sides, patients, changed, changedTotal, method } = await service.compare(ctx, {
      ...request,
      endpoint: 'PFS',
    });
    // Of six patients four have an event by the first recipe; the three who died without a progression have none by the second.
    expect(sides.map(({ recipe, n, events }) => [recipe, n, events])).toEqual([
      ['haic-default 2', 6, 4],
      ['time-to-progression 1', 6, 1],
    ]);
    expect([patients, changedTotal]).toEqual([6, 3]);
    const dead = { days: 180, event: true, missing: null };
    expect(changed.map(({ code, own, other }) => [code, own, other])).toEqual(
      ['by-day', 'died', 'died-unseen'].map((code) => [code, dead, { ...dead, event: false }]),
    );
    expect(method[0]).toEqual({
      code: 'twoRecipes',
      values: { own: 'haic-default 2', other: 'time-to-progression 1' },
    });
    // By hand: censored on day 0 is one, progressed on day 60 one of five; the three others end on day 180, as events or not.
    expect(sides.map(({ curves }) => curves[0]!.curve.survival.at(-1))).toEqual([0, 0.8]);
    const same = await service.compare(ctx, { ...request, endpoint: 'OS' });
    expect([same.changedTotal, same.changed]).toEqual([0, []]);
    const files = await service.files(ctx, { ...request, endpoint: 'PFS' });
    expect(files.rows).toBe(6);
    expect(files.script).toContain('other is time-to-progression 1');
    const folder = mkdtempSync(join(tmpdir(), 'recipes-'));
    writeFileSync(join(folder, `${files.name}.csv`), files.data);
    writeFileSync(join(folder, 'script.R'), files.script);
    const { status, stderr, error } = spawnSync('Rscript', ['script.R'], { cwd: folder, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    // Where R is installed, it finds the same curves.
    if (!error && !stderr.includes('there is no package called')) expect([status, stderr]).toEqual([0, '']);
    await expect(service.compare(ctx, { ...request, endpoint: 'PFS', recipe: 3 })).rejects.toThrow('recipe');
  });

  it('may censor a death at the last image, and count survivors to the cut-off', async () => {
    const os = { events: ['death'], censoredAt: ['cutoff', 'lastContact'] };
    await define(3, 'last-image', {
      ...haicDefault,
      os,
      pfs: { events: ['progression'], censoredAt: ['lastAssessment'] },
    });
    await compare(3);
    expect(await timesBy(3)).toEqual({
      died: [180, true, 60, false],
      progressed: [180, true, 60, true],
      'died-unseen': [180, true, 0, false],
      lives: [365, false, 60, false],
      'by-day': [180, true, 60, false],
      'not-enrolled': [365, false, 0, false],
    });
  });

  it('may count from enrolment, including recorded study days', async () => {
    await define(4, 'from-enrolment', { ...haicDefault, timeZero: 'enrolment' });
    await compare(4);
    expect(await timesBy(4)).toEqual({
      died: [190, true, 190, true],
      progressed: [190, true, 70, true],
      'died-unseen': [190, true, 190, true],
      lives: [190, false, 70, false],
      'by-day': [190, true, 190, true],
      'not-enrolled': [null, null, null, null],
    });
    const missing = await db.read(operator, (tx) =>
      tx.rows(
        `select code, os_missing, pfs_missing from portal.subject where recipe_id = 4 and os_missing is not null`,
      ),
    );
    expect(missing).toEqual([{ code: 'not-enrolled', os_missing: 'noTimeZero', pfs_missing: 'noTimeZero' }]);
  });

  it('is used for answers once it is the study’s', async () => {
    const survival = new SurvivalService(
      new SubjectStore(db),
      new StudyService(db),
      new StudyAnswers(db, new SubjectStore(db)),
    );
    const answer = async () => {
      const { recipe, n, curves } = await survival.analyse(
        { asker: operator, requestId: 'test' },
        { study, endpoint: 'PFS', groupBy: null, cohort: null, confType: 'log-log' },
      );
      return [recipe, n, curves[0]!.curve.events];
    };
    // One row a patient, whatever other recipes are compared.
    expect(await answer()).toEqual(['haic-default 2', 6, 4]);
    await owner.query('update portal.study set recipe_id = 2 where code = $1', [study]);
    expect(await answer()).toEqual(['time-to-progression 1', 6, 1]);
    await owner.query('update portal.study set recipe_id = 1 where code = $1', [study]);
    expect(await answer()).toEqual(['haic-default 2', 6, 4]);
  });

  it('leaves no row behind once it is no longer compared', async () => {
    await owner.query('delete from portal.compared_recipe');
    expect(await timesBy(2)).toEqual({});
    expect(await timesBy(1)).toEqual(byDefault);
  });
});

describe('an invalid recipe', () => {
  it.each([
    ['an unknown time zero', { ...haicDefault, timeZero: 'birth' }],
    ['no time zero', { os: haicDefault.os, pfs: haicDefault.pfs }],
    ['an unknown event', { ...haicDefault, os: { events: ['relapse'], censoredAt: ['lastContact'] } }],
    ['no censoring', { ...haicDefault, pfs: { events: ['progression', 'death'] } }],
    [
      'a death that both ends and censors',
      { ...haicDefault, pfs: { events: ['progression', 'death'], censoredAt: ['death', 'lastAssessment'] } },
    ],
    ['a misspelt rule', { ...haicDefault, monthdays: 30 }],
    ['nothing', {}],
    ['a list', []],
  ])('is refused: %s', async (_, definition) => {
    await expect(define(9, 'wrong', definition)).rejects.toThrow('recipe_is_sound');
  });

  it('is refused for a repeated or an unknown name and version', async () => {
    await expect(define(9, 'haic-default', haicDefault, 2)).rejects.toThrow('recipe_name_version_key');
    await expect(owner.query('update portal.study set recipe_id = 99')).rejects.toThrow('study_recipe_id_fkey');
  });

  it('is refused if it would overwrite a stored one', async () => {
    await expect(owner.query(`update portal.recipe set definition = definition where id = 1`)).rejects.toThrow(
      'recipe haic-default 2 is never rewritten: add a row with a new version',
    );
  });
});
