import { changeKinds, auditKinds } from '@haim/schema';
import { parse } from 'csv-parse/sync';
import express from 'express';
import { mkdtempSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { operatorName } from '../../context/operator.ts';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Asker } from '../../context/asker.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { answerErrors } from '../../http/refusal.ts';
import { AccountDirectory } from '../auth/index.ts';
import { StudyService } from '../studies/index.ts';
import { declareStudy, studyDeclaration } from '../studies/declare-study.ts';
import { AuditFilter } from './audit.input.ts';
import { AuditHeads } from './audit-heads.ts';
import { auditRouter } from './audit.router.ts';
import { presentHeads, type Query, sealEntries } from './audit-sealer.ts';
import { AuditService, COUNTED } from './audit.service.ts';
import { recordVerified, verifyAudit } from './verify-audit.ts';

let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let owner: Client;
let app: DataSource;
let db: StudyDb;
let audit: AuditService;
let heads: AuditHeads;
let server: Server;
let url: string;
const ids: Record<string, number> = {};
const people: Record<'monitor' | 'near' | 'halfMonitor' | 'stranger', Asker> = {} as never;
let asking: Asker;

const query: Query = async <Row>(sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows as Row[];

beforeAll(async () => {
  database = await openDatabaseForTests();
  const study = { name: 'S', synthetic: true, monthDays: 30, timeZero: 'first HAIC', cutoffOn: null, arms: [] };
  for (const [code, centres] of [
    ['S', ['NEAR', 'FAR']],
    ['T', ['OTHER']],
  ] as const) {
    const places = centres.map((centre) => ({ code: centre, name: centre }));
    await declareStudy(database.ownerUrl, studyDeclaration.parse({ ...study, code, centres: places }));
  }
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  app = openDataSource(database.appUrl);
  await app.initialize();
  db = new StudyDb(app);
  for (const { code, id } of await query<{ code: string; id: number }>('select code, id from portal.centre union all select code, id from portal.study')) ids[code] = id; // prettier-ignore
  const member = (userId: string, role: 'monitor' | 'staff', centres: number[], code = 'S'): Asker => ({
    userId,
    name: userId.toUpperCase(),
    email: '',
    requestId: `request of ${userId}`,
    studies: [
      {
        studyId: ids[code]!,
        studyCode: code,
        role,
        readCentres: centres,
        writeCentres: role === 'staff' ? centres : [],
      },
    ],
  });
  people.near = member('near', 'staff', [ids['NEAR']!]);
  people.monitor = member('monitor', 'monitor', [ids['NEAR']!, ids['FAR']!]);
  people.halfMonitor = member('half', 'monitor', [ids['FAR']!]);
  people.stranger = member('stranger', 'monitor', [ids['OTHER']!], 'T');
  const far = member('far', 'staff', [ids['FAR']!]);
  const enter = (who: Asker, reason: string | null, sql: string) => db.write(who, reason, (tx) => tx.rows(sql));
  for (const [who, centre, code] of [
    [people.near, 'NEAR', 'N-1'],
    [people.near, 'NEAR', 'N-2'],
    [far, 'FAR', 'F-1'],
  ] as const) {
    // prettier-ignore
    await enter(who, null, `insert into portal.patient (centre_id, code, updated_by) values (${ids[centre]}, '${code}', 'x')`);
    await enter(who, null, `insert into portal.baseline (centre_id, patient_id, afp_ng_ml, updated_by)
      select centre_id, id, 20, 'x' from portal.patient where code = '${code}'`); // prettier-ignore
  }
  const correct = (who: Asker, reason: string, set: string, code: string) =>
    enter(
      who,
      reason,
      `update portal.baseline set ${set} where patient_id = (select id from portal.patient where code = '${code}')`,
    );
  await correct(people.near, 'misread 100% of the scan', 'afp_ng_ml = 400', 'N-1');
  await correct(people.near, '=cmd|calc', 'tumour_size_mm = 70', 'N-2');
  await correct(far, 'unit', 'afp_ng_ml = 21', 'F-1');
  heads = new AuditHeads(mkdtempSync(path.join(os.tmpdir(), 'audit-heads-')));
  const studies = new StudyService(db);
  audit = new AuditService(db, studies, heads, new AccountDirectory(null));
  const router = auditRouter({ audit, askerOf: async () => asking });
  server = createServer({ keepAliveTimeout: 0 }, express().use('/api', router).use(answerErrors)).listen(
    0,
    '127.0.0.1',
  );
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/studies/S/audit.csv`;
}, 120_000);

afterAll(async () => {
  server?.close();
  await app?.destroy();
  await owner?.end();
  await database?.close();
});

const ctx = (asker: Asker) => ({ asker, requestId: asker.requestId ?? '' });
const filterOf = (filter: Partial<AuditFilter>) => Object.assign(new AuditFilter(), filter);

/** "patient form kind" of each entry, oldest first. */
async function found(asker: Asker, filter: Partial<AuditFilter> = {}): Promise<string[]> {
  const rows = await audit.page(ctx(asker), 'S', { filter: filterOf(filter), first: 200, after: null });
  expect(await audit.count(ctx(asker), 'S', filterOf(filter))).toBe(rows.length);
  return rows.map(({ patientCode, table, kind }) => `${patientCode ?? '-'} ${table ?? '-'} ${kind}`).toReversed();
}

const ofNear = ['N-1 patient create', 'N-1 baseline create', 'N-2 patient create', 'N-2 baseline create'];

describe('the entries of a study', () => {
  it('are all open to who may read its audit, and records of own centres to others', async () => {
    const corrections = ['N-1 baseline correct', 'N-2 baseline correct'];
    expect(await found(people.near)).toEqual([...ofNear, ...corrections]);
    const all = await found(people.monitor);
    expect(all).toEqual([
      '- study create',
      '- centre create',
      '- centre create',
      ...ofNear,
      'F-1 patient create',
      'F-1 baseline create',
      ...corrections,
      'F-1 baseline correct',
    ]);
  });

  it('are not open as a whole to a right that covers a part of the centres, nor to a member of another study', async () => {
    expect(await found(people.halfMonitor)).toEqual([
      'F-1 patient create',
      'F-1 baseline create',
      'F-1 baseline correct',
    ]);
    expect(await audit.chain(ctx(people.halfMonitor), 'S')).toBeNull();
    await expect(audit.export(ctx(people.halfMonitor), 'S', new AuditFilter())).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(audit.export(ctx(people.near), 'S', new AuditFilter())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    for (const ask of [
      audit.page(ctx(people.stranger), 'S', { filter: new AuditFilter(), first: 1, after: null }),
      audit.chain(ctx(people.stranger), 'S'),
      audit.people(ctx(people.stranger), 'S'),
      audit.export(ctx(people.stranger), 'S', new AuditFilter()),
    ]) {
      await expect(ask).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it.each<[string, Partial<AuditFilter>, string[]]>([
    ['a person', { userId: 'far' }, ['F-1 patient create', 'F-1 baseline create', 'F-1 baseline correct']],
    ['a patient', { patientCode: 'N-2' }, ['N-2 patient create', 'N-2 baseline create', 'N-2 baseline correct']],
    ['a patient who is not there', { patientCode: 'N-9' }, []],
    ['an id that is not one', { patientId: '1 or 1=1' }, []],
    ['a form', { form: 'centre' }, ['- centre create', '- centre create']],
    ['a field', { field: 'tumourSizeMm' }, ['N-2 baseline correct']],
    ['a field of a kind', { field: 'afpNgMl', kinds: ['correct'] }, ['N-1 baseline correct', 'F-1 baseline correct']],
    ['a centre', { centre: 'FAR', kinds: ['correct'] }, ['F-1 baseline correct']],
    ['a part of the reason', { reason: 'MISREAD' }, ['N-1 baseline correct']],
    ['a reason with what LIKE would read', { reason: '0% of' }, ['N-1 baseline correct']],
    ['a reason that only a pattern would match', { reason: 'm%s' }, []],
    ['the time before anything', { before: new Date('2020-01-01') }, []],
    ['the time after', { from: new Date('2020-01-01'), userId: 'far', kinds: ['correct'] }, ['F-1 baseline correct']],
    [
      'several kinds',
      { kinds: ['correct', 'delete'], userId: 'near' },
      ['N-1 baseline correct', 'N-2 baseline correct'],
    ],
  ])('are filtered by %s', async (_, filter, expected) => {
    expect(await found(people.monitor, filter)).toEqual(expected);
  });

  it('of a foreign patient are none, like those of an absent one; a foreign centre is not found', async () => {
    expect(await found(people.near, { patientCode: 'F-1' })).toEqual([]);
    const page = { first: 1, after: null };
    await expect(audit.page(ctx(people.near), 'S', { filter: filterOf({ centre: 'FAR' }), ...page })).rejects.toMatchObject({ code: 'NOT_FOUND' }); // prettier-ignore
    await expect(audit.page(ctx(people.near), 'S', { filter: filterOf({ centre: 'NONE' }), ...page })).rejects.toMatchObject({ code: 'NOT_FOUND' }); // prettier-ignore
  });

  it('come in pages without a gap or a repetition, whatever their size', async () => {
    const whole = (await audit.page(ctx(people.monitor), 'S', { filter: filterOf({ kinds: auditKinds }), first: 200, after: null })).map(({ id }) => id); // prettier-ignore
    for (const kinds of [auditKinds, changeKinds]) {
      for (const first of [1, 3, 7]) {
        const seen: string[] = [];
        for (let after: string | null = null; ; after = seen.at(-1) ?? null) {
          const rows = await audit.page(ctx(people.monitor), 'S', { filter: filterOf({ kinds }), first, after });
          seen.push(...rows.map(({ id }) => id));
          if (rows.length < first) break;
        }
        expect(seen).toEqual(whole);
      }
    }
  });

  it.each([
    [{ first: 0, after: null }, 'first must be 1 to 200'],
    [{ first: 201, after: null }, 'first must be 1 to 200'],
    [{ first: 1, after: 'x' }, 'after must be the id of an entry'],
    [{ first: 1, after: '999999' }, 'after must be the id of an entry'],
  ])('are refused for %o', async (page, message) => {
    await expect(audit.page(ctx(people.monitor), 'S', { filter: new AuditFilter(), ...page })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message }); // prettier-ignore
  });

  it('name the people they are of, to who may read them all', async () => {
    expect(await audit.people(ctx(people.near), 'S')).toEqual([]);
    expect((await audit.people(ctx(people.monitor), 'S')).map(({ name }) => name)).toEqual(['FAR', 'NEAR', operatorName('portal study declare')]); // prettier-ignore
  });

  it('are counted no further than a limit', async () => {
    expect(COUNTED).toBe(10_000);
    await owner.query('begin');
    await owner.query(`insert into portal.audit_entry (user_id, user_name, action, form, study_id, changes)
      select 'x', 'x', 'delete', 'membership', $1, '{}' from generate_series(1, 10050)`, [ids['S']]); // prettier-ignore
    await owner.query('commit');
    expect(await audit.count(ctx(people.monitor), 'S', filterOf({ kinds: ['delete'] }))).toBe(10_001);
  });
});

describe('the chain of a study', () => {
  it('is shown with its newest head and the last time it was verified', async () => {
    const before = await audit.chain(ctx(people.monitor), 'S');
    expect(before).toMatchObject({ sealed: 0, hash: null, head: null, verified: null });
    expect(before!.unsealed).toBeGreaterThan(10_000);
    await sealEntries(query);
    const [head] = (await presentHeads(query)).filter(({ study }) => study === 'S');
    await heads.append(head!);
    const sealed = head!.sequence;
    for await (const chain of verifyAudit(query, heads, 'S')) await recordVerified(query, chain);
    expect(await audit.chain(ctx(people.monitor), 'S')).toEqual({
      sealed,
      unsealed: 1,
      hash: head!.hash,
      head: { ...head, agrees: true },
      verified: { at: expect.any(Date), sequence: sealed, fault: null },
    });
    await heads.append({ ...head!, hash: 'ab'.repeat(32) });
    expect((await audit.chain(ctx(people.monitor), 'S'))!.head).toMatchObject({ agrees: false });
  });
});

describe('the file of a study', () => {
  it('has a line for each entry with its place in the chain, and no formula', async () => {
    asking = people.monitor;
    const answer = await fetch(`${url}?kinds=correct,delete&userId=near`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename=audit-S.csv',
    ]);
    const lines: Record<string, string>[] = parse(await answer.text(), { columns: true, bom: true });
    expect(lines).toMatchObject([
      {
        kind: 'correct',
        user: 'NEAR',
        centre: 'NEAR',
        patient: 'N-2',
        form: 'baseline',
        'changes (field: [old, new])': '{"tumourSizeMm":[null,70]}',
        reason: `'=cmd|calc`,
        request: 'request of near',
      },
      { patient: 'N-1', 'changes (field: [old, new])': '{"afpNgMl":[20,400]}', reason: 'misread 100% of the scan' },
    ]);
    const chain = await query<{ sequence: string; hash: string }>(
      `select sequence, encode(hash, 'hex') as hash from portal.audit_seal where entry_id = $1`,
      [lines[0]!['id']],
    );
    expect(lines[0]).toMatchObject(chain[0]!);
  });

  it('is itself in the trail, with its filter, before the first line', async () => {
    asking = people.monitor;
    await (await fetch(`${url}?form=centre&from=2020-01-01T00:00:00Z`)).text();
    const [entry] = await audit.page(ctx(people.monitor), 'S', {
      filter: filterOf({ kinds: ['exported'] }),
      first: 1,
      after: null,
    });
    expect(entry).toMatchObject({
      userId: 'monitor',
      requestId: 'request of monitor',
      details: { what: 'audit', form: 'centre', from: '2020-01-01T00:00:00.000Z', kinds: [...auditKinds] },
    });
  });

  it.each([
    ['?kinds=sneezed', 'kinds'],
    ['?from=yesterday', 'from: must be a time such as 2026-11-29T00:00:00Z'],
    ['?wher=x', 'wher'],
    ['?form=a&form=b', 'form'],
  ])('is refused for %s, which is named', async (search, named) => {
    asking = people.monitor;
    const answer = await fetch(url + search);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { message: string }).message).toContain(named);
  });

  it('is refused to who may not read the whole audit, and to members of another study', async () => {
    asking = people.near;
    expect((await fetch(url)).status).toBe(403);
    asking = people.stranger;
    expect((await fetch(url)).status).toBe(404);
  });

  it('has every entry, in batches, and ends its reading when the client goes away', async () => {
    asking = people.monitor;
    const entries = parse(await (await fetch(`${url}?kinds=delete`)).text(), { columns: true, bom: true }) as object[];
    expect(entries).toHaveLength(10_050);
    const reads = vi.spyOn(db, 'read');
    await new Promise<void>((resolve) => {
      const request = get(url, (answer) => {
        answer.once('data', () => request.destroy());
      }).on('error', () => resolve());
      request.on('close', () => resolve());
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Rights and filter, and the batches until the connection was full or gone: not all of them.
    expect(reads.mock.calls.length).toBeLessThan(4);
    reads.mockRestore();
  });
});
