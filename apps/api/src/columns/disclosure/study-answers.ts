import { randomFillSync } from 'node:crypto';
import {
  adverseEventVariable,
  allOf,
  type CohortFilter,
  conjunctsOf,
  type DisclosureRule,
  isCohortKey,
  isCompared,
  isParted,
  isOfStudy,
  type Population,
  populationFilter,
  type SubjectVariable,
  variablesOf,
} from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { type Asker, hasRight } from '../../context/asker.ts';
import { badInput, notShared, PortalError, withheld, withoutRight } from '../../context/portal-error.ts';
import { type ReadTransaction, type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { hasColumn } from '../block.ts';
import { outsideOf } from '../kernels/outside.ts';
import { type SavedCohorts, withCohorts, withSavedRules } from '../saved-cohorts.ts';
import { refuseUnknown, SubjectColumns } from '../subject-columns.ts';
import { readerOf, type SubjectStore } from '../subject-store.ts';
import { type CentreBlock, ProtectedCohort, withGroup } from './protected-cohort.ts';
import { toFigures } from './protect-counts.ts';
import { selectionKey } from './selection-key.ts';
import { emptyBits, type PatientBits, type Selection, SelectionLedger, setBit } from './selection-ledger.ts';
import { mostFigures } from './told-quantity.ts';

/** What one member of a study asks about all of its centres. */
export interface StudyQuestion {
  readonly filter: CohortFilter | null;
  /** The variable by whose values the answer divides patients; null where it does not. */
  readonly groupBy: string | null;
  /** Refuses a `groupBy` that is none. @param own - the variables that fields of the study are. */
  readonly check: (own: readonly SubjectVariable[]) => void;
}

export interface AboutAnswer {
  readonly version: number;
  readonly own: readonly SubjectVariable[];
  /** Whether patients who are not eligible are left out. */
  readonly leavesOut: boolean;
  /** Everybody whom analyses count; null where an earlier selection is too close to all of them. */
  readonly whole: ProtectedCohort | null;
}

/**
 * All centres of a study at one version, from which every answer is made until enough has changed: otherwise asking again
 * after each entry would show what was entered.
 */
interface Release {
  readonly version: number;
  /** Of recipe and variables: another one needs another release. */
  readonly layout: string;
  readonly own: readonly SubjectVariable[];
  /** Whom analyses count. */
  readonly population: Population;
  readonly centres: readonly CentreBlock[];
  readonly ledger: SelectionLedger;
  /** The last stored selection that the ledger knows. */
  lastId: number;
  /** What was counted of all centres beside patients, by its name. */
  readonly shares: Map<string, Promise<number | null>>;
}

/** Selections that are checked against everything that was answered. */
interface LedgerQuestion {
  readonly asker: Asker;
  readonly study: { readonly studyId: number; readonly readCentres: readonly number[] };
  readonly rule: DisclosureRule;
  readonly release: Release;
  /** Those of the release, with the cohorts that the study keeps. */
  readonly centres: readonly CentreBlock[];
  readonly selections: readonly { readonly filter: CohortFilter | null; readonly key: string }[];
}

/** Selections that somebody may try in a day, answered or refused: what refusals tell is limited too. */
const MOST_A_DAY = 300;

/**
 * The one way by which numbers of all centres reach somebody who may read some of them. The columns of other centres stay
 * in here; what is handed on is a `ProtectedCohort`, after the selections of the question passed the ledger.
 */
export class StudyAnswers {
  private readonly releases = new Map<number, Release>();
  private readonly turns = new Map<number, Promise<unknown>>();
  private readonly tried = new LRUCache<string, { n: number }>({ max: 10_000, ttl: 24 * 3_600_000 });

  constructor(
    private readonly db: StudyDb,
    private readonly columns: SubjectStore,
  ) {}

  /**
   * @throws FORBIDDEN where the study shares nothing or the asker may read no record of it, BAD_USER_INPUT for a selection
   *   by patient or centre, WITHHELD where numbers would tell of single patients, TOO_MANY_REQUESTS.
   */
  async answer<T>(
    asker: Asker,
    study: { readonly studyId: number; readonly code: string; readonly readCentres: readonly number[] },
    rule: DisclosureRule,
    { filter: named, groupBy, check }: StudyQuestion,
    work: (cohort: ProtectedCohort, about: AboutAnswer) => T,
  ): Promise<T> {
    if (!hasRight(asker, 'readRecords', study.code)) throw withoutRight('readRecords');
    if (!rule.isOn) throw notShared();
    const { release, saved } = await this.inTurn(study.studyId, () => this.releaseOf(study.studyId, rule));
    const own = [...release.own, ...(saved?.variables ?? [])];
    if (variablesOf(named).some(isOfStudy)) refuseUnknown(named, own);
    // What is told is limited by the conditions themselves: a rule may change, its name does not.
    const asked = withSavedRules(named, saved);
    refuseNames(asked, groupBy);
    const centres = release.centres.map(({ centreId, block }) => ({
      centreId,
      block: withCohorts(block, centreId, saved),
    }));
    const counted = populationFilter(release.population, variablesOf(asked));
    const filter = counted === null ? asked : allOf([asked, counted]);
    check(own);
    const cohort = new ProtectedCohort(centres, study.readCentres, filter, rule);
    const filters = [
      filter,
      ...(groupBy === null ? [] : cohort.groupsOf(groupBy).map((v) => withGroup(filter, groupBy, v))),
    ];
    const selections = filters.map((one) => ({ filter: one, key: selectionKey(one) }));
    if (!selections.every(({ key }) => release.ledger.has(key))) this.count(asker);
    const ofAll = new ProtectedCohort(centres, study.readCentres, populationFilter(release.population, []), rule);
    const question = { asker, study, rule, release, centres };
    const wholeFilter = populationFilter(release.population, []);
    const everybody = ofAll.isTooFew() ? [] : [{ filter: wholeFilter, key: selectionKey(wholeFilter) }];
    const isAnswered = !cohort.isTooFew();
    // Everybody is entered with the first question, before anybody else: otherwise whoever first leaves out a few closes the
    // whole study to everybody for good. In one step with its groups, of which one may be nearly all.
    const isTogether = isAnswered && (await this.isEntered({ ...question, selections: [...everybody, ...selections] }));
    const isWholeTold =
      everybody.length > 0 && (isTogether || (await this.isEntered({ ...question, selections: everybody })));
    if (!isTogether && !(isAnswered && (await this.isEntered({ ...question, selections })))) throw withheld();
    const whole = isWholeTold ? ofAll : null;
    return work(cohort, { version: release.version, own, leavesOut: counted !== null, whole });
  }

  /** Whether the ledger knows the selections, or has taken them: all or none. */
  private async isEntered(question: LedgerQuestion): Promise<boolean> {
    const { release, study, asker, selections } = question;
    if (selections.every(({ key }) => release.ledger.has(key))) return true;
    try {
      await this.inTurn(study.studyId, () => this.db.write(asker, null, (tx) => this.enter(tx, question)));
      return true;
    } catch (error) {
      if (error instanceof PortalError && error.code === 'WITHHELD') return false;
      throw error;
    }
  }

  /**
   * A share of all centres that says nothing of any patient, such as of forms that are entered: to two figures, and the same
   * for as long as the release, so that asking again after each entry tells nothing. Null where too few contribute.
   *
   * @param name - of what is counted.
   * @param count - reads the rows of these centres.
   * @throws as `answer`.
   */
  async shareOfAll(
    asker: Asker,
    study: { readonly studyId: number; readonly code: string; readonly readCentres: readonly number[] },
    rule: DisclosureRule,
    name: string,
    count: (tx: ReadTransaction, centreIds: readonly number[]) => Promise<number | null>,
  ): Promise<number | null> {
    if (!hasRight(asker, 'readRecords', study.code)) throw withoutRight('readRecords');
    if (!rule.isOn) throw notShared();
    const { release } = await this.inTurn(study.studyId, () => this.releaseOf(study.studyId, rule));
    const { centres, shares } = release;
    if (new ProtectedCohort(centres, study.readCentres, null, rule).isTooFew()) return null;
    const centreIds = centres.map(({ centreId }) => centreId);
    const share = shares.get(name) ?? this.db.read(readerOf(study.studyId, centreIds), (tx) => count(tx, centreIds));
    shares.set(name, share);
    share.catch(() => shares.delete(name));
    return toFigures(await share, mostFigures);
  }

  /** Checks the selections against everything that was answered, and keeps them; all or none. */
  private async enter(tx: WriteTransaction, question: LedgerQuestion): Promise<void> {
    const { asker, study, rule, release, centres, selections } = question;
    await tx.rows(`select pg_advisory_xact_lock(hashtext('portal.disclosed_selection'), $1)`, [study.studyId]);
    const known = await tx.rows<{ id: number; filter: CohortFilter | null; key: string }>(
      `select id::float8 as id, filter, selection_key as key from portal.disclosed_selection
       where study_id = $1 and id > $2 order by id`,
      [study.studyId, release.lastId],
    );
    for (const { id, filter, key } of known) {
      // A field that a selection names may have been retired: nobody can ask by it again.
      if (columnsAreThere(centres, filter)) release.ledger.add({ key, patients: bitsOf(centres, filter) });
      release.lastId = Math.max(release.lastId, id);
    }
    const added = selections.filter(({ key }) => !release.ledger.has(key));
    if (added.length === 0) return;
    const foreign = foreignBits(centres, study.readCentres);
    const sets: Selection[] = added.map(({ filter, key }) => ({ key, patients: bitsOf(centres, filter) }));
    if (sets.some((set) => release.ledger.isTooClose(set, foreign, rule.smallestCell))) throw withheld();
    for (const { filter, key } of added) {
      await tx.rows(
        `insert into portal.disclosed_selection (study_id, asked_by, data_version, filter, selection_key)
         values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [study.studyId, asker.userId, release.version, filter === null ? null : JSON.stringify(filter), key],
      );
    }
  }

  /** The release of a study: the one at hand while fewer patients changed since than may be told of. */
  private async releaseOf(
    studyId: number,
    rule: DisclosureRule,
  ): Promise<{ readonly release: Release; readonly saved: SavedCohorts | null }> {
    const centreIds = await this.centresOf(studyId);
    const present = this.releases.get(studyId);
    const found = await this.columns.answer(readerOf(studyId, centreIds), studyId, async (columns, { rows }) => {
      const [counted] = await rows<{ n: number; recipeId: number }>(
        `select s.recipe_id as "recipeId",
           (select count(*)::int from portal.subject x where x.centre_id = any($2) and x.recipe_id = s.recipe_id and x.data_version > $3)
           + (select count(*)::int from portal.subject_removed x where x.centre_id = any($2) and x.data_version > $3) as n
         from portal.study s where s.id = $1`,
        [studyId, centreIds, present?.version ?? 0],
      );
      const { population } = columns.counted;
      const fields = columns.own.filter(({ name }) => !isCohortKey(name));
      const layout = [population, counted?.recipeId, ...fields.map(({ name, kind }) => `${name} ${kind}`)].join();
      if (present?.layout === layout && (counted?.n ?? 0) < rule.minimumAtRisk) {
        return { release: present, saved: columns.saved };
      }
      const blocks = SubjectColumns.blocksOf(columns);
      const centres = centreIds.flatMap((centreId, i) => {
        const block = blocks[i];
        return block ? [{ centreId, block }] : [];
      });
      const tosses = randomFillSync(new Uint32Array(32 * emptyBits(columns.total).length));
      const ledger = new SelectionLedger(tosses);
      const release = {
        version: columns.version,
        layout,
        own: fields,
        population,
        centres,
        ledger,
        lastId: 0,
        shares: new Map(),
      };
      return { release, saved: columns.saved };
    });
    this.releases.set(studyId, found.release);
    return found;
  }

  /** Ascending, which is the order of the blocks. */
  private centresOf(studyId: number): Promise<number[]> {
    return this.db.read(readerOf(studyId, []), async ({ rows }) => {
      const found = await rows<{ id: number }>('select id from portal.centre where study_id = $1 order by id', [
        studyId,
      ]);
      return found.map(({ id }) => id);
    });
  }

  private count({ userId }: Asker): void {
    const tried = this.tried.get(userId) ?? { n: 0 };
    if (tried.n >= MOST_A_DAY) {
      throw new PortalError('TOO_MANY_REQUESTS', `at most ${MOST_A_DAY} selections of all centres a day`);
    }
    this.tried.set(userId, { n: tried.n + 1 }, { noUpdateTTL: true });
  }

  /** One question of a study after the other: the second finds what the first was answered. */
  private inTurn<T>(studyId: number, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(studyId) ?? Promise.resolve()).then(work, work);
    this.turns.set(
      studyId,
      turn.catch(() => undefined),
    );
    return turn;
  }
}

/** Whoever may select by a name or a centre selects patients one by one, or subtracts one centre. */
function refuseNames(filter: CohortFilter | null, groupBy: string | null): void {
  if (groupBy !== null && isParted(groupBy)) {
    throw badInput(
      'groupBy must be a category for numbers of all centres: cut-points of a quantity tell of single values',
      [{ field: 'groupBy', problem: 'rule', severity: 'error', expected: aCategory }],
    );
  }
  const named = ['code', 'centre'].find((name) => variablesOf(filter).includes(name));
  const isGroupRefused = groupBy !== null && (groupBy === 'centre' || isCohortKey(groupBy) || isCompared(groupBy));
  if (!named && !isGroupRefused) return;
  const field = named ?? 'groupBy';
  throw badInput(`${field} cannot be used for numbers of all centres: select by what patients have in common`, [
    {
      field,
      problem: 'rule',
      severity: 'error',
      expected: { en: 'what patients of all centres have in common', zh: '各中心患者共有的特征' },
    },
  ]);
}

const aCategory = { en: 'a category, for numbers of all centres', zh: '全部中心的数值仅可按分类变量分组' };

function columnsAreThere(centres: readonly CentreBlock[], filter: CohortFilter | null): boolean {
  const named = variablesOf(filter).filter((name) => name !== adverseEventVariable);
  return named.every((name) => centres.every(({ block }) => hasColumn(block, name)));
}

/** The patients of a selection, over the rows of all centres one after the other. */
function bitsOf(centres: readonly CentreBlock[], filter: CohortFilter | null): PatientBits {
  const bits = emptyBits(rowsOf(centres));
  let offset = 0;
  for (const { block } of centres) {
    const { rows } = outsideOf(block, conjunctsOf(filter).length === 0 ? null : filter);
    for (const row of rows) setBit(bits, offset + row);
    offset += block.rows;
  }
  return bits;
}

function foreignBits(centres: readonly CentreBlock[], own: readonly number[]): PatientBits {
  const bits = emptyBits(rowsOf(centres));
  let offset = 0;
  for (const { centreId, block } of centres) {
    if (!own.includes(centreId)) for (let row = 0; row < block.rows; row++) setBit(bits, offset + row);
    offset += block.rows;
  }
  return bits;
}

const rowsOf = (centres: readonly CentreBlock[]): number => centres.reduce((sum, { block }) => sum + block.rows, 0);
