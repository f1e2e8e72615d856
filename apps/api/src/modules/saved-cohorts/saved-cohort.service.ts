import {
  allOf,
  checkSavedCohort,
  type CohortFilter,
  isError,
  type Issue,
  outcomesIn,
  type SavedKind,
  variablesOf,
} from '@haim/schema';
import {
  inCohort,
  readDefinitions,
  type SavedDefinition,
  type ShownCount,
  type StudyAnswers,
  type SubjectColumns,
  type SubjectStore,
  withSavedRules,
} from '../../columns/index.ts';
import { hasRight } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type ReadTransaction, type StudyDb, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import {
  type Chosen,
  codesOfCentres,
  findSaved,
  insertPatients,
  insertSaved,
  readPatients,
  readSaved,
  readVersions,
  type SavedRow,
  type SavedVersion,
  updateSaved,
} from './saved-cohort.query.ts';

/** What became of the patients who were chosen, in the centres of whoever chose them that the asker may read. */
export interface Since {
  /** Who was chosen. */
  readonly n: number;
  readonly entered: number;
  readonly left: number;
  /** Of those who were chosen, who has another value. */
  readonly changed: number;
}

export interface SavedCohortData extends SavedRow {
  /** Patients who are in it now; null where its rule is not understood any more, and for one that was removed. */
  readonly nNow: number | null;
  /** Null where the asker reads none of the centres of which it was chosen, or nothing can be counted. */
  readonly since: Since | null;
  /** What of the rule is not understood any more. */
  readonly faults: readonly string[];
  readonly mayChange: boolean;
}

export interface NewCohort {
  readonly name: string;
  readonly description: string;
  /** Null leaves the rule as it is. */
  readonly filter: CohortFilter | null;
}

interface ReadVersion {
  readonly id: string;
  readonly version: number;
}

