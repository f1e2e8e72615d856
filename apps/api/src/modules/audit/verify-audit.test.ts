import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client, Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operatorName } from '../../context/operator.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { addMembership, declareStudy, studyDeclaration } from '../studies/declare-study.ts';
import { AuditHeads, portalChain } from './audit-heads.ts';
import { AuditSealer, presentHeads, type Query, sealEntries } from './audit-sealer.ts';
import { chainLine, verifyAudit } from './verify-audit.ts';

/** As a superuser who takes the guards off: the chain is what is left against that person. */
let owner: Client;
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let heads: AuditHeads;
let studyId: number;
let round = 0;
let study = '';

const query: Query = async <Row>(sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows as Row[];

beforeAll(async () => {
  database = await openDatabaseForTests();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner?.end();
  await database?.close();
});

/** A study of its own for each test: two entries when it is declared, then as many memberships as it takes to have 10. */
beforeEach(async () => {
  round += 1;
  study = `S${round}`;
  heads = new AuditHeads(mkdtempSync(path.join(os.tmpdir(), 'audit-heads-')));
  const declaration = {
    code: study,
    name: 'S',
    synthetic: true,
    monthDays: 30,
    timeZero: 'first HAIC',
    cutoffOn: null,
  };
  await declareStudy(
    database.ownerUrl,
    studyDeclaration.parse({ ...declaration, arms: [], centres: [{ code: 'C', name: 'C' }] }),
  );
  studyId = (await query<{ id: number }>('select id from portal.study where code = $1', [study]))[0]!.id;
  await joined(1, 1);
  await headOfToday();
  await joined(2, 8);
  await headOfToday();
});

afterEach(() => rmSync(heads.folder, { recursive: true }));

const joined = async (from: number, to: number) => {
  for (let i = from; i <= to; i += 1) {
    await addMembership(database.ownerUrl, { userId: `u${i}`, study, role: 'staff', centre: 'C' });
  }
};

async function headOfToday(): Promise<void> {
  await sealEntries(query);
  for (const head of await presentHeads(query)) if (head.study === study) await heads.append(head);
}

async function verified(only = study) {
  const chains = [];
  for await (const chain of verifyAudit(query, heads, only)) chains.push(chain);
  return chains[0]!;
}

/** Rewrites the trail without its guards. */
async function tamper(sql: string): Promise<void> {
  for (const table of ['audit_entry', 'audit_seal'])
    await owner.query(`alter table portal.${table} disable trigger only_added_to`);
  await owner.query(sql);
  for (const table of ['audit_entry', 'audit_seal'])
    await owner.query(`alter table portal.${table} enable always trigger only_added_to`);
}

const entryAt = (sequence: number) =>
  `(select entry_id from portal.audit_seal where chain = ${studyId} and sequence = ${sequence})`;

describe('a chain', () => {
  it('of a trail that nobody touched is whole, and the two heads agree', async () => {
    const [head] = await query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from portal.audit_seal where chain = $1 and sequence = 10`,
      [studyId],
    );
    expect(await verified()).toEqual({ study, studyId, sequence: 10, hash: head!.hash, heads: 2, fault: null });
    expect(chainLine(await verified())).toBe(
      `${study}: 10 entries as they were sealed, up to ${head!.hash}; 2 heads outside the database agree`,
    );
    expect((await verified(portalChain)).fault).toBeNull();
  });

  it('hashes the bytes that the documentation names', async () => {
    const rows = await query<{ id: string; at: Date; micros: string; hash: string; centre: number; record: string }>(
      `select e.id, e.record_id as record, e.at, to_char(e.at at time zone 'UTC', 'US') as micros, encode(s.hash, 'hex') as hash, e.centre_id as centre
       from portal.audit_seal s join portal.audit_entry e on e.id = s.entry_id where s.chain = $1 order by s.sequence limit 3`,
      [studyId],
    );
    const [, second, third] = rows;
    // Written by hand from docs/operations.md: keys of an object by length, then by byte; ", " and ": " between.
    const at = `${third!.at.toISOString().slice(0, 19)}.${third!.micros}Z`;
    const content =
      `[${studyId}, 3, ${third!.id}, "${at}", "cli:user", "${operatorName('portal user')}", "create", "membership", ` +
      `"${third!.record}", null, ${third!.centre}, null, null, ` +
      `{"role": [null, "staff"], "user_id": [null, "u1"], "centre_id": [null, ${third!.centre}]}, ` +
      `{"role": "staff", "user_id": "u1"}]`;
    const expected = createHash('sha256')
      .update(Buffer.concat([Buffer.from(second!.hash, 'hex'), Buffer.from(content, 'utf8')]))
      .digest('hex');
    expect(third!.hash).toBe(expected);
  });

  it('continues with what is entered later, whatever is sealed at once', async () => {
    await joined(9, 14);
    expect(await query('select portal.unsealed_entries($1)::int as n', [studyId])).toEqual([{ n: 6 }]);
    for (let sealed = 1; sealed > 0;) sealed = (await query<{ n: number }>('select portal.seal_audit(2) as n'))[0]!.n;
    expect(await verified()).toMatchObject({ sequence: 16, fault: null });
  });
});

describe('a trail that was tampered with names its first bad entry', () => {
  it('when one entry was changed', async () => {
    await tamper(`update portal.audit_entry set user_name = 'Somebody else' where id = ${entryAt(6)}`);
    expect((await verified()).fault).toEqual({
      sequence: 6,
      what: 'entry 6 is not what was sealed: its content, its place or its hash was changed',
    });
  });

  it.each([
    'id',
    'at',
    'user_id',
    'action',
    'form',
    'record_id',
    'patient_id',
    'centre_id',
    'study_id',
    'reason',
    'request_id',
    'changes',
    'details',
  ])('when %s of one entry was changed', async (column) => {
    const other: Record<string, string> = {
      id: '(select max(id) + 1000 from portal.audit_entry)',
      at: `at + interval '1 microsecond'`,
      action: `'correct'`,
      centre_id: '9999',
      study_id: 'study_id + 1000',
      changes: `'{}'`,
      details: `'{"role": "administrator", "user_id": "u4"}'`,
      record_id: 'gen_random_uuid()',
      patient_id: 'gen_random_uuid()',
    };
    const always = column === 'id' ? 'overriding' : '';
    await tamper(
      always
        ? `alter table portal.audit_entry alter id set generated by default;
             update portal.audit_entry set id = ${other['id']} where id = ${entryAt(6)};
             alter table portal.audit_entry alter id set generated always`
        : `update portal.audit_entry set ${column} = ${other[column] ?? `'x'`} where id = ${entryAt(6)}`,
    );
    expect((await verified()).fault?.sequence).toBe(6);
  });

  it('when two entries changed places', async () => {
    await tamper(`
      update portal.audit_seal s set entry_id = -s.entry_id where chain = ${studyId} and sequence in (4, 8);
      update portal.audit_seal s set entry_id = (
        select -o.entry_id from portal.audit_seal o where o.chain = s.chain and o.sequence = 12 - s.sequence
      ) where chain = ${studyId} and sequence = 4;
      update portal.audit_seal s set entry_id = (
        select e.id from portal.audit_entry e where e.study_id = ${studyId}
          and not exists (select from portal.audit_seal o where o.entry_id = e.id)
      ) where chain = ${studyId} and sequence = 8`);
    expect((await verified()).fault?.sequence).toBe(4);
  });

  it('when the middle was deleted, with its seals or without', async () => {
    await tamper(`delete from portal.audit_entry where id = ${entryAt(7)}`);
    expect((await verified()).fault).toEqual({ sequence: 7, what: 'entry 7 is missing' });
    await tamper(`
      delete from portal.audit_entry where id in (${entryAt(5)}, ${entryAt(6)});
      delete from portal.audit_seal where chain = ${studyId} and sequence between 5 and 7`);
    expect((await verified()).fault).toEqual({ sequence: 5, what: 'entries 5 to 7 are missing' });
  });

  it('when the tail was deleted, by the head outside the database', async () => {
    await tamper(`
      delete from portal.audit_entry where id in (${entryAt(9)}, ${entryAt(10)});
      delete from portal.audit_seal where chain = ${studyId} and sequence > 8`);
    const [, last] = await heads.read(study);
    expect((await verified()).fault).toEqual({
      sequence: 9,
      what: `entries 9 to 10 are missing: the chain had 10 at ${last!.at}`,
    });
  });

  it('when the chain was built anew over a changed entry, by the head before and after it', async () => {
    await tamper(`
      update portal.audit_entry set user_name = 'Somebody else' where id = ${entryAt(6)};
      insert into portal.audit_unsealed select entry_id from portal.audit_seal where chain = ${studyId};
      delete from portal.audit_seal where chain = ${studyId}`);
    await sealEntries(query);
    const [, last] = await heads.read(study);
    // The head of the first day stands after entry 3, that of the second after entry 10.
    expect((await verified()).fault).toEqual({
      sequence: 4,
      what: `entries 4 to 10 are not those of ${last!.at}: the chain was built anew`,
    });
  });

  it('when the whole study is gone', async () => {
    await tamper(`
      delete from portal.audit_entry where study_id = ${studyId};
      delete from portal.audit_seal where chain = ${studyId}`);
    const fault = { sequence: 1, what: expect.stringContaining('entries 1 to 10 are missing') };
    expect((await verified()).fault).toEqual(fault);
    await tamper(`update portal.study set code = 'X${round}' where id = ${studyId}`);
    expect((await verified()).fault).toEqual(fault);
  });

  it('when an entry was put in beside the sealer, or taken away before it', async () => {
    await tamper(`
      alter table portal.audit_entry disable trigger note_unsealed;
      insert into portal.audit_entry (user_id, user_name, action, form, study_id, changes)
        values ('x', 'x', 'create', 'membership', ${studyId}, '{}');
      alter table portal.audit_entry enable trigger note_unsealed`);
    expect((await verified()).fault).toMatchObject({ sequence: null, what: expect.stringContaining('never sealed') });
    await joined(9, 9);
    await tamper(
      `delete from portal.audit_entry where id = (select max(id) from portal.audit_entry where study_id = ${studyId})`,
    );
    // Nothing says any more which study it was of: its number is in the chain of the portal.
    expect((await verified(portalChain)).fault?.what).toMatch(/^entry \d+ is missing$/);
  });
});

describe('the heads', () => {
  it('are written once a day for each study, and when the portal stops', async () => {
    const before = (await heads.read(study)).length;
    const sealer = new AuditSealer(query, heads, (error) => {
      throw error;
    });
    sealer.open();
    await sealer.close();
    await joined(9, 9);
    const second = new AuditSealer(query, heads, (error) => {
      throw error;
    });
    second.open();
    await second.close();
    const written = await heads.read(study);
    // Of today there is one already, and the first stop found nothing new.
    expect(written).toHaveLength(before + 1);
    expect(written.at(-1)).toMatchObject({ study, sequence: 11 });
    expect(await heads.studies()).toContain('S1');
  });

  it('that were damaged are named by file and line', async () => {
    appendFileSync(path.join(heads.folder, `${study}.log`), '2026-01-01 nonsense\n');
    await expect(verified()).rejects.toThrow(
      `line 3 of ${path.join(heads.folder, `${study}.log`)} is not a head of ${study}`,
    );
  });

  it('of a study that there is not is refused with the studies that there are', async () => {
    await expect(verified('NONE')).rejects.toThrow(/no study has the code NONE: there is S1, S10/);
  });
});

describe('fifty writers and three sealers at once', () => {
  it('neither fork the chain nor leave a gap', async () => {
    const writers = new Pool({ connectionString: database.ownerUrl, max: 50 });
    const sealers = new Pool({ connectionString: database.appUrl, max: 3 });
    let isWriting = true;
    const seal = async () => {
      while (isWriting) await sealers.query('select portal.seal_audit(7)');
    };
    const sealing = [seal(), seal(), seal()];
    await Promise.all(
      Array.from({ length: 50 }, async (_, writer) => {
        for (let i = 0; i < 6; i += 1) {
          // Every third is taken back, and ids are taken in another order than they are committed.
          const client = await writers.connect();
          await client.query('begin');
          await client.query(`select portal.record_event('exported', $1, 'w', $2, null, null, null, null, null)`, [
            `w${writer}`,
            studyId,
          ]);
          await client.query('select pg_sleep($1)', [((writer * 7 + i * 3) % 10) / 1000]);
          await client.query(i % 3 === 2 ? 'rollback' : 'commit');
          client.release();
        }
      }),
    );
    isWriting = false;
    await Promise.all(sealing);
    await writers.end();
    await sealers.end();
    expect(await verified()).toMatchObject({ sequence: 10 + 50 * 4, fault: null });
    const order = await query<{ n: number }>(
      `select count(*)::int as n from (
         select entry_id < lag(entry_id) over (order by sequence) as is_earlier from portal.audit_seal where chain = $1
       ) s where is_earlier`,
      [studyId],
    );
    // Commits did overtake each other, otherwise this proves nothing.
    expect(order[0]!.n).toBeGreaterThan(0);
  });
});
