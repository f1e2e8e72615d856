import { recordEvent } from '../../events/record-event.ts';
import { type AuditHead, type AuditHeads, portalChain } from './audit-heads.ts';
import { type Query, sealEntries } from './audit-sealer.ts';

/** The first entry of a chain that is not as it was sealed. */
export interface AuditFault {
  /** Null for an entry that has no sequence number, because it was never sealed. */
  readonly sequence: number | null;
  readonly what: string;
}

export interface VerifiedChain {
  readonly study: string;
  readonly studyId: number | null;
  /** Up to here every entry is as it was sealed. */
  readonly sequence: number;
  /** Of that entry, in hexadecimal; null for an empty chain. */
  readonly hash: string | null;
  /** How many heads outside the database were compared. */
  readonly heads: number;
  readonly fault: AuditFault | null;
}

export class UnknownStudy extends Error {}

interface Chain {
  readonly study: string;
  readonly studyId: number | null;
}

/** Instead of the id of a study that only the heads still know. */
const goneStudy = -1;

const AT_ONCE = 20_000;
const noHash = '00'.repeat(32);

/**
 * Compares every sealed entry with its hash, the sequence numbers with each other, and the chains with the heads outside the
 * database; each chain in one snapshot and a batch at a time. As owner.
 *
 * @param only - the code of one study, or `portalChain`; null for all, and for what the heads alone still know.
 * @throws UnknownStudy naming the studies that there are.
 */
export async function* verifyAudit(
  query: Query,
  heads: AuditHeads,
  only: string | null,
): AsyncGenerator<VerifiedChain> {
  await sealEntries(query);
  for (const chain of await chainsOf(query, heads, only)) {
    const written = await heads.read(chain.study);
    await query('begin isolation level repeatable read read only');
    const verified = await verifyChain(query, chain, written).finally(() => query('commit'));
    yield verified;
  }
}

/** The trail itself says up to where it was found whole, or what was wrong. Of a study that is gone nothing can be said. */
export async function recordVerified(query: Query, { studyId, sequence, hash, fault }: VerifiedChain): Promise<void> {
  if (studyId === goneStudy) return;
  const actor = { userId: 'cli:audit', name: 'portal audit' };
  const details = { sequence, hash, fault: fault?.what ?? null };
  await recordEvent({ rows: query }, { kind: 'auditVerified', actor, studyId, details });
}

async function chainsOf(query: Query, heads: AuditHeads, only: string | null): Promise<Chain[]> {
  const studies = await query<{ id: number; code: string }>('select id, code from portal.study order by code');
  const present = [
    { study: portalChain, studyId: null },
    ...studies.map(({ id, code }) => ({ study: code, studyId: id })),
  ];
  const gone = (await heads.studies()).filter((code) => present.every(({ study }) => study !== code));
  const all: Chain[] = [...present, ...gone.map((study) => ({ study, studyId: goneStudy }))];
  const chosen = all.filter(({ study }) => only === null || study === only);
  if (chosen.length === 0) {
    const there = studies.length ? `there is ${studies.map(({ code }) => code).join(', ')}` : 'there is none yet';
    throw new UnknownStudy(`no study has the code ${only}: ${there}`);
  }
  return chosen;
}

async function verifyChain(query: Query, chain: Chain, heads: readonly AuditHead[]): Promise<VerifiedChain> {
  const number = chain.studyId ?? 0;
  const { sequence, hash, fault } = await verifyLinks(query, number);
  const outside = await compareHeads(query, number, heads);
  const apart = [
    await neverSealed(query, number),
    await otherValues(query, number),
    await otherRegister(query, number),
  ];
  const faults = [fault, outside, ...apart].filter((one) => one !== null);
  faults.sort((a, b) => (a.sequence ?? Infinity) - (b.sequence ?? Infinity));
  return { ...chain, sequence, hash, heads: heads.length, fault: faults[0] ?? null };
}

interface Batch {
  readonly entries: number;
  readonly last: string | null;
  readonly hash: string | null;
  readonly bad: string | null;
}

/** Each entry by the hash that is stored before it: the first that does not follow is the first that was touched. */
async function verifyLinks(query: Query, chain: number): Promise<Pick<VerifiedChain, 'sequence' | 'hash' | 'fault'>> {
  let sequence = 0;
  let hash: string | null = null;
  for (;;) {
    const [batch]: Batch[] = await query(`${links} select count(*)::int as entries, max(sequence) as last,
        encode((array_agg(hash order by sequence desc))[1], 'hex') as hash, min(sequence) filter (where not holds) as bad
      from linked`, [chain, sequence, hash ?? noHash, AT_ONCE]); // prettier-ignore
    if (batch && batch.bad !== null) {
      return {
        sequence,
        hash,
        fault: await describeLink(query, [chain, sequence, hash ?? noHash, AT_ONCE], batch.bad),
      };
    }
    if (!batch?.entries) return { sequence, hash, fault: null };
    sequence = Number(batch.last);
    hash = batch.hash;
    if (batch.entries < AT_ONCE) return { sequence, hash, fault: null };
  }
}

/** The next entries of a chain after a sequence number and its hash. */
const links = `
  with sealed as (
    select sequence, entry_id, hash from portal.audit_seal where chain = $1 and sequence > $2 order by sequence limit $4
  ),
  beside as (
    select s.*, e.id is null as is_missing, portal.audit_content(e, s.sequence) as content,
      lag(s.sequence, 1, $2::bigint) over w as before, lag(s.hash, 1, decode($3, 'hex')) over w as previous
    from sealed s left join portal.audit_entry e on e.id = s.entry_id
    window w as (order by s.sequence)
  ),
  linked as (
    select *, sequence = before + 1 and not is_missing and hash = sha256(previous || content) as holds from beside
  )`;