/** Selections that a study keeps under a name. */
export class SavedCohortService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly columns: SubjectStore,
    private readonly shared: StudyAnswers,
  ) {}

  /** By name, with what is in them now. @throws NOT_FOUND, FORBIDDEN. */
  async list(ctx: PortalContext, study: string, removed: boolean): Promise<SavedCohortData[]> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const found: SavedCohortData[] = [];
      for (const row of await readSaved(tx, scope.studyId, removed))
        found.push(await this.counted(ctx, scope, columns, tx, row));
      return found;
    });
  }

  /** Number, name and rule of those that conditions may name; none for who reads no record. */
  async names({ asker }: PortalContext, study: string): Promise<SavedDefinition[]> {
    if (!hasRight(asker, 'readRecords', study)) return [];
    const { studyId } = this.studies.scope({ asker }, study);
    const all = await this.db.read(asker, (tx) => readDefinitions(tx, studyId));
    return all.filter(({ isRemoved }) => !isRemoved);
  }

  /** Newest first; none of a cohort that the study does not have. @throws NOT_FOUND, FORBIDDEN. */
  async versions(ctx: PortalContext, study: string, id: string): Promise<SavedVersion[]> {
    const { studyId } = this.studies.scopeWith(ctx, study, 'readRecords');
    return isId(id) ? this.db.read(ctx.asker, (tx) => readVersions(tx, studyId, id)) : [];
  }

  /**
   * Patients of a cohort in all centres, protected; null where the study shares no numbers, the asker reads every centre
   * anyway, or nothing may be told.
   */
  async ofAllCentres(ctx: PortalContext, study: string, number: number): Promise<ShownCount | null> {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    if (await this.studies.coversStudy(ctx, scope)) return null;
    const { disclosure } = await this.studies.one(ctx, study);
    const question = { filter: inCohort(number), groupBy: null, check: () => undefined };
    try {
      return await this.shared.answer(ctx.asker, scope, disclosure, question, ({ n }) => ({ n, atMost: false }));
    } catch (error) {
      // Whatever the reason: it would tell of patients.
      if (error instanceof PortalError) return null;
      throw error;
    }
  }

  /**
   * Keeps the patients of a selection, or its conditions.
   *
   * @throws NOT_FOUND; FORBIDDEN; STUDY_CLOSED; BAD_USER_INPUT naming each field and what is expected.
   */
  async save(ctx: PortalContext, study: string, kind: SavedKind, given: NewCohort): Promise<SavedCohortData> {
    const scope = this.openScope(ctx, study);
    refuse(checkSavedCohort(given));
    const { chosen, patientIds } = await this.choose(ctx, scope, kind, given, 1);
    const id = await this.written(ctx, async (tx) => {
      const added = await insertSaved(tx, scope.studyId, kind, chosen, ctx.asker.name);
      await insertPatients(tx, { id: added, version: 1 }, scope.readCentres, patientIds);
      return added;
    });
    return this.one(ctx, scope, id);
  }

  /** A new version: of the name, the description, or the rule. @throws as `save`; CONFLICT. */
  async change(ctx: PortalContext, study: string, read: ReadVersion, given: NewCohort): Promise<SavedCohortData> {
    const scope = this.openScope(ctx, study);
    const before = await this.mine(ctx, scope, read.id);
    refuse(checkSavedCohort(given));
    if (given.filter !== null && before.kind === 'patients') {
      refuse([issueOf('selection', 'left as it is: its patients are frozen', '保持不变：该队列的患者已固定')]);
    }
    const next = read.version + 1;
    const again = given.filter === null ? null : await this.choose(ctx, scope, before.kind, given, next);
    const kept = { ...before, name: given.name.trim(), description: given.description.trim() };
    await this.written(ctx, async (tx) => {
      await this.store(tx, ctx, read, again?.chosen ?? kept, false);
      if (again) await insertPatients(tx, { id: read.id, version: next }, scope.readCentres, again.patientIds);
    });
    return this.one(ctx, scope, read.id);
  }

  /** Makes an earlier version the present one again, also of a cohort that was removed. @throws as `change`. */
  async restore(ctx: PortalContext, study: string, read: ReadVersion, to: number): Promise<SavedCohortData> {
    const scope = this.openScope(ctx, study);
    await this.mine(ctx, scope, read.id);
    await this.written(ctx, async (tx) => {
      const wanted = (await readVersions(tx, scope.studyId, read.id)).find(({ version }) => version === to);
      if (!wanted) throw notFound('version');
      await this.store(tx, ctx, read, wanted, false);
    });
    return this.one(ctx, scope, read.id);
  }

  /** Takes a cohort out of the list; it can be restored. @throws as `change`. */
  async remove(ctx: PortalContext, study: string, read: ReadVersion): Promise<SavedCohortData> {
    const scope = this.openScope(ctx, study);
    const before = await this.mine(ctx, scope, read.id);
    await this.written(ctx, (tx) => this.store(tx, ctx, read, before, true));
    return this.one(ctx, scope, read.id);
  }

  private openScope(ctx: PortalContext, study: string): StudyScope {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    if (scope.isClosed) throw studyClosed(study);
    return scope;
  }

  private async store(
    tx: WriteTransaction,
    { asker }: PortalContext,
    read: ReadVersion,
    next: Chosen,
    removed: boolean,
  ) {
    if (await updateSaved(tx, read, next, removed, asker.name)) return;
    throw new PortalError('CONFLICT', 'somebody changed this cohort meanwhile: look at it again');
  }

  private written<T>({ asker }: PortalContext, work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.db.write(asker, null, work).catch(refuseTaken);
  }

  /** @throws NOT_FOUND; FORBIDDEN for who neither saved it nor manages the study. */
  private async mine(ctx: PortalContext, { studyId, code }: StudyScope, id: string): Promise<SavedRow> {
    const found = await this.db.read(ctx.asker, (tx) => storedIn(tx, studyId, id));
    if (!mayChange(ctx, code, found)) throw withoutRight('manageStudy');
    return found;
  }

  private one(ctx: PortalContext, scope: StudyScope, id: string): Promise<SavedCohortData> {
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) =>
      this.counted(ctx, scope, columns, tx, await storedIn(tx, scope.studyId, id)),
    );
  }

  /** Who is in a selection now, and what is kept of it. */
  private choose(
    ctx: PortalContext,
    scope: StudyScope,
    kind: SavedKind,
    { name, description, filter }: NewCohort,
    chosenVersion: number,
  ): Promise<{ readonly chosen: Chosen; readonly patientIds: readonly string[] }> {
    return this.columns.answer(ctx.asker, scope.studyId, (columns) => {
      const cohort = columns.cohort(filter);
      const conditions = withSavedRules(filter, columns.saved);
      if (kind === 'rule') refuse(faultsOfRule(conditions));
      if (kind === 'patients' && cohort.n === 0) {
        refuse([issueOf('selection', 'a selection of at least one patient', '至少包含一名患者的选择')]);
      }
      const chosen: Chosen = {
        name: name.trim(),
        description: description.trim(),
        rule: kind === 'rule' ? conditions : null,
        known: outcomesIn(filter, columns.own).length > 0 ? 'outcome' : 'timeZero',
        n: cohort.n,
        centreIds: scope.readCentres,
        dataVersion: columns.version,
        chosenVersion,
      };
      return { chosen, patientIds: cohort.patientIds() };
    });
  }

  private async counted(
    ctx: PortalContext,
    { studyId, code, readCentres }: StudyScope,
    columns: SubjectColumns,
    tx: ReadTransaction,
    row: SavedRow,
  ): Promise<SavedCohortData> {
    const definition = columns.saved?.definitions.find(({ id }) => id === row.id);
    const faults = definition ? (columns.saved?.faultsOf(definition) ?? []) : [];
    const rest = { ...row, faults, mayChange: mayChange(ctx, code, row) };
    if (row.removedAt !== null || faults.length > 0) return { ...rest, nNow: null, since: null };
    const isIn = inCohort(row.number);
    const nNow = columns.cohort(isIn).n;
    const covered = row.centreIds.filter((id) => readCentres.includes(id));
    if (covered.length === 0) return { ...rest, nNow, since: null };
    const centres: CohortFilter = { variable: 'centre', in: await codesOfCentres(tx, covered) };
    const now = columns.cohort(allOf([isIn, centres]));
    const { ids, changed } = await readPatients(tx, studyId, row);
    const stayed = now.among(ids).size;
    return {
      ...rest,
      nNow,
      since: { n: ids.length, entered: now.n - stayed, left: ids.length - stayed, changed },
    };
  }
}

