import { type AuditKind, auditKinds, changeKinds, type Right } from '@haim/schema';
import { isId } from '../../context/id.ts';
import { badInput, notFound, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type AccountDirectory } from '../auth/index.ts';
import { type StudyService } from '../studies/index.ts';
import { type AuditHead, type AuditHeads, portalChain } from './audit-heads.ts';
import { namesIn, type NamesInTrail } from './names-in-trail.ts';
import { type AuditFilter } from './audit.input.ts';
import { type AuditRow, countAuditEntries, readAuditPage, readAuditPeople } from './audit.query.ts';
import { type AuditPlace, type AuditSelection } from './audit-selection.ts';

/** Counting stops here: beyond it, the number would cost more than it tells. */
export const COUNTED = 10_000;
const EXPORTED_AT_ONCE = 5_000;

export interface ChainState {
  /** Entries in the chain. */
  readonly sealed: number;
  /** Entries that wait for their hash: of the last second, if the sealer works. */
  readonly unsealed: number;
  readonly hash: string | null;
  /** The newest head outside the database, and whether the chain still has it. */
  readonly head: (AuditHead & { readonly agrees: boolean }) | null;
  /** The outcome of the newest `portal audit verify`. */
  readonly verified: { readonly at: Date; readonly sequence: number; readonly fault: string | null } | null;
}

/** The trail of a study, or of what belongs to none: sign-ins and other events of the portal as a whole. */
interface Trail {
  readonly studyId: number | null;
  /** The name of its chain outside the database. */
  readonly chain: string;
  readonly readCentres: readonly number[];
}

