import { type SubjectVariable } from '@haim/schema';
import { LRUCache } from 'lru-cache';
import { type Asker } from '../context/asker.ts';
import { notFound } from '../context/portal-error.ts';
import { type Reads } from '../db/replica-reads.ts';
import { type ReadTransaction } from '../db/study-db.ts';
import { type Block, bytesOfBlock } from './block.ts';
import { frozenMoment, type FrozenState } from './frozen.ts';
import { mergeBlocks } from './merge-blocks.ts';
import { idsOf } from './patient-ids.ts';
import { type BlockKey, type FrozenKey, readBlock, readFrozenBlock } from './read-block.ts';
import { noCohorts, readSavedCohorts, type SavedCohorts, withCohorts } from './saved-cohorts.ts';
import { type Moment, momentOf, type StudyMoment } from './study-moment.ts';
import { SubjectColumns } from './subject-columns.ts';

/** A block at a version of its study. */
interface Held {
  readonly block: Block;
  readonly version: number;
  /** Of the variables that fields of the study are: a block has a column for each. */
  readonly layout: string;
}

/** Readers of different centres whose saved cohorts are kept; a thousand patients take 16 kB. */
const MOST_SAVED = 50;

/** How many times a snapshot may be older than the columns before the request is given up. */
const MOST_SNAPSHOTS = 20;

/**
 * The analysis rows of all studies as typed arrays, a block for each study, recipe and centre. A block is loaded under
 * the rights of its one centre when somebody who may read it first asks, and brought up to date by the rows whose version
 * is newer. The least recently used are evicted when the total exceeds the budget.
 */
export class SubjectStore {
  /** Least recently used first. */
  private readonly held = new Map<string, Held>();
  private readonly loading = new Map<string, Promise<Held>>();
  private readonly turns = new Map<number, Promise<unknown>>();
  private readonly saved = new LRUCache<string, SavedCohorts>({ max: MOST_SAVED });

  constructor(
    private readonly db: Reads,
    private readonly budgetBytes = 512 * 2 ** 20,
  ) {}

  /**
   * Works in one snapshot with the columns of the centres that the asker may read in the study, at the version of that
   * snapshot: what is read through `tx` and what is counted in columns belong to one snapshot.
   *
   * @param snapshotId - columns of the rows that this snapshot keeps, instead of the rows of now.
   * @throws NOT_FOUND for a snapshot that is absent, of another study, or not the asker's.
   */
  async answer<T>(
    asker: Asker,
    studyId: number,
    work: (columns: SubjectColumns, tx: ReadTransaction) => T | Promise<T>,
    snapshotId: string | null = null,
  ): Promise<T> {
    if (snapshotId !== null)
      return this.answerFrozen(asker, studyId, null, ([columns], tx) => work(columns, tx), snapshotId);
    return this.answerBy(asker, studyId, null, ([columns], tx) => work(columns, tx));
  }

  /**
   * The same with the rows that the study keeps of another endpoint recipe beside its own, of the same version.
   *
   * @throws NOT_FOUND for a recipe of which the study keeps no rows.
   */
  answerOfTwo<T>(
    asker: Asker,
    studyId: number,
    recipeId: number,
    work: (columns: SubjectColumns, other: SubjectColumns, tx: ReadTransaction) => T | Promise<T>,
    snapshotId: string | null = null,
  ): Promise<T> {
    if (snapshotId !== null)
      return this.answerFrozen(
        ...([asker, studyId, recipeId] as const),
        ([columns, other], tx) => work(columns, other, tx),
        snapshotId,
      );
    return this.answerBy(asker, studyId, recipeId, ([columns, other], tx) => work(columns, other, tx));
  }

  /** Works in one snapshot without columns: whoever takes every row, and counts nothing of them, needs none in memory. */
  withoutColumns<T>(
    asker: Asker,
    studyId: number,
    work: (moment: StudyMoment, tx: ReadTransaction) => Promise<T>,
  ): Promise<T> {
    return this.db.read(asker, async (tx) => {
      const { version, own } = await momentOf(tx, studyId);
      return work({ version, own, frozen: null }, tx);
    });
  }