function mayChange({ asker }: PortalContext, study: string, { userId }: SavedRow): boolean {
  return userId === asker.userId || hasRight(asker, 'manageStudy', study);
}

async function storedIn(tx: StudyTransaction, studyId: number, id: string): Promise<SavedRow> {
  const found = isId(id) ? await findSaved(tx, studyId, id) : undefined;
  if (!found) throw notFound('cohort');
  return found;
}

/** A rule is read by everybody in the study, also by those to whom a patient is closed. */
function faultsOfRule(rule: CohortFilter | null): Issue[] {
  if (rule === null) {
    return [
      issueOf(
        'selection',
        'at least one condition: the whole study needs no saved cohort',
        '至少一个条件：整个研究无需保存为队列',
      ),
    ];
  }
  if (!variablesOf(rule).includes('code')) return [];
  return [
    issueOf(
      'selection',
      'conditions that name no patient: every member of the study reads a rule. Freeze the patients instead',
      '不指名患者的条件：规则对研究的所有成员可见，请改为固定患者名单',
    ),
  ];
}

function refuse(issues: readonly Issue[]): void {
  if (!issues.some(isError)) return;
  throw badInput(issues.map(({ field, expected }) => `${field} must be ${expected.en}`).join('; '), issues);
}

function refuseTaken(error: unknown): never {
  if ((error as { readonly constraint?: string }).constraint === 'saved_cohort_name') {
    const issues = [issueOf('name', 'a name that no other cohort of the study has', '本研究其他队列未使用的名称')];
    throw new PortalError('CONFLICT', 'another cohort of the study has this name', { issues });
  }
  throw error;
}

function issueOf(field: string, en: string, zh: string): Issue {
  return { field, problem: 'rule', severity: 'error', expected: { en, zh } };
}
