import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExportFormat } from '@haim/schema';
import { StudyAnswers, SubjectStore } from '../../columns/index.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemoCourses, loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { fileAt, isTableFile } from '../../tables/index.ts';
import { SurvivalService } from '../analyses/survival/survival.service.ts';
import { ImportService } from '../imports/import.service.ts';
import { declareStudy, studyDeclaration } from '../studies/declare-study.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { StudyService } from '../studies/index.ts';
import { ExportService } from './export.service.ts';

/* The demonstration is exported, imported into an empty study, and exported again: nothing may be lost on the way. */

const demo = 'HAIC-DEMO';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let db: StudyDb;
let exports: ExportService;
let survival: SurvivalService;
const folders: string[] = [];
let before: Record<string, string>;
let curves: Awaited<ReturnType<typeof curveOf>>;

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  await loadDemoCourses(database);
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  db = new StudyDb(pool);
  const [store, studies] = [new SubjectStore(db), new StudyService(db)];
  exports = new ExportService(db, store, studies, () => 'a secret of the test');
  survival = new SurvivalService(store, studies, new StudyAnswers(db, store));
  before = await tablesOf(demo);
  curves = await curveOf(demo);
}, 300_000);

afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true });
  await pool?.destroy();
  await database?.close();
});

async function exported(study: string, format: ExportFormat): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
  folders.push(folder);
  const asked = { format, language: 'en', cohort: null, snapshot: null, isIdentified: true, reason: 'a test' } as const;
  const asker = (await operatorOf(pool, study, 'test'))!;
  const desk = { folder, onStep: () => undefined, signal: new AbortController().signal };
  await exports.make({ asker, requestId: '' }, study, asked, desk);
  return folder;
}

/** The tables of the forms as text; the analysis row without what says which study and version it is of. */
async function tablesOf(study: string): Promise<Record<string, string>> {
  const folder = await exported(study, 'csv');
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv') && name !== 'dictionary.csv');
  return Object.fromEntries(
    names.map((name) => {
      const lines = readFileSync(join(folder, name), 'utf8').split('\r\n');
      const head = lines[0]!.split(',');
      const version = name === 'analysis.csv' ? head.indexOf('data_version') : -1;
      return [
        name,
        lines
          .map((line) =>
            line
              .split(',')
              .toSpliced(version < 0 ? head.length : version, 1)
              .join(),
          )
          .join('\n'),
      ];
    }),
  );
}

/** The first line in which two tables differ, of both. */
function firstDifference(one: string, other: string): [string | undefined, string | undefined] | null {
  const [ours, theirs] = [one.split('\n'), other.split('\n')];
  const at = ours.findIndex((line, i) => line !== theirs[i]);
  return at < 0 && ours.length === theirs.length ? null : [ours[at], theirs[at < 0 ? ours.length : at]];
}

async function curveOf(study: string) {
  const asker = (await operatorOf(pool, study, 'test'))!;
  const asked = { study, endpoint: 'OS', groupBy: 'arm', cohort: null, confType: 'log' } as const;
  const { n, curves } = await survival.analyse({ asker, requestId: '' }, asked);
  return { n, curves: curves.map(({ label, curve }) => ({ label, ...curve })) };
}

describe('a study that is exported and imported into an empty one', () => {
  it.each(['csv', 'xlsx', 'sav', 'dta', 'xpt', 'redcap', 'odm'] as const)(
    'as %s is the same, table by table, with the same curves',
    async (format) => {
      const folder = await exported(demo, format);
      const declared = studyDeclaration.parse(
        JSON.parse(readFileSync(join(import.meta.dirname, '../../../../../data/demo-cohort/study.json'), 'utf8')),
      );
      const code = `COPY-${format.toUpperCase()}`;
      await declareStudy(database.ownerUrl, { ...declared, code, name: code });
      const asker = (await operatorOf(pool, code, 'test'))!;
      const names = readdirSync(folder).filter(isTableFile).toSorted();
      const file = await Promise.all(names.map((name) => fileAt(join(folder, name))));
      const imports = new ImportService(db);
      const trial = format === 'csv' ? await imports.run(asker, { study: code, file, map: null, dryRun: true }) : null;
      const report = await imports.run(asker, { study: code, file, map: null, dryRun: false });
      if (trial) expect({ ...trial, dryRun: false, committed: true, seconds: 0 }).toEqual({ ...report, seconds: 0 });
      expect(report.problems.slice(0, 3)).toEqual([]);
      expect(report).toMatchObject({
        committed: true,
        format: format === 'xlsx' ? 'xlsx' : (expect.any(String) as string),
      });
      const after = await tablesOf(code);
      expect(Object.keys(after)).toEqual(Object.keys(before));
      for (const name of Object.keys(before))
        expect([name, firstDifference(before[name]!, after[name]!)]).toEqual([name, null]);
      expect(await curveOf(code)).toEqual(curves);
    },
    180_000,
  );
});
