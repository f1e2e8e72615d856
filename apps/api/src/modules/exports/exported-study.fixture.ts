import { parse } from 'csv-parse/sync';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { SubjectStore } from '../../columns/index.ts';
import { type Asker, type StudyAccess } from '../../context/asker.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { SnapshotService } from '../snapshots/index.ts';
import { addMembership, declareStudy } from '../studies/declare-study.ts';
import { StudyService } from '../studies/index.ts';
import { type AskedExport } from './asked-export.ts';
import { ExportService } from './export.service.ts';

type Role = StudyAccess['role'];
export interface Files {
  readonly names: readonly string[];
  readonly text: (name: string) => string;
  readonly table: (name: string) => Record<string, string>[];
}

export const day = (text: string) => Date.parse(text) / 86_400_000;
export const byPatient = (rows: readonly Record<string, string>[]) =>
  new Map(rows.map((row) => [row['patient'] ?? '', row]));
/*
 * Twelve patients, P1 to P12: odd ones of centre A, even ones of centre B. Each begins on 2022-01-01 plus their number and is
 * seen 100 days later; P1 is 93 years old. What somebody wrote, and must not leave without a reason, has the word Zhang.
 */
export const study = 'EXPORT';

export async function openExportedStudy() {
  const database = await openDatabaseForTests();
  const pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await declareStudy(database.ownerUrl, {
    ...{ code: study, name: study, synthetic: true, monthDays: 30, cutoffOn: '2024-02-29', timeZero: 'first HAIC' },
    arms: ['HAIC', 'HTI'].map((code) => ({ code, label: `Arm ${code}` })),
    centres: ['A', 'B'].map((code) => ({ code, name: `Centre ${code}` })),
  });
  const { rows } = await owner.query<{ study_id: number; centres: number[] }>(
    `select study_id, array_agg(id order by code) as centres from portal.centre group by 1`,
  );
  const access = { studyId: rows[0]!.study_id, centres: rows[0]!.centres };
  const [a, b] = access.centres;
  const of = `select id, centre_id, 'test'`;
  const i = `substr(code, 2)::int`;
  await owner.query(
    [
      'begin',
      `select set_config('app.user_id', 'test', true)`,
      `insert into portal.study_field (study_id, form, name, kind, label_en, label_zh, required, position, updated_by, state, known, codes)
         values (${access.studyId}, 'baseline', 'referred_by', 'text', 'Referred by', '转诊人', false, 1, 'test', 'published', null, '[]'),
           (${access.studyId}, 'baseline', 'pack_years', 'decimal', 'Pack-years', '包年', false, 2, 'test', 'published', 'timeZero', '[]')`,
      `insert into portal.patient (centre_id, code, updated_by)
         select case when i % 2 = 1 then ${a} else ${b} end, 'P' || i, 'test' from generate_series(1, 12) i`,
      `insert into portal.demographics (patient_id, centre_id, updated_by, age_years, sex)
         ${of}, case when ${i} = 1 then 93 else 50 + ${i} end, 'male' from portal.patient`,
      `insert into portal.baseline (patient_id, centre_id, updated_by, tumour_size_mm, missing, own)
         ${of}, 10 * ${i}, '{"afpNgMl": "notDone"}', '{"own_referred_by": "Dr Zhang", "own_pack_years": 12.5}' from portal.patient`,
      `insert into portal.treatment (patient_id, centre_id, updated_by, arm, started_on)
         ${of}, case when ${i} <= 6 then 'HAIC' else 'HTI' end, date '2022-01-01' + ${i} from portal.patient`,
      `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_on, vital_status, cause_of_death)
         ${of}, date '2022-01-01' + ${i} + 100, 'dead', 'liver failure, seen by Zhang' from portal.patient`,
      `insert into portal.adverse_event (patient_id, centre_id, updated_by, term, grade, started_on)
         ${of}, t.term, '2', '2022-03' from portal.patient p,
           (values ('Fatigue'), ('told by Zhang'), ('=a formula of all')) t(term) where t.term <> 'told by Zhang' or p.code = 'P2'`,
      'commit',
    ].join(';'),
  );
  await addMembership(database.ownerUrl, { userId: 'statistician', study, role: 'statistician', centre: null });
  const db = new StudyDb(pool);
  const studies = new StudyService(db);
  const service = new ExportService(db, new SubjectStore(db), studies, () => 'a secret of the test');
  const snapshots = new SnapshotService(db, studies);
  const person = (...memberships: [Role, readonly number[]][]): Asker => ({
    userId: memberships.map(([role]) => role).join('-'),
    name: 'Ada',
    email: '',
    studies: memberships.map(([role, readCentres]) => ({
      ...{ studyId: access.studyId, studyCode: study, role, readCentres, writeCentres: [] },
    })),
  });
  const plain: AskedExport = {
    format: 'csv',
    language: 'en',
    cohort: null,
    snapshot: null,
    isIdentified: false,
    reason: null,
  };

  async function exported(
    asker: Asker,
    asked: Partial<AskedExport> = {},
    signal = new AbortController().signal,
  ): Promise<Files> {
    const folder = await mkdtemp(path.join(tmpdir(), 'exported-'));
    try {
      await service.make(
        { asker, requestId: '' },
        study,
        { ...plain, ...asked },
        { folder, onStep: () => undefined, signal },
      );
      const names = await readdir(folder);
      const texts = new Map<string, string>();
      for (const name of names) texts.set(name, await readFile(path.join(folder, name), 'utf8'));
      const text = (name: string) => texts.get(name) ?? '';
      return { names, text, table: (name) => parse(text(`${name}.csv`), { columns: true, bom: true }) };
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  const everywhere = (role: Role = 'statistician') => person([role, access.centres]);

  const close = async (): Promise<void> => {
    await owner.end();
    await pool.destroy();
    await database.close();
  };
  return { access, owner, snapshots, person, everywhere, exported, close };
}