export class AuditService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly heads: AuditHeads,
    private readonly accounts: AccountDirectory,
  ) {}

  /**
   * Entries of a study, newest first: all of them for those who may read its audit, otherwise those of records at centres
   * that the asker reads. Without a study, those of the portal as a whole.
   *
   * @param after - the id of the last entry that is known.
   * @throws NOT_FOUND for study or centre, BAD_USER_INPUT; FORBIDDEN without a study and the right to read its audit.
   */
  async page(
    ctx: PortalContext,
    study: string | null,
    { filter, first, after }: { filter: AuditFilter; first: number; after: string | null },
  ): Promise<AuditRow[]> {
    if (first < 1 || first > 200) throw badInput('first must be 1 to 200');
    if (after !== null && !/^\d{1,18}$/.test(after)) throw badInput('after must be the id of an entry');
    const trail = this.trailOf(ctx, study);
    return this.db.read(ctx.asker, async (tx) => {
      const selection = await select(tx, trail, filter);
      if (selection === null) return [];
      return readAuditPage(tx, selection, { first, after: after === null ? null : await placeOf(tx, after) });
    });
  }

  /** How many entries a filter leaves, counted up to `COUNTED` and one more. */
  async count(ctx: PortalContext, study: string | null, filter: AuditFilter): Promise<number> {
    const trail = this.trailOf(ctx, study);
    return this.db.read(ctx.asker, async (tx) => {
      const selection = await select(tx, trail, filter);
      return selection === null ? 0 : countAuditEntries(tx, selection, COUNTED + 1);
    });
  }

  /** Whether what belongs to no study is open to the asker. */
  mayReadPortal(ctx: PortalContext): Promise<boolean> {
    return this.db.read(ctx.asker, (tx) => readsWholeAudit(tx, null));
  }

  /** Everybody whom the trail names, for those who may read all of it: others would have to search it for theirs. */
  async people(ctx: PortalContext, study: string | null): Promise<{ id: string; name: string }[]> {
    const { studyId } = this.trailOf(ctx, study);
    return this.db.read(ctx.asker, async (tx) =>
      (await readsWholeAudit(tx, studyId)) ? readAuditPeople(tx, studyId) : [],
    );
  }

  /** Whom and which centres the values of these entries name by their ids. */
  async names(ctx: PortalContext, rows: readonly AuditRow[]): Promise<NamesInTrail> {
    const { userIds, centreIds, patientIds } = namesIn(rows);
    const centres =
      centreIds.length === 0
        ? []
        : await this.db.read(ctx.asker, (tx) =>
            tx.rows<{ id: number; code: string }>('select id, code from portal.centre where id = any ($1)', [
              centreIds,
            ]),
          );
    const patients = patientIds.length === 0 ? [] : await this.db.read(ctx.asker, (tx) => codesOf(tx, patientIds));
    return {
      patients: new Map(patients.map(({ id, code }) => [id, code])),
      people: await this.accounts.namesOf(userIds),
      centres: new Map(centres.map(({ id, code }) => [String(id), code])),
    };
  }

  /** The chain of a study, or of the portal; null for those who may not read its whole audit. */
  async chain(ctx: PortalContext, study: string | null): Promise<ChainState | null> {
    const { studyId, chain } = this.trailOf(ctx, study);
    const outside = (await this.heads.read(chain)).at(-1) ?? null;
    return this.db.read(ctx.asker, async (tx) => {
      if (!(await readsWholeAudit(tx, studyId))) return null;
      const sealed = studyId ?? 0;
      const [last] = await tx.rows<{ sequence: string; hash: string }>(`${sealOf} order by sequence desc limit 1`, [
        sealed,
      ]);
      const [same] = await tx.rows<{ hash: string }>(`${sealOf} and sequence = $2`, [sealed, outside?.sequence ?? 0]);
      const [waiting] = await tx.rows<{ n: string }>('select portal.unsealed_entries($1) as n', [sealed]);
      const [verified] = await tx.rows<{ at: Date; details: { sequence: number; fault: string | null } }>(
        `select at, details from portal.audit_entry where study_id ${studyId === null ? 'is null' : '= $1'}
         and action = 'auditVerified' order by at desc, id desc limit 1`,
        studyId === null ? [] : [studyId],
      );
      return {
        sealed: Number(last?.sequence ?? 0),
        unsealed: Number(waiting?.n ?? 0),
        hash: last?.hash ?? null,
        head: outside && { ...outside, agrees: same?.hash === outside.hash },
        verified: verified
          ? { at: verified.at, sequence: verified.details.sequence, fault: verified.details.fault }
          : null,
      };
    });
  }

  /**
   * Every entry that a filter leaves, newest first, in batches that are read as they are asked for; the export itself is
   * recorded before the first of them.
   *
   * @throws NOT_FOUND for study or centre, FORBIDDEN for those who may not read the whole audit.
   */
  async export(
    ctx: PortalContext,
    study: string | null,
    filter: AuditFilter,
  ): Promise<AsyncIterable<readonly AuditRow[]>> {
    const trail = this.trailOf(ctx, study);
    const { studyId } = trail;
    const selection = await this.db.read(ctx.asker, async (tx) => {
      if (!(await readsWholeAudit(tx, studyId))) throw withoutRight(wholeRight(studyId));
      return select(tx, trail, filter);
    });
    await this.db.write(ctx.asker, null, (tx) =>
      recordEvent(tx, { kind: 'exported', studyId, details: { what: 'audit', ...named(filter) } }),
    );
    return this.batches(ctx, selection);
  }

  /** @throws NOT_FOUND for the study, BAD_USER_INPUT. */
  async recordExport(
    ctx: PortalContext,
    study: string,
    { what, rows, fileName = null }: { what: string; rows: number; fileName?: string | null },
  ): Promise<void> {
    const { studyId } = this.studies.scope(ctx, study);
    if (!what.trim() || what.length > 80) throw badInput('what must have 1 to 80 characters');
    if (rows < 0) throw badInput('rows must be 0 or more');
    if (fileName !== null && fileName.length > 200) throw badInput('fileName must have at most 200 characters');
    const file = fileName?.trim() ? { file_name: fileName.trim() } : {};
    await this.db.write(ctx.asker, null, (tx) =>
      recordEvent(tx, { kind: 'exported', studyId, details: { what: what.trim(), rows, ...file } }),
    );
  }

  /** @throws NOT_FOUND for a study that is not the asker's. */
  private trailOf(ctx: PortalContext, study: string | null): Trail {
    if (study === null) return { studyId: null, chain: portalChain, readCentres: [] };
    return { ...this.studies.scope(ctx, study), chain: study };
  }

  private async *batches(ctx: PortalContext, selection: AuditSelection | null): AsyncGenerator<readonly AuditRow[]> {
    if (selection === null) return;
    let after: AuditPlace | null = null;
    for (;;) {
      const page: { first: number; after: AuditPlace | null } = { first: EXPORTED_AT_ONCE, after };
      const rows: AuditRow[] = await this.db.read(ctx.asker, (tx) => readAuditPage(tx, selection, page));
      if (rows.length > 0) yield rows;
      if (rows.length < EXPORTED_AT_ONCE) return;
      after = rows.at(-1) ?? null;
    }
  }
}

