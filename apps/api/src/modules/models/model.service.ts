import { rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lineOf, type LoadedModel, loadModel, type Manifest } from '@haim/ml';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type ListedModel, type ModelFolders } from './model-folders.ts';
import {
  type Actor,
  activeVersion,
  addEvent,
  addVersion,
  allVersions,
  eventsOf,
  isSame,
  type ModelEventRow,
  type ModelMetrics,
  modelMetrics,
  type ModelVersionRow,
  type Registration,
  rollbackTarget,
  type Transactions,
  versionById,
  versionsOfModel,
} from './model-store.ts';

/** The portal itself, where it registers what it finds. */
export const portalItself: Actor = { userId: 'portal', name: 'portal' };

/** A version together with its files, if they still exist. */
export interface HeldVersion extends ModelVersionRow {
  /** Null where the folder holds this version, verified; otherwise why it cannot run. */
  readonly refusal: string | null;
}

/** A model that may run, and which version it is. */
export interface RunnableModel {
  readonly model: LoadedModel;
  readonly version: ModelVersionRow;
}

export interface Candidate {
  /** Holds manifest.json and the files it names; below PORTAL_HOME/models, under a name that starts with a dot. */
  readonly folder: string;
  readonly metrics: ModelMetrics;
  readonly by: Actor;
  readonly note: string;
}

const LONGEST_REASON = 2000;

/**
 * The models of this portal as versions. Files come from PORTAL_HOME/models, put there by the operator or by training;
 * decisions about them are stored in the database.
 */
export class ModelService {
  constructor(
    private readonly folders: ModelFolders,
    private readonly inTransaction: Transactions,
  ) {}

  /** Every folder by name, including refused ones, with the version of its files; new versions are registered. */
  async list(): Promise<{ listed: ListedModel; version: ModelVersionRow | null }[]> {
    const found: { listed: ListedModel; version: ModelVersionRow | null }[] = [];
    for (const listed of await this.folders.list()) {
      found.push({ listed, version: listed.usable ? await this.registered(listed.model) : null });
    }
    return found;
  }

  /** @throws NOT_FOUND for an unknown model, MODEL_REFUSED or MODEL_RETIRED for one that may not run. */
  async usable(id: string): Promise<LoadedModel> {
    return (await this.runnable(id)).model;
  }

  /** As `usable`, and which version it is. Candidates may run: naming one is choosing it. */
  async runnable(id: string): Promise<RunnableModel> {
    const model = await this.folders.sound(id);
    const version = await this.registered(model);
    if (!version) throw new PortalError('MODEL_REFUSED', `model ${id} is refused: ${changedSinceRegistered}`);
    if (version.status === 'retired') {
      throw new PortalError('MODEL_RETIRED', `version ${version.version} of ${version.line} is retired`);
    }
    return { model, version };
  }

  /**
   * As `usable`, for a run that waited: only the version that was asked for.
   *
   * @param versionId - null for a run that was queued before versions were kept with it.
   * @throws MODEL_CHANGED where the folder holds another version by now; otherwise as `runnable`.
   */
  async asked(id: string, versionId: string | null): Promise<LoadedModel> {
    const asked =
      versionId === null ? null : await this.inTransaction(portalItself, null, (rows) => versionById(rows, versionId));
    if (asked === null) return this.usable(id);
    const model = await this.folders.sound(id);
    if (!isSame(asked, model)) {
      const now = await this.registered(model);
      const holds = now === null ? 'files that are not registered' : `version ${now.version}`;
      throw new PortalError(
        'MODEL_CHANGED',
        `version ${asked.version} of ${asked.line} was asked for, and its folder holds ${holds} now: ask again, or put the files of version ${asked.version} back`,
      );
    }
    return this.usable(id);
  }

  /** The version that a line runs by default. @throws NOT_FOUND where the line has none. */
  async active(line: string): Promise<ModelVersionRow> {
    const version = await this.inTransaction(portalItself, null, (rows) => activeVersion(rows, line));
    if (!version) throw notFound('active model version');
    return version;
  }

