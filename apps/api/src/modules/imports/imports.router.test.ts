import { type ImportLook } from '@haim/schema';
import express from 'express';
import iconv from 'iconv-lite';
import { mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { answerErrors } from '../../http/refusal.ts';
import { log, logOutput } from '../../log.ts';
import { addMembership, declareStudy } from '../studies/declare-study.ts';
import { operatorOf, readAccess } from '../studies/membership.query.ts';
import { type ImportReport } from './import-report.ts';
import { ImportLookService } from './import-look.service.ts';
import { ImportService } from './import.service.ts';
import { importsRouter } from './imports.router.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let server: Server;
let imports: ImportService;
let url: string;
let asker: Asker | null;
let operator: Asker;
let reader: Asker;

beforeAll(async () => {
  database = await openDatabaseForTests();
  mkdirSync(join(database.home, 'tmp'));
  const arms = [{ code: 'HAIC', label: 'HAIC' }];
  const centres = [{ code: 'C1', name: 'Centre one' }];
  const about = { synthetic: true, monthDays: 30, cutoffOn: null, timeZero: 'first HAIC' };
  await declareStudy(database.ownerUrl, { code: 'S', name: 'Study', ...about, arms, centres });
  await addMembership(database.ownerUrl, { userId: 'reads', study: 'S', role: 'investigator', centre: null } as never);
  pool = openDataSource(database.appUrl, 3);
  await pool.initialize();
  operator = (await operatorOf(pool, 'S', 'test'))!;
  reader = { userId: 'reads', name: 'reads', email: '', studies: await readAccess(pool, 'reads') };
  imports = new ImportService(new StudyDb(pool));
  const router = importsRouter({
    imports,
    looks: new ImportLookService(new StudyDb(pool)),
    askerOf: async () => asker,
    home: database.home,
  });
  server = createServer({ keepAliveTimeout: 0 }, express().use('/api/imports', router).use(answerErrors)).listen(
    0,
    '127.0.0.1',
  );
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/imports`;
}, 120_000);

afterAll(async () => {
  server?.close();
  await pool?.destroy();
  await database?.close();
});

afterEach(() => vi.restoreAllMocks());

interface Sent {
  readonly as?: Asker | null;
  readonly study?: string;
  readonly query?: string;
  readonly map?: string;
}
type Answer = ImportReport & { code: string; message: string; label?: unknown; readings?: unknown };

async function send(files: (Buffer | string)[], { as = operator, study = 'S', query = '', map }: Sent = {}) {
  asker = as;
  const form = new FormData();
  if (map !== undefined) form.set('map', new Blob([map]), 'map.json');
  for (const file of files) form.append('file', new Blob([Buffer.from(file)]), 'in.csv');
  const answer = await fetch(`${url}/${study}${query}`, { method: 'POST', body: form });
  return { status: answer.status, body: (await answer.json()) as Answer };
}

const demographics = (row: string) => `patient_code,centre,age_years,sex\n${row}\n`;
const events = (term: string) => `patient_code,centre,term,grade\nP1,C1,${term},2\n`;
const latin1 = (text: string) => iconv.encode(text, 'windows-1252');

/** Files of the portal's temporary folder that this process has open. */
const held = () =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(join(database.home, 'tmp'));
    } catch {
      return false;
    }
  }).length;

async function nothingIsLeft() {
  for (let i = 0; i < 1_000 && (held() > 0 || readdirSync(join(database.home, 'tmp')).length > 0); i++) await wait(20);
  expect([held(), readdirSync(join(database.home, 'tmp'))]).toEqual([0, []]);
}

it('a refused import has code and message in the body, and again under error for scripts that read them there', async () => {
  const { status, body } = await send([]);
  expect(status).toBe(400);
  const { error, ...flat } = body as Answer & { error?: unknown };
  expect(flat).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/file/) as string });
  expect(error).toEqual(flat);
});

describe('a file that is refused', () => {
  const large = 'x,y,z\n'.repeat(100_000);
  it.skipIf(process.platform !== 'linux').each<[string, (Buffer | string)[], Sent, number, RegExp]>([
    ['of nobody', [large], { as: null }, 401, /sign in first/],
    ['of another study', [large], { study: 'NO-SUCH' }, 404, /study not found/],
    ['as Excel writes it', [`PK\u0003\u0004${large}`], {}, 400, /the file is cut off/],
    [
      'with a byte of no encoding',
      [Buffer.concat([Buffer.from([0x61, 0xff, 10]), Buffer.from(large)])],
      {},
      400,
      /^line 1/,
    ],
    [
      'badly quoted',
      [`${demographics('P1,C1,"60"x,male')}${large}`],
      {},
      400,
      /^line 2, column 3: .*closing quotation/,
    ],
    [
      'with a quote inside',
      [`${demographics('P1,C1,6"0,male')}${large}`],
      {},
      400,
      /^line 2, column 3: .*inside a cell/,
    ],
    ['of unknown columns', [large], {}, 400, /lacks the column/],
    ['beside another', [large, large], {}, 400, /one file at a time/],
    ['with a mapping that is too large', [large], { map: ' '.repeat(2 ** 20 + 1) }, 400, /mapping is larger than 1 MB/],
    ['with a mapping that is none', [large], { map: '{' }, 400, /not a JSON file/],
    ['in an unknown encoding', [large], { query: '?encoding=klingon' }, 400, /"klingon" is not known/],
    ['of a large study but sent without a file', [], {}, 400, /no part named "file"/],
  ])('%s is let go', async (_, files, sent, status, message) => {
    const answer = await send(files, sent);
    expect([answer.status, answer.body.message]).toEqual([status, expect.stringMatching(message)]);
    await nothingIsLeft();
  });

  it('is refused for a read-only account before it is received', async () => {
    for (const query of ['', '?dryRun=false']) {
      const { status, body } = await send([latin1(events('Café'))], { as: reader, query });
      expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
    }
  });

  it('leaves nothing behind when the sender disconnects', async () => {
    const written = vi.spyOn(logOutput, 'write').mockReturnValue();
    asker = operator;
    const cut = new AbortController();
    const body = new ReadableStream({
      start: (controller) =>
        controller.enqueue(
          Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\npatient_code,cen'),
        ),
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const sent = fetch(`${url}/S`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
      signal: cut.signal,
    } as RequestInit);
    await wait(200);
    cut.abort();
    await expect(sent).rejects.toThrow();
    await nothingIsLeft();
    expect(written).not.toHaveBeenCalled();
  });

  it.each([
    ['is checked no further when the sender leaves', '', 'refused'],
    ['is imported to the end when the sender leaves', '?dryRun=false', 'committed'],
  ])('%s', async (_, query, end) => {
    const run = vi.spyOn(imports, 'run');
    const holds = new Client({ connectionString: database.ownerUrl });
    await holds.connect();
    await holds.query('begin; lock table portal.patient');
    const leaving = new AbortController();
    const form = new FormData();
    form.set('file', new Blob([demographics('L9,C1,60,male')]), 'in.csv');
    asker = operator;
    const sent = fetch(`${url}/S${query}`, { method: 'POST', body: form, signal: leaving.signal });
    const refused = expect(sent).rejects.toThrow();
    await vi.waitFor(() => expect(run).toHaveBeenCalled(), { timeout: 20_000 });
    leaving.abort();
    await refused;
    await vi.waitFor(() => expect(run.mock.lastCall?.[1].gone?.aborted).toBe(true), { timeout: 20_000 });
    await holds.query('rollback');
    await holds.end();
    const outcome = await (run.mock.results[0]!.value as Promise<ImportReport>).then(
      ({ committed }) => (committed ? 'committed' : 'checked'),
      ({ code }: { code: string }) => (code === 'UNAVAILABLE' ? 'refused' : code),
    );
    expect(outcome).toBe(end);
    await nothingIsLeft();
  });

  it('is reported in both languages and never logged', async () => {
    const written = vi.spyOn(logOutput, 'write').mockReturnValue();
    const { body } = await send([demographics('P1,C1,60,SECRET"x')]);
    expect(body).toMatchObject({ label: { en: body.message, zh: expect.stringContaining('第 2 行') } });
    expect(JSON.stringify([body, written.mock.calls])).not.toContain('SECRET');
  });
});

describe('the logs', () => {
  it.each([
    ["select 'SECRET'::int", /^invalid input syntax for type integer: "…"$/, { code: '22P02' }],
    ["select '2023-02-29 SE\"CRET'::date", /^invalid input syntax for type date: "…"$/, { code: '22007' }],
    [
      `with c as (select id from portal.centre limit 1)
       insert into portal.patient (centre_id, code, updated_by) select id, 'SECRET SECRET', 'test' from c`,
      /^(new row|row|permission)/,
      {},
    ],
  ])('hold no value of %s', async (sql, message, known) => {
    const written = vi.spyOn(logOutput, 'write').mockReturnValue();
    const error: unknown = await pool.query(sql).catch((cause: unknown) => cause);
    log('error', 'a test', { error: new Error('outside', { cause: error }) });
    const line = JSON.parse(String(written.mock.calls[0]![0])) as { error: { cause: Record<string, unknown> } };
    expect(line.error.cause).toMatchObject({ message: expect.stringMatching(message) as string, ...known });
    expect(line.error.cause['stack']).toMatch(/^ +at /);
    const ofPostgres = readFileSync(join(database.home, 'log', 'postgres.log'), 'utf8');
    expect(JSON.stringify(line) + ofPostgres).not.toContain('SECRET');
  });
});

describe('a file whose encoding is in doubt', () => {
  it('is asked for, and read as answered', async () => {
    const file = latin1(events('Céphalée'));
    const { status, body } = await send([file], { query: '?dryRun=false' });
    expect([status, body.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(body.readings).toContainEqual({ encoding: 'windows-1252', cells: [{ line: 2, text: 'Céphalée' }] });
    const answered = await send([file], { query: '?dryRun=false&encoding=windows-1252' });
    expect(answered.body).toMatchObject({
      committed: true,
      encoding: 'windows-1252',
      sample: [{ line: 2, text: 'Céphalée' }],
    });
    const [row] = await new StudyDb(pool).read(operator, (tx) =>
      tx.rows<{ term: string }>(`select term from portal.adverse_event`),
    );
    expect(row!.term).toBe('Céphalée');
  });

  it('is not asked for if it is plainly Chinese, and a sample is shown', async () => {
    const { body } = await send([iconv.encode(events('腹痛'), 'gb18030')]);
    expect(body).toMatchObject({ encoding: 'gb18030', sample: [{ line: 2, text: '腹痛' }], rows: { new: 1 } });
  });
});

describe('a file that is imported again', () => {
  const commit = async (csv: string, query = '') => (await send([csv], { query: `?dryRun=false${query}` })).body;
  const baseline = (row: string) => `patient_code,centre,tumour_size_mm,afp_ng_ml,bclc_stage\n${row}\n`;

  it('keeps stored values where a cell is empty or NA, and reports how many', async () => {
    expect(await commit(baseline('B1,C1,80,400,C'))).toMatchObject({ rows: { new: 1 }, changesTotal: 0 });
    expect(await commit(baseline('B1,C1,,NA,C'))).toMatchObject({
      rows: { same: 1, changed: 0 },
      changesTotal: 0,
      leftAsStored: 2,
      notAvailable: 1,
    });
    expect(await commit(baseline('B1,C1,80,400,C'))).toMatchObject({ rows: { same: 1 }, leftAsStored: 0 });
  });

  it('clears them on request, and reports the old and new values', async () => {
    await commit(baseline('B2,C1,80,400,C'));
    const report = await commit(baseline('B2,C1,85,,C'), '&blankEmpty=true');
    expect(report).toMatchObject({ rows: { changed: 1 }, changesTotal: 2, leftAsStored: 0 });
    expect(report.changes).toEqual([
      { row: 2, patient: 'B2', form: 'baseline', field: 'afpNgMl', from: '400', to: null },
      { row: 2, patient: 'B2', form: 'baseline', field: 'tumourSizeMm', from: '80', to: '85' },
    ]);
  });

  it('reads sex as Chinese and English files write it', async () => {
    for (const [code, sex] of [
      ['M', 'X1'],
      ['f', 'X2'],
      ['男', 'X3'],
      ['Female', 'X4'],
    ].map(([s, c]) => [c, s] as const))
      expect((await commit(demographics(`${code},C1,60,${sex}`))).rows).toMatchObject({ new: 1, refused: 0 });
    const rows = await new StudyDb(pool).read(operator, (tx) =>
      tx.rows<{ sex: string }>(
        `select d.sex from portal.demographics d join portal.patient p on p.id = d.patient_id
         where p.code like 'X%' order by p.code`,
      ),
    );
    expect(rows.map(({ sex }) => sex)).toEqual(['male', 'female', 'male', 'female']);
  });

  it('refuses a patient called NA', async () => {
    expect((await commit(demographics('NA,C1,60,male'))).problems).toMatchObject([{ column: 'patient_code' }]);
  });

  it('skips the empty lines that a spreadsheet leaves at the end', async () => {
    expect((await commit(`${demographics('L1,C1,60,male')},,,\n,,,\n`)).rows).toMatchObject({ read: 1, new: 1 });
  });
});

describe('a file that is looked at', () => {
  const look = async (name: string, content: Buffer | string, as = operator) => {
    asker = as;
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(Buffer.from(content))]), name);
    const answer = await fetch(`${url}/S/look`, { method: 'POST', body: form });
    return { status: answer.status, body: (await answer.json()) as ImportLook };
  };
  const foreign = 'Number,Age,Gender,Death,Seen\n1,57,0,1,01/02/2020\n2,58,1,0,03/04/2021\n';

  it('is described by columns and values, with a mapping to begin with', async () => {
    const { status, body } = await look('old.csv', foreign);
    expect([status, body.format, body.tables.length]).toEqual([200, 'csv', 1]);
    expect(body.tables[0]).toMatchObject({
      ...{ name: 'old', rows: 2, from: 'guessed' },
      map: {
        patient: { code: { column: 'Number' }, centre: { constant: 'C1' } },
        records: [{ form: 'demographics', fields: { ageYears: { column: 'Age' } } }],
        ignore: ['Gender', 'Death', 'Seen'],
      },
    });
    expect(body.tables[0]!.columns[4]).toMatchObject({ holds: 'datesOtherwise', orders: ['dayFirst', 'monthFirst'] });
  });

  it('that has the portal’s own headings needs none', async () => {
    expect((await look('x.csv', demographics('P1,C1,61,male'))).body.tables[0]!.from).toBe('own');
  });

  it('begins with the mapping by which the last file with its columns was imported', async () => {
    const map = {
      patient: { code: { column: 'Number' }, centre: { constant: 'C1' } },
      records: [{ form: 'demographics', fields: { ageYears: { column: 'Age' }, sex: { constant: 'unknown' } } }],
      ignore: ['Gender', 'Death', 'Seen'],
    };
    const query = '?dryRun=false&remember=true';
    expect((await send([foreign], { map: JSON.stringify(map), query })).body.committed).toBe(true);
    const reordered = 'Seen,Number,Age,Gender,Death\n01/02/2020,3,57,0,1\n';
    expect((await look('next.csv', reordered)).body.tables[0]).toMatchObject({ from: 'remembered', map });
  });

  it('is not read for somebody who may not import', async () => {
    expect((await look('old.csv', foreign, reader)).status).toBe(403);
  });
});
