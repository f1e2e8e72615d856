import { hasRight } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type ReadTransaction, type StudyDb } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { type ChangedPatient, type ChangedValue, changedSettings, changeOf } from './snapshot-difference.ts';
import {
  type ChangeCount,
  checkSnapshot,
  makeSnapshot,
  readChanges,
  readDifference,
  readSettings,
  readSnapshots,
  type SnapshotRow,
} from './snapshot.query.ts';

export interface ShownSnapshot extends Omit<SnapshotRow, 'total'> {
  /** Of all centres; null for who may not read all of them. */
  readonly total: number | null;
}

export interface SnapshotCheck {
  readonly id: string;
  readonly isSound: boolean;
  readonly sha256: string;
  /** Of what is stored now. */
  readonly recomputed: string;
  /** Patients whose content is not what their hash says, or is gone. */
  readonly damaged: number;
}

export interface Difference extends Omit<ChangeCount, 'id'> {
  readonly settings: readonly ChangedValue[];
  /** The first by code, where there are more. */
  readonly patients: readonly ChangedPatient[];
}

/** Patients of a difference that one answer names. */
export const MOST_SHOWN = 1000;
const uniqueViolation = '23505';
const checkViolation = '23514';

/** Frozen data versions of a study: kept, checked, and compared with each other and with now. */
export class SnapshotService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** Newest first. @throws NOT_FOUND, FORBIDDEN for who reads no record. */
  async list(ctx: PortalContext, study: string): Promise<ShownSnapshot[]> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    const found = await this.db.read(ctx.asker, (tx) => readSnapshots(tx, scope.studyId, scope.readCentres));
    return this.shown(ctx, scope, found);
  }

  /** @throws as `list`; NOT_FOUND for a snapshot that is absent, or of another study. */
  async one(ctx: PortalContext, study: string, id: string): Promise<ShownSnapshot> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    const found = await this.db.read(ctx.asker, (tx) => this.found(tx, scope, id));
    const [shown] = await this.shown(ctx, scope, [found]);
    if (!shown) throw notFound('snapshot');
    return shown;
  }

  /**
   * Keeps every analysis row of the study as it is now, of all centres.
   *
   * @throws FORBIDDEN without the right, BAD_USER_INPUT for a name that is taken or does not suit, or without a reason.
   */
  async make(ctx: PortalContext, study: string, given: { name: string; reason: string }): Promise<ShownSnapshot> {
    const scope = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'makeSnapshots', study)) throw withoutRight('makeSnapshots');
    const [name, reason] = [given.name.trim(), given.reason.trim()];
    if (name === '' || name.length > 80 || /\p{Cc}/u.test(name)) throw wrong('name', nameExpected);
    if (reason === '' || reason.length > 500) throw wrong('reason', reasonExpected);
    const made = await this.db
      .write(ctx.asker, reason, async (tx) => {
        const id = await makeSnapshot(tx, scope.studyId, name, reason);
        const [row] = await readSnapshots(tx, scope.studyId, scope.readCentres, id);
        if (!row) throw notFound('snapshot');
        const { sha256, dataVersion, total } = row;
        const details = { name, sha256, dataVersion, patients: total };
        await recordEvent(tx, { kind: 'snapshotMade', studyId: scope.studyId, details });
        return row;
      })
      .catch((error: unknown) => {
        const { code } = error as { code?: unknown };
        if (code === uniqueViolation) throw wrong('name', nameTaken);
        if (code === checkViolation) throw wrong('name', nameExpected);
        throw error;
      });
    const [shown] = await this.shown(ctx, scope, [made]);
    if (!shown) throw notFound('snapshot');
    return shown;
  }

  /** Computes the hash again from what is stored. @throws as `one`. */
  async check(ctx: PortalContext, study: string, id: string): Promise<SnapshotCheck> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, async (tx) => {
      const { sha256 } = await this.found(tx, scope, id);
      const checked = await checkSnapshot(tx, id);
      if (!checked) throw notFound('snapshot');
      return { id, sha256, ...checked, isSound: checked.recomputed === sha256 && checked.damaged === 0 };
    });
  }

  /** How many patients of one's own centres are not now what each snapshot keeps. @throws as `list`. */
  changes(ctx: PortalContext, study: string): Promise<ChangeCount[]> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, (tx) => readChanges(tx, scope.studyId, scope.readCentres));
  }

  /**
   * By patient and field, of one's own centres alone.
   *
   * @param to - null: now.
   * @throws as `one`, of either.
   */
  async difference(
    ctx: PortalContext,
    study: string,
    from: string,
    to: string | null,
    most = MOST_SHOWN,
  ): Promise<Difference> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    const { studyId, readCentres: centreIds } = scope;
    return this.db.read(ctx.asker, async (tx) => {
      await this.found(tx, scope, from);
      if (to !== null) await this.found(tx, scope, to);
      const before = await readSettings(tx, studyId, from);
      const after = await readSettings(tx, studyId, to);
      const { patients, ...counts } = await readDifference(tx, { studyId, centreIds, from, to, most });
      return { ...counts, settings: changedSettings(before, after), patients: patients.map(changeOf) };
    });
  }

  private async found(tx: ReadTransaction, scope: StudyScope, id: string): Promise<SnapshotRow> {
    const [found] = isId(id) ? await readSnapshots(tx, scope.studyId, scope.readCentres, id) : [];
    if (!found) throw notFound('snapshot');
    return found;
  }

  private async shown(ctx: PortalContext, scope: StudyScope, rows: readonly SnapshotRow[]): Promise<ShownSnapshot[]> {
    const covers = await this.studies.coversStudy(ctx, scope);
    return rows.map((row) => ({ ...row, total: covers ? row.total : null }));
  }
}

const nameExpected = { en: '1 to 80 characters in one line', zh: '1 至 80 个字符，不换行' };
const nameTaken = { en: 'a name that no other snapshot of the study has', zh: '本研究中未被其他快照使用的名称' };
const reasonExpected = { en: '1 to 500 characters', zh: '1 至 500 个字符' };

function wrong(field: 'name' | 'reason', expected: { en: string; zh: string }): Error {
  return badInput(`${field} must be ${expected.en}`, [{ field, problem: 'rule', severity: 'error', expected }]);
}