  /** @param other - a recipe whose rows are wanted too; null: they are those of the study's own. */
  private async answerBy<T>(
    asker: Asker,
    studyId: number,
    other: number | null,
    work: (columns: readonly [SubjectColumns, SubjectColumns], tx: ReadTransaction) => T | Promise<T>,
  ): Promise<T> {
    const centres = centresOf(asker, studyId);
    const own = new Map<string, Held>();
    for (let left = MOST_SNAPSHOTS; left > 0; left--) {
      const attempt = await this.db.read(asker, async (tx) => {
        const { version, recipeId, own: variables, layout, counted, stamp } = await momentOf(tx, studyId);
        if (other !== null) await needRowsOf(tx, studyId, other);
        const keysOf = (recipe: number) => centres.map((centreId) => ({ studyId, recipeId: recipe, centreId }));
        const keys = [...keysOf(recipeId), ...(other === null ? [] : keysOf(other))];
        // A block of other fields is loaded anew: they change seldom, and its columns say nothing of new ones.
        const missing = keys.filter((key) => this.newest(key, own)?.layout !== layout);
        if (missing.length > 0) return { missing };
        if (keys.some((key) => this.isBehind(key, own, version))) {
          const moment = { version, own: variables, layout, counted };
          await this.inTurn(studyId, async () => {
            await this.catchUp(tx, keysOf(recipeId), moment, own);
            if (other !== null) await this.catchUp(tx, keysOf(other), moment, own);
          });
        }
        const blocks = keys.map((key) => this.newest(key, own));
        // The columns are newer than the snapshot: a new one will see as much as they do.
        if (blocks.some((one) => one?.version !== version || one.layout !== layout)) return { missing: [] };
        const saved = await this.savedOf(tx, studyId, { stamp, own: variables, layout }, centres);
        const found = blocks.map((one) => one?.block);
        const about = { version, own: variables, counted, saved };
        const columns = columnsOf(found.slice(0, centres.length), centres, about);
        const second = other === null ? columns : columnsOf(found.slice(centres.length), centres, about);
        return { result: await work([columns, second], tx) };
      });
      if ('result' in attempt) return attempt.result;
      for (const key of attempt.missing) own.set(nameOf(key), await this.load(key));
    }
    // Ahead of every snapshot: the database was restored to an earlier state. The next request starts afresh.
    for (const [name] of this.held) if (name.startsWith(`${studyId}/`)) this.held.delete(name);
    throw new Error(`the columns of study ${studyId} were never of one version with a snapshot`);
  }

  /** Read once for whoever may read the same centres. */
  private async savedOf(
    tx: ReadTransaction,
    studyId: number,
    { stamp, own, layout }: Pick<Moment, 'stamp' | 'own' | 'layout'>,
    centres: readonly number[],
  ): Promise<SavedCohorts> {
    if (stamp === null) return noCohorts(own);
    const key = `${studyId}/${stamp}/${layout}/${centres.join()}`;
    const saved = this.saved.get(key) ?? (await readSavedCohorts(tx, studyId, stamp, own, centres));
    this.saved.set(key, saved);
    return saved;
  }

  /** Kept rows never change: a block of them is loaded once, and is as new as any. */
  private async answerFrozen<T>(
    asker: Asker,
    studyId: number,
    other: number | null,
    work: (columns: readonly [SubjectColumns, SubjectColumns], tx: ReadTransaction) => T | Promise<T>,
    snapshotId: string,
  ): Promise<T> {
    const centres = centresOf(asker, studyId);
    const keysOf = (recipeId: number | null) => centres.map((centreId) => ({ snapshotId, centreId, recipeId }));
    const keys = [...keysOf(null), ...(other === null ? [] : keysOf(other))];
    const own = new Map<string, Block>();
    const blockOf = (name: string) => this.held.get(name)?.block ?? own.get(name);
    for (;;) {
      const attempt = await this.db.read(asker, async (tx) => {
        const { version, own: variables, counted, stamp, frozen } = await frozenMoment(tx, studyId, snapshotId);
        if (other !== null && !frozen.settings.comparedRecipes?.some(({ id }) => id === other))
          throw notFound('recipe');
        const blocks = keys.map((key) => blockOf(nameOfFrozen(key)));
        if (blocks.includes(undefined)) return { variables, version };
        const saved = await this.savedOf(tx, studyId, { stamp, own: variables, layout: snapshotId }, centres);
        const about = { version, own: variables, counted, saved, frozen };
        const columns = columnsOf(blocks.slice(0, centres.length), centres, about);
        const second = other === null ? columns : columnsOf(blocks.slice(centres.length), centres, about);
        return { result: await work([columns, second], tx) };
      });
      if ('result' in attempt) return attempt.result;
      const { variables, version } = attempt;
      for (const key of keys) {
        const name = nameOfFrozen(key);
        const block = blockOf(name) ?? (await this.loadFrozen(studyId, key, variables, version));
        own.set(name, block);
      }
    }
  }

  private async loadFrozen(
    studyId: number,
    key: FrozenKey,
    variables: readonly SubjectVariable[],
    version: number,
  ): Promise<Block> {
    const { block } = await this.once(nameOfFrozen(key), () =>
      this.db.read(readerOf(studyId, [key.centreId]), async (tx) => {
        await tx.rows(patience);
        return { block: await readFrozenBlock(tx, key, variables), version, layout: '' };
      }),
    );
    return block;
  }

  /** Bytes of all blocks that are held. */
  get bytes(): number {
    return [...this.held.values()].reduce((sum, { block }) => sum + bytesOfBlock(block), 0);
  }

  /** The newer of the shared block and this request's own: the shared one may have been evicted in the meantime. */
  private newest(key: BlockKey, own: ReadonlyMap<string, Held>): Held | undefined {
    const name = nameOf(key);
    const [shared, mine] = [this.held.get(name), own.get(name)];
    return shared && (!mine || shared.version >= mine.version) ? shared : mine;
  }

  private isBehind(key: BlockKey, own: ReadonlyMap<string, Held>, version: number): boolean {
    return (this.newest(key, own)?.version ?? version) < version;
  }