async function describeLink(query: Query, values: unknown[], bad: string): Promise<AuditFault> {
  const [found] = await query<{ before: string; is_missing: boolean }>(
    `${links} select before, is_missing from linked where sequence = ${Number(bad)}`,
    values,
  );
  const sequence = Number(bad);
  const first = Number(found?.before) + 1;
  if (first < sequence) return { sequence: first, what: `${entries(first, sequence - 1)} missing` };
  if (found?.is_missing) return { sequence, what: `${entries(sequence, sequence)} missing` };
  return { sequence, what: `entry ${sequence} is not what was sealed: its content, its place or its hash was changed` };
}

async function compareHeads(query: Query, chain: number, heads: readonly AuditHead[]): Promise<AuditFault | null> {
  const rows = await query<{ sequence: string; hash: string }>(
    `select sequence, encode(hash, 'hex') as hash from portal.audit_seal where chain = $1 and sequence = any($2::bigint[])`,
    [chain, heads.map(({ sequence }) => sequence)],
  );
  const [end] = await query<{ last: string | null }>(
    'select max(sequence) as last from portal.audit_seal where chain = $1',
    [chain],
  );
  const hashes = new Map(rows.map(({ sequence, hash }) => [Number(sequence), hash]));
  const last = Number(end?.last ?? 0);
  const ordered = heads.toSorted((a, b) => a.sequence - b.sequence);
  let agreed = 0;
  for (const head of ordered) {
    if (head.sequence > last) {
      const furthest = ordered.at(-1) ?? head;
      const which = entries(last + 1, furthest.sequence);
      return { sequence: last + 1, what: `${which} missing: the chain had ${furthest.sequence} at ${furthest.at}` };
    }
    if (hashes.get(head.sequence) !== head.hash) {
      const which = entries(agreed + 1, head.sequence);
      return { sequence: agreed + 1, what: `${which} not those of ${head.at}: the chain was built anew` };
    }
    agreed = head.sequence;
  }
  return null;
}

/** An entry that got round the sealer: it is in no chain and does not wait for one. */
async function neverSealed(query: Query, chain: number): Promise<AuditFault | null> {
  const [entry] = await query<{ id: string | null }>(
    `select min(e.id) as id from portal.audit_entry e
     where coalesce(e.study_id, 0) = $1
       and not exists (select from portal.audit_seal s where s.entry_id = e.id)
       and not exists (select from portal.audit_unsealed u where u.entry_id = e.id)`,
    [chain],
  );
  return !entry || entry.id === null
    ? null
    : { sequence: null, what: `the entry with id ${entry.id} was never sealed` };
}

/** The values of a changed identity are beside the trail, whose entry has their hash. */
async function otherValues(query: Query, chain: number): Promise<AuditFault | null> {
  const [entry] = await query<{ id: string | null }>(
    `select min(e.id) as id from portal.audit_entry e left join portal.patient_identity_change c on c.entry_id = e.id
     where coalesce(e.study_id, 0) = $1 and e.form = 'patient_identity'
       and portal.identity_change_hash(c.salt, c.changes) is distinct from e.details ->> 'values_sha256'`,
    [chain],
  );
  return !entry || entry.id === null
    ? null
    : { sequence: null, what: `the values beside the entry with id ${entry.id} are not those that were recorded` };
}

/** What is registered of whole batches, compared with what their entries say: pages filtered by it would lack entries. */
async function otherRegister(query: Query, chain: number): Promise<AuditFault | null> {
  const [known] = await query<{ batches: number; size: number }>(
    `select portal.audit_batch_size() as size, greatest(
       (select batches from portal.audit_registered where chain = $1),
       (select max(batch) + 1 from portal.audit_register where chain = $1), 0) as batches`,
    [chain],
  );
  const { batches, size } = known ?? { batches: 0, size: 0 };
  for (let batch = 0; batch < batches; batch += 1) {
    const [differing] = await query<{ n: number }>(otherThanRegistered, [chain, batch]);
    if (differing?.n) {
      const which = `entries ${batch * size + 1} to ${(batch + 1) * size}`;
      return { sequence: null, what: `the register of ${which} is not what they say: it has to be written anew` };
    }
  }
  return null;
}

const otherThanRegistered = `
  with due as (
    select r.* from portal.audit_register_of($1, $2) r
    where $2 < (select batches from portal.audit_registered where chain = $1)
  ),
  present as (select * from portal.audit_register where chain = $1 and batch = $2)
  select count(*)::int as n from (
    (select * from due except all select * from present) union all (select * from present except all select * from due)
  ) differing`;

function entries(from: number, to: number): string {
  return from === to ? `entry ${from} is` : `entries ${from} to ${to} are`;
}

/** One line for one chain, for the command line. */
export function chainLine({ study, sequence, hash, heads, fault }: VerifiedChain): string {
  const name = study === portalChain ? 'the portal itself' : study;
  if (fault) return `${name}: ${fault.what}`;
  const upTo = hash === null ? 'no entry yet' : `${sequence} entries as they were sealed, up to ${hash}`;
  return `${name}: ${upTo}; ${heads} heads outside the database agree`;
}