  /** Every version, by line, the newest first; those whose files are gone are still listed. */
  async versions(): Promise<HeldVersion[]> {
    const folders = new Map((await this.list()).map(({ listed }) => [listed.id, listed]));
    const rows = await this.registeredVersions();
    return rows.map((version) => ({ ...version, refusal: refusalOf(version, folders.get(version.modelId) ?? null) }));
  }

  /** As `versions`, without looking at the files. */
  registeredVersions(): Promise<ModelVersionRow[]> {
    return this.inTransaction(portalItself, null, allVersions);
  }

  /** Includes what this call registers: a folder seen for the first time is listed at once. */
  async events(line: string | null): Promise<ModelEventRow[]> {
    await this.list();
    return this.inTransaction(portalItself, null, (rows) => eventsOf(rows, line));
  }

  /** Makes a version of the files currently in the model's folder. It becomes a candidate. */
  async register(id: string, by: Actor, reason: string): Promise<ModelVersionRow> {
    const why = reasonOf(reason);
    const model = await this.folders.sound(id);
    return this.inTransaction(by, why, (rows) =>
      addVersion(rows, { model, origin: 'folder', metrics: null, note: why }),
    );
  }

  /**
   * Takes a model that training made: verifies it, registers it as a candidate and puts its folder in place under the
   * manifest's id. Repeating it with the same files returns the same version.
   *
   * @throws ModelError where the folder does not verify; CONFLICT where another model has the name.
   */
  async registerCandidate({ folder, metrics, by, note }: Candidate): Promise<ModelVersionRow> {
    return this.take(folder, { origin: 'training', metrics: modelMetrics.parse(metrics), note }, by);
  }

  /** As `registerCandidate`, for a folder of the operator's. */
  addFolder(folder: string, by: Actor, reason: string): Promise<ModelVersionRow> {
    return this.take(folder, { origin: 'folder', metrics: null, note: reasonOf(reason) }, by);
  }

  private async take(
    folder: string,
    told: Pick<Registration, 'origin' | 'metrics'> & { readonly note: string },
    by: Actor,
  ): Promise<ModelVersionRow> {
    const model = await loadModel(folder);
    const place = join(this.folders.modelsDir, model.id);
    const there = resolve(folder) === resolve(place) ? null : await this.folders.one(model.id);
    const { modelSha256, manifestSha256 } = model;
    const isThere = there?.usable === true && isSame({ modelId: there.id, modelSha256, manifestSha256 }, there.model);
    if (there && !isThere) {
      const another = `give this one another id in its manifest, and "line": "${lineOf(model.manifest)}" where it is a version of the same`;
      throw new PortalError('CONFLICT', `another model is called ${model.id}: ${another}`);
    }
    // The row before the folder: files found without a row would be taken for files put there by hand.
    const version = await this.inTransaction(by, told.note, (rows) => addVersion(rows, { model, ...told }));
    if (isThere) await rm(folder, { recursive: true, force: true });
    else if (resolve(folder) !== resolve(place)) await rename(folder, place);
    return version;
  }

  /** Makes a version the one that its line runs by default; the one before is retired. */
  async activate(id: string, by: Actor, reason: string): Promise<HeldVersion> {
    const why = reasonOf(reason);
    const version = await this.version(id);
    if (version.status === 'active') throw new PortalError('CONFLICT', `${nameOf(version)} is active already`);
    this.checkRunnable(version);
    checkAgreement(version);
    await this.inTransaction(by, why, (rows) => addEvent(rows, 'activated', id, why));
    return this.version(id);
  }

  /** Takes a version out of use: runs of it are refused from now on. */
  async retire(id: string, by: Actor, reason: string): Promise<HeldVersion> {
    const why = reasonOf(reason);
    const version = await this.version(id);
    if (version.status === 'retired') throw new PortalError('CONFLICT', `${nameOf(version)} is retired already`);
    await this.inTransaction(by, why, (rows) => addEvent(rows, 'retired', id, why));
    return this.version(id);
  }

