import { type ImportCellPage, type ImportCorrection, type ImportReport } from '@haim/schema';
import express from 'express';
import { mkdirSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { answerErrors } from '../../http/refusal.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { operatorOf } from '../studies/membership.query.ts';
import { ImportLookService } from './import-look.service.ts';
import { ImportService } from './import.service.ts';
import { importsRouter } from './imports.router.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let server: Server;
let url: string;
let asker: Asker;
let operator: Asker;

beforeAll(async () => {
  database = await openDatabaseForTests();
  mkdirSync(join(database.home, 'tmp'));
  await declareStudy(database.ownerUrl, {
    ...{ code: 'S', name: 'Study', synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC' },
    ...{ arms: [{ code: 'HAIC', label: 'HAIC' }], centres: [{ code: 'C1', name: 'Centre one' }] },
  });
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  asker = operator = (await operatorOf(pool, 'S', 'test'))!;
  const db = new StudyDb(pool);
  const router = importsRouter({
    ...{ imports: new ImportService(db), looks: new ImportLookService(db) },
    ...{ askerOf: async () => asker, home: database.home },
  });
  server = createServer({ keepAliveTimeout: 0 }, express().use('/api/imports', router).use(answerErrors)).listen(
    0,
    '127.0.0.1',
  );
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/imports/S`;
}, 120_000);

afterAll(async () => {
  server?.close();
  await pool?.destroy();
  await database?.close();
});

interface Parts {
  readonly csv?: string;
  readonly map?: object;
  readonly corrections?: readonly ImportCorrection[];
}

async function send(path: string, { csv, map, corrections }: Parts) {
  const form = new FormData();
  if (map) form.set('map', new Blob([JSON.stringify(map)]), 'map.json');
  if (corrections) form.set('corrections', new Blob([JSON.stringify(corrections)]), 'corrections.json');
  if (csv !== undefined) form.set('file', new Blob([csv]), 'cohort.csv');
  const answer = await fetch(`${url}${path}`, { method: 'POST', body: form });
  return { status: answer.status, body: (await answer.json()) as ImportReport & { code: string; message: string } };
}

const held = async (csv: string, parts: Parts = {}) => (await send('?hold=true', { csv, ...parts })).body;
const again = async (check: string | null, corrections: readonly ImportCorrection[], query = '', parts: Parts = {}) =>
  send(`/checks/${check}${query}`, { corrections, ...parts });

async function page(check: string | null, kind: string, number = 0): Promise<ImportCellPage> {
  return (await (await fetch(`${url}/checks/${check}/cells?kind=${kind}&page=${number}`)).json()) as ImportCellPage;
}

const rows = <T extends object>(sql: string) => new StudyDb(pool).read(operator, (tx) => tx.rows<T>(sql));
const lines = (...all: string[]) => `patient_code,centre,age_years,sex\n${all.join('\n')}\n`;

describe('a check that is held', () => {
  it('counts the cells of each kind and shows them page by page, whatever their number', async () => {
    expect((await send('?dryRun=false', { csv: lines('A-1,C1,60,male', 'A-2,C1,61,male') })).body.committed).toBe(true);
    const many = Array.from({ length: 60 }, (_, i) => `B-${i},C1,${20 + i},female`);
    const report = await held(lines('A-1,C1,60,male', 'A-2,C1,,female', 'A-3,C1,400,male', ...many));
    expect(report).toMatchObject({ dryRun: true, committed: false, check: expect.any(String) as string });
    expect(report.cells).toEqual({ new: 120, changed: 1, same: 2, refused: 1 });
    expect(await page(report.check, 'changed')).toEqual({
      pages: 1,
      entries: [{ row: 3, patient: 'A-2', form: 'demographics', cells: [['sex', 'male', 'female']] }],
    });
    expect((await page(report.check, 'same')).entries).toEqual([
      { row: 2, patient: 'A-1', form: 'demographics', cells: [['ageYears', '60', '60'], ['sex', 'male', 'male']] },
    ]); // prettier-ignore
    expect((await page(report.check, 'refused')).entries).toMatchObject([
      { row: 4, column: 'age_years', value: '400', form: 'demographics', field: 'ageYears' },
    ]);
    const pages = [await page(report.check, 'new', 0), await page(report.check, 'new', 2)];
    expect(pages.map(({ pages: n, entries }) => [n, entries.length])).toEqual([
      [3, 25],
      [3, 10],
    ]);
    expect(pages[1]!.entries.at(-1)).toEqual({
      ...{ row: 64, patient: 'B-59', form: 'demographics' },
      cells: [
        ['ageYears', null, '79'],
        ['sex', null, 'female'],
      ],
    });
    expect((await page(report.check, 'new', 3)).entries).toEqual([]);
    expect(await page(report.check, 'odd')).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is somebody’s own, and ends with the next one', async () => {
    const { check } = await held(lines('F-1,C1,60,male'));
    asker = { ...operator, userId: 'somebody else' };
    expect(await page(check, 'new')).toMatchObject({ code: 'NOT_FOUND' });
    expect((await again(check, [])).status).toBe(404);
    expect((await fetch(`${url}/checks/${check}/corrected`)).status).toBe(404);
    asker = operator;
    const next = await held(lines('F-2,C1,60,male'));
    expect(await page(check, 'new')).toMatchObject({ code: 'NOT_FOUND' });
    expect((await page(next.check, 'new')).pages).toBe(1);
    expect(readdirSync(join(database.home, 'tmp'))).toHaveLength(1);
  });
});

describe('cells that are corrected in a check', () => {
  it('are checked and imported without the file, which stays as it is, and kept with the import', async () => {
    const csv = lines('G-1,C1,600,male', 'G-2,C1,61,mael', 'G-3,C1,62,female', 'G-4,C1,-,male');
    const report = await held(csv);
    expect(report.cells).toEqual({ new: 2, changed: 0, same: 0, refused: 3 });
    const corrections = [
      { row: 2, column: 'age_years', value: '60' },
      { row: 3, column: 'sex', value: 'female' },
      { row: 5, column: null, value: null },
    ];
    const checked = await again(report.check, corrections);
    expect(checked.body).toMatchObject({ dryRun: true, check: report.check, corrected: 3, problemsTotal: 0 });
    expect(checked.body.cells).toEqual({ new: 6, changed: 0, same: 0, refused: 0 });
    expect((await page(report.check, 'refused')).entries).toEqual([]);
    const file = await fetch(`${url}/checks/${report.check}/corrected`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename=cohort.corrected.csv');
    expect(await file.text()).toBe(
      'patient_code,centre,age_years,sex\r\nG-1,C1,60,male\r\nG-2,C1,61,female\r\nG-3,C1,62,female\r\n',
    );
    const imported = await again(report.check, corrections, '?dryRun=false');
    expect(imported.body).toMatchObject({ committed: true, rows: { read: 3, new: 3 } });
    expect(
      await rows(`select p.code, d.age_years as age, d.sex from portal.demographics d join portal.patient p on p.id = d.patient_id
         where p.code like 'G-%' order by 1`),
    ).toEqual([
      { code: 'G-1', age: 60, sex: 'male' },
      { code: 'G-2', age: 61, sex: 'female' },
      { code: 'G-3', age: 62, sex: 'female' },
    ]);
    const kept = [
      { row: 2, column: 'age_years', from: '600', to: '60' },
      { row: 3, column: 'sex', from: 'mael', to: 'female' },
      { row: 5, column: null, from: null, to: null },
    ];
    expect(await rows('select corrections from portal.data_import order by imported_at desc limit 1')).toEqual([
      { corrections: kept },
    ]);
    const [entry] = await rows<{ changes: { corrections: unknown } }>(
      `select changes from portal.audit_entry where form = 'data_import' order by id desc limit 1`,
    );
    expect(entry!.changes.corrections).toEqual([null, kept]);
    // What was imported is held no more.
    expect(await page(report.check, 'new')).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are given as the file writes its codes, where it has codes of its own', async () => {
    const map = {
      patient: { code: { column: 'No' }, centre: { constant: 'C1' } },
      records: [
        { form: 'demographics', fields: { ageYears: { constant: 50 }, sex: { column: 'Sex', values: { 1: 'male', 2: 'female' } } } },
      ],
    }; // prettier-ignore
    const report = await held('No,Sex\nH-1,1\nH-2,3\n', { map });
    expect((await page(report.check, 'refused')).entries).toMatchObject([
      { row: 3, column: 'Sex', choices: ['1', '2'] },
    ]);
    const checked = await again(report.check, [{ row: 3, column: 'Sex', value: '2' }], '', { map });
    expect(checked.body).toMatchObject({ problemsTotal: 0, rows: { new: 2 } });
  });

  it('may be a code of a patient or a centre', async () => {
    const report = await held(lines('bad code!,C1,60,male', 'I-2,C9,61,male'));
    expect((await page(report.check, 'refused')).entries).toMatchObject([
      { row: 2, column: 'patient_code', value: 'bad code!' },
      { row: 3, column: 'centre', value: 'C9', choices: ['C1'] },
    ]);
    const corrections = [
      { row: 2, column: 'patient_code', value: 'I-1' },
      { row: 3, column: 'centre', value: 'C1' },
    ];
    expect((await again(report.check, corrections)).body).toMatchObject({ problemsTotal: 0, rows: { new: 2 } });
  });

  it.each([
    [[{ row: 99, column: 'sex', value: 'male' }], /a correction names line 99, which the file does not have/],
    [
      [{ row: 2, column: 'height', value: '1' }],
      /a correction names the column "height", which the file does not have/,
    ],
    [[{ row: 0, column: 'sex', value: 'male' }], /the corrections are wrong at 0.row/],
  ])('are refused where they name nothing: %j', async (corrections, message) => {
    const report = await held(lines('J-1,C1,60,male'));
    const { status, body } = await again(report.check, corrections);
    expect([status, body.message]).toEqual([400, expect.stringMatching(message)]);
  });

  it('come with the file too, for who holds no check', async () => {
    const corrections = [{ row: 2, column: 'age_years', value: '60' }];
    const { body } = await send('?dryRun=false', { csv: lines('K-1,C1,600,male'), corrections });
    expect(body).toMatchObject({ committed: true, corrected: 1, check: null });
  });
});