  /** Loads a block once, however many requests wait for it, in a transaction that may read only this centre. */
  private load(key: BlockKey): Promise<Held> {
    return this.once(nameOf(key), () =>
      this.db.read(readerOf(key.studyId, [key.centreId]), async (tx) => {
        const [{ version, own, layout }] = await Promise.all([momentOf(tx, key.studyId), tx.rows(patience)]);
        return { block: await readBlock(tx, key, null, own), version, layout };
      }),
    );
  }

  private once(name: string, load: () => Promise<Held>): Promise<Held> {
    const under = this.loading.get(name);
    if (under) return under;
    const loaded = load()
      .then((held) => {
        this.hold(name, held);
        return held;
      })
      .finally(() => this.loading.delete(name));
    this.loading.set(name, loaded);
    return loaded;
  }

  /** Brings blocks from their versions to that of the snapshot, by the rows that changed in between. */
  private async catchUp(
    tx: ReadTransaction,
    keys: readonly BlockKey[],
    { version, own: variables, layout }: Omit<Moment, 'recipeId' | 'stamp'>,
    own: Map<string, Held>,
  ): Promise<void> {
    const behind = keys.flatMap((key) => {
      const held = this.newest(key, own);
      return held && held.version < version && held.layout === layout ? [{ key, held }] : [];
    });
    // An earlier request in the queue may have done it.
    if (behind.length === 0) return;
    const oldest = Math.min(...behind.map(({ held }) => held.version));
    const centres = behind.map(({ key }) => key.centreId);
    const recipeId = behind[0]?.key.recipeId;
    const changed = await tx.rows<{ centreId: number; id: string | null }>(
      `select distinct centre_id as "centreId", null::uuid as id from portal.subject
         where centre_id = any($1) and recipe_id = $2 and data_version > $3
       union all
       select centre_id, id from portal.subject_removed where centre_id = any($1) and data_version > $3`,
      [centres, recipeId, oldest],
    );
    for (const { key, held } of behind) {
      const here = changed.filter(({ centreId }) => centreId === key.centreId);
      const removed = idsOf(here.flatMap(({ id }) => id ?? []));
      const block =
        here.length === 0
          ? held.block
          : mergeBlocks(held.block, await readBlock(tx, key, held.version, variables), removed);
      own.set(nameOf(key), { block, version, layout });
      this.hold(nameOf(key), { block, version, layout });
    }
  }

  /** Requests of one study catch up one after the other: the second finds what the first has read. */
  private inTurn<T>(studyId: number, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(studyId) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.turns.set(
      studyId,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private hold(name: string, held: Held): void {
    const before = this.held.get(name);
    this.held.delete(name);
    this.held.set(name, before && before.version > held.version ? before : held);
    let bytes = this.bytes;
    for (const [oldest, { block }] of this.held) {
      if (bytes <= this.budgetBytes || oldest === name) break;
      this.held.delete(oldest);
      bytes -= bytesOfBlock(block);
    }
  }
}

/** The blocks of these centres, with the cohorts that the study keeps as variables like any other. */
function columnsOf(
  blocks: readonly (Block | undefined)[],
  centres: readonly number[],
  {
    version,
    own,
    counted,
    saved,
    frozen,
  }: Pick<Moment, 'version' | 'own' | 'counted'> & {
    readonly saved: SavedCohorts;
    readonly frozen?: FrozenState;
  },
): SubjectColumns {
  return new SubjectColumns(
    blocks.flatMap((block, i) => (block ? [withCohorts(block, centres[i] ?? 0, saved)] : [])),
    version,
    saved.variables.length > 0 ? [...own, ...saved.variables] : own,
    counted,
    saved,
    frozen,
  );
}

/** Rows of a recipe that the study does not keep are not brought up to date. */
async function needRowsOf(tx: ReadTransaction, studyId: number, recipeId: number): Promise<void> {
  const found = await tx.rows('select 1 from portal.compared_recipe where study_id = $1 and recipe_id = $2', [
    studyId,
    recipeId,
  ]);
  if (found.length === 0) throw notFound('recipe');
}

/** The centres that the asker may read in the study: no other way leads to a block. */
function centresOf({ studies }: Asker, studyId: number): number[] {
  const own = studies.filter((access) => access.studyId === studyId);
  return [...new Set(own.flatMap(({ readCentres }) => readCentres))].sort((a, b) => a - b);
}

/** The portal itself, restricted to these centres. */
export function readerOf(studyId: number, readCentres: readonly number[]): Asker {
  const access = { studyId, studyCode: '', role: 'investigator', readCentres, writeCentres: [] } as const;
  return { userId: 'portal:columns', name: 'portal columns', email: '', studies: [access] };
}

function nameOf({ studyId, recipeId, centreId }: BlockKey): string {
  return `${studyId}/${recipeId}/${centreId}`;
}

function nameOfFrozen({ snapshotId, centreId, recipeId }: FrozenKey): string {
  return `snapshot ${snapshotId}/${centreId}/${recipeId ?? 'own'}`;
}

/** A large centre may take longer to send than the time limit of a statement that a person waits for. */
const patience = `select set_config('statement_timeout', '120s', true)`;