  /** Gives a line back the version that was active before. @throws CONFLICT where there was none. */
  async rollback(line: string, by: Actor, reason: string): Promise<HeldVersion> {
    const why = reasonOf(reason);
    const target = await this.inTransaction(by, why, (rows) => rollbackTarget(rows, line));
    if (target === null) throw new PortalError('CONFLICT', `no version of ${line} was active before`);
    this.checkRunnable(await this.version(target));
    await this.inTransaction(by, why, async (rows) => {
      const now = await rollbackTarget(rows, line);
      if (now !== target) throw new PortalError('CONFLICT', `somebody else changed ${line} meanwhile; look again`);
      await addEvent(rows, 'rolled back', target, why);
    });
    return this.version(target);
  }

  async version(id: string): Promise<HeldVersion> {
    const version = isId(id) ? await this.inTransaction(portalItself, null, (rows) => versionById(rows, id)) : null;
    if (!version) throw notFound('model version');
    return { ...version, refusal: refusalOf(version, await this.folders.one(version.modelId)) };
  }

  /** A version that cannot run is not activated. */
  private checkRunnable({ refusal, ...version }: HeldVersion): void {
    if (refusal !== null) throw new PortalError('MODEL_REFUSED', `${nameOf(version)} is refused: ${refusal}`);
  }

  /**
   * The version of these files. A folder seen for the first time is registered; null for one that has changed since.
   */
  private registered(model: LoadedModel): Promise<ModelVersionRow | null> {
    return this.inTransaction(portalItself, null, async (rows) => {
      const known = await versionsOfModel(rows, model.id);
      if (known.length === 0) return addVersion(rows, { model, origin: 'folder', metrics: null, note: null });
      return known.find((version) => isSame(version, model)) ?? null;
    });
  }
}

/** The largest difference of a score that an int8 form may make to be what a line runs by default. */
export const LARGEST_SCORE_DIFFERENCE = 0.01;

/** @throws MODEL_REFUSED for an int8 form whose scores are too far from its original's, or were never compared. */
function checkAgreement({ manifest, ...version }: HeldVersion): void {
  if (manifest.graphs.features.precision !== 'int8') return;
  const agreement = manifest.convertedFrom?.agreement;
  const named = `${nameOf(version)} is an int8 form`;
  if (!agreement) {
    throw new PortalError(
      'MODEL_REFUSED',
      `${named} whose scores were never compared: make it with portal models int8`,
    );
  }
  const { slides, largestScoreDifference: apart } = agreement;
  if (apart > LARGEST_SCORE_DIFFERENCE) {
    const found = `moves the score by up to ${apart.toFixed(4)} on ${slides} slides; ${LARGEST_SCORE_DIFFERENCE} is allowed`;
    throw new PortalError('MODEL_REFUSED', `${named} and ${found}: it runs only where it is chosen`);
  }
}

/** The message for a folder whose files are not those that were registered. */
export const changedSinceRegistered =
  'its files are not those that were registered; an administrator registers them as a new version';

function refusalOf(version: ModelVersionRow, listed: ListedModel | null): string | null {
  if (!listed) return 'its folder is not in the portal any more';
  if (!listed.usable) return listed.refusal;
  return isSame(version, listed.model) ? null : 'its folder holds other files now';
}

function nameOf({ line, version }: Pick<ModelVersionRow, 'line' | 'version'>): string {
  return `version ${version} of ${line}`;
}

function reasonOf(reason: string): string {
  const text = reason.trim();
  if (text === '') throw badInput('give a reason: it stands in the history of the model');
  if (text.length > LONGEST_REASON) throw badInput(`a reason has at most ${LONGEST_REASON} characters`);
  return text;
}

/** The rule of a threshold and the cases it was chosen on, as the manifest states them. */
export function inWords({ rule, chosenOn }: Manifest['threshold']): string {
  return `${rule}; chosen on ${chosenOn}`;
}