/** Also of those who were removed, or merged into another. */
function codesOf(tx: StudyTransaction, ids: readonly string[]): Promise<{ id: string; code: string }[]> {
  return tx.rows(
    `select id, code from portal.patient where id = any ($1::uuid[])
     union all select id, patient_code from portal.removed_record where form = 'patient' and id = any ($1::uuid[])`,
    [ids.filter(isId)],
  );
}

const sealOf = `select sequence, encode(hash, 'hex') as hash from portal.audit_seal where chain = $1`;

const wholeRight = (studyId: number | null): Right => (studyId === null ? 'readPortalAudit' : 'readAudit');

async function readsWholeAudit(tx: StudyTransaction, studyId: number | null): Promise<boolean> {
  const [row] = await (studyId === null
    ? tx.rows<{ whole: boolean }>('select portal.asker_may($1) as whole', [wholeRight(null)])
    : tx.rows<{ whole: boolean }>('select $1 = any (portal.auditable_studies()) as whole', [studyId]));
  return row?.whole ?? false;
}

/** What a filter means for this asker; null where it names a patient whom the asker does not read or there is not. */
async function select(tx: StudyTransaction, trail: Trail, filter: AuditFilter): Promise<AuditSelection | null> {
  const { patientId, patientCode, centre, from, before } = filter;
  const reason = filter.reason?.trim() || null;
  if (reason !== null && reason.length > 200) throw badInput('reason must have at most 200 characters');
  if (from && before && from >= before) throw badInput('before must be later than from');
  const kinds = filter.kinds.length > 0 ? [...new Set<AuditKind>(filter.kinds)] : auditKinds;
  const { studyId, readCentres } = trail;
  const whole = await readsWholeAudit(tx, studyId);
  // Of a study there is something for each of its members; what belongs to none is open as a whole or not at all.
  if (studyId === null && !whole) throw withoutRight('readPortalAudit');
  if (filter.recordId && !isId(filter.recordId)) return null;
  let patients: AuditSelection['patients'] = null;
  if (patientId || patientCode?.trim()) {
    if (patientId && !isId(patientId)) return null;
    patients = await tx.rows<{ id: string; centreId: number }>(
      // Also by a code that a patient had before, and who was removed; with those who were merged into them.
      `with recursive found as (
         select id, centre_id from (
           select id, centre_id, code from portal.patient
           union select patient_id, centre_id, code from portal.former_code
           union select id, centre_id, patient_code from portal.removed_record where form = 'patient'
         ) known
         where centre_id = any ($1) and ($2::uuid is null or id = $2) and ($3::text is null or code = $3)
         union
         select r.id, r.centre_id from portal.removed_record r join found f on r.merged_into = f.id and r.centre_id = f.centre_id
         where r.form = 'patient'
       ) select id, centre_id as "centreId" from found`,
      [readCentres, patientId || null, patientCode?.trim() || null],
    );
    if (patients.length === 0) return null;
  }
  const [found] = await tx.rows<{ id: number }>(
    'select id from portal.centre where study_id = $1 and code = $2 and ($3 or id = any ($4))',
    [studyId, centre ?? '', whole, readCentres],
  );
  if (centre && !found) throw notFound('centre');
  return {
    studyId,
    centres: whole ? null : readCentres,
    kinds: whole ? kinds : kinds.filter((kind) => (changeKinds as readonly AuditKind[]).includes(kind)),
    userId: filter.userId ?? null,
    patients,
    recordId: filter.recordId ?? null,
    form: filter.form ?? null,
    field: filter.field ?? null,
    centreId: centre ? (found?.id ?? null) : null,
    from: from ?? null,
    before: before ?? null,
    reason,
  };
}

async function placeOf(tx: StudyTransaction, id: string): Promise<AuditPlace> {
  const [place] = await tx.rows<AuditPlace>(
    'select at::text as "atText", id::text as id from portal.audit_entry where id = $1',
    [id],
  );
  if (!place) throw badInput('after must be the id of an entry');
  return place;
}

/** What a filter says, for the trail. */
function named(filter: AuditFilter): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => {
      if (value === null || value === undefined) return [];
      return [[name, value instanceof Date ? value.toISOString() : value]];
    }),
  );
}
