import { type AuditKind, auditKinds, changeKinds } from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { type AuditHead, type AuditHeads } from './audit-heads.ts';
import { type AuditFilter } from './audit.input.ts';
import {
  type AuditPlace,
  type AuditRow,
  type AuditSelection,
  countAuditEntries,
  readAuditPage,
  readAuditPeople,
} from './audit.query.ts';

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

export class AuditService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly heads: AuditHeads,
  ) {}

  /**
   * Entries of a study, newest first: all of them for those who may read its audit, otherwise those of records at centres
   * that the asker reads.
   *
   * @param after - the id of the last entry that is known.
   * @throws NOT_FOUND for study or centre, BAD_USER_INPUT.
   */
  async page(
    ctx: PortalContext,
    study: string,
    { filter, first, after }: { filter: AuditFilter; first: number; after: string | null },
  ): Promise<AuditRow[]> {
    if (first < 1 || first > 200) throw badInput('first must be 1 to 200');
    if (after !== null && !/^\d{1,18}$/.test(after)) throw badInput('after must be the id of an entry');
    const scope = this.studies.scope(ctx, study);
    return this.db.read(ctx.asker, async (tx) => {
      const selection = await select(tx, scope, filter);
      if (selection === null) return [];
      return readAuditPage(tx, selection, { first, after: after === null ? null : await placeOf(tx, after) });
    });
  }

  /** How many entries a filter leaves, counted up to `COUNTED` and one more. */
  async count(ctx: PortalContext, study: string, filter: AuditFilter): Promise<number> {
    const scope = this.studies.scope(ctx, study);
    return this.db.read(ctx.asker, async (tx) => {
      const selection = await select(tx, scope, filter);
      return selection === null ? 0 : countAuditEntries(tx, selection, COUNTED + 1);
    });
  }

  /** Everybody whom the trail names, for those who may read all of it: others would have to search it for theirs. */
  async people(ctx: PortalContext, study: string): Promise<{ id: string; name: string }[]> {
    const { studyId } = this.studies.scope(ctx, study);
    return this.db.read(ctx.asker, async (tx) =>
      (await readsWholeAudit(tx, studyId)) ? readAuditPeople(tx, studyId) : [],
    );
  }

  /** The chain of a study; null for those who may not read its whole audit. */
  async chain(ctx: PortalContext, study: string): Promise<ChainState | null> {
    const { studyId } = this.studies.scope(ctx, study);
    const outside = (await this.heads.read(study)).at(-1) ?? null;
    return this.db.read(ctx.asker, async (tx) => {
      if (!(await readsWholeAudit(tx, studyId))) return null;
      const [last] = await tx.rows<{ sequence: string; hash: string }>(`${sealOf} order by sequence desc limit 1`, [
        studyId,
      ]);
      const [same] = await tx.rows<{ hash: string }>(`${sealOf} and sequence = $2`, [studyId, outside?.sequence ?? 0]);
      const [waiting] = await tx.rows<{ n: string }>('select portal.unsealed_entries($1) as n', [studyId]);
      const [verified] = await tx.rows<{ at: Date; details: { sequence: number; fault: string | null } }>(
        `select at, details from portal.audit_entry where study_id = $1 and action = 'auditVerified' order by at desc, id desc limit 1`,
        [studyId],
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
  async export(ctx: PortalContext, study: string, filter: AuditFilter): Promise<AsyncIterable<readonly AuditRow[]>> {
    const scope = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'readAudit', study)) throw withoutRight('readAudit');
    const selection = await this.db.read(ctx.asker, async (tx) => {
      if (!(await readsWholeAudit(tx, scope.studyId))) throw withoutRight('readAudit');
      return select(tx, scope, filter);
    });
    await this.db.write(ctx.asker, null, (tx) =>
      recordEvent(tx, { kind: 'exported', studyId: scope.studyId, details: { what: 'audit', ...named(filter) } }),
    );
    return this.batches(ctx, selection);
  }

  /** @throws NOT_FOUND for the study, BAD_USER_INPUT. */
  async recordExport(ctx: PortalContext, study: string, { what, rows }: { what: string; rows: number }): Promise<void> {
    const { studyId } = this.studies.scope(ctx, study);
    if (!what.trim() || what.length > 80) throw badInput('what must have 1 to 80 characters');
    if (rows < 0) throw badInput('rows must be 0 or more');
    await this.db.write(ctx.asker, null, (tx) =>
      recordEvent(tx, { kind: 'exported', studyId, details: { what: what.trim(), rows } }),
    );
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

const sealOf = `select sequence, encode(hash, 'hex') as hash from portal.audit_seal where chain = $1`;

async function readsWholeAudit(tx: StudyTransaction, studyId: number): Promise<boolean> {
  const [row] = await tx.rows<{ whole: boolean }>('select $1 = any (portal.auditable_studies()) as whole', [studyId]);
  return row?.whole ?? false;
}

/** What a filter means for this asker; null where it names a patient whom the asker does not read or there is not. */
async function select(tx: StudyTransaction, scope: StudyScope, filter: AuditFilter): Promise<AuditSelection | null> {
  const { patientId, patientCode, centre, from, before } = filter;
  const reason = filter.reason?.trim() || null;
  if (reason !== null && reason.length > 200) throw badInput('reason must have at most 200 characters');
  if (from && before && from >= before) throw badInput('before must be later than from');
  const kinds = filter.kinds.length > 0 ? [...new Set<AuditKind>(filter.kinds)] : auditKinds;
  const whole = await readsWholeAudit(tx, scope.studyId);
  let patients: AuditSelection['patients'] = null;
  if (patientId || patientCode?.trim()) {
    if (patientId && !isId(patientId)) return null;
    patients = await tx.rows<{ id: string; centreId: number }>(
      `select id, centre_id as "centreId" from portal.patient
       where centre_id = any ($1) and ($2::uuid is null or id = $2) and ($3::text is null or code = $3)`,
      [scope.readCentres, patientId || null, patientCode?.trim() || null],
    );
    if (patients.length === 0) return null;
  }
  const [found] = await tx.rows<{ id: number }>(
    'select id from portal.centre where study_id = $1 and code = $2 and ($3 or id = any ($4))',
    [scope.studyId, centre ?? '', whole, scope.readCentres],
  );
  if (centre && !found) throw notFound('centre');
  return {
    studyId: scope.studyId,
    centres: whole ? null : scope.readCentres,
    kinds: whole ? kinds : kinds.filter((kind) => (changeKinds as readonly AuditKind[]).includes(kind)),
    userId: filter.userId ?? null,
    patients,
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
