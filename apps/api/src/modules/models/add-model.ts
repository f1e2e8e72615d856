import { randomUUID } from 'node:crypto';
import { cp, lstat, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compareProviders, type ProviderAgreement, type RanProvider, writeFloat16Model } from '@haim/ml';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { ModelFolders } from './model-folders.ts';
import { type Actor, type ModelVersionRow, transactionsOf } from './model-store.ts';
import { ModelService } from './model.service.ts';

/** Gives a command access to the models of a portal, on the operator's behalf. */
export async function withModels<T>(
  { ownerUrl, home }: { readonly ownerUrl: string; readonly home: string },
  work: (models: ModelService) => Promise<T>,
): Promise<T> {
  const dataSource = openDataSource(ownerUrl, 2);
  await dataSource.initialize();
  try {
    return await work(
      new ModelService(new ModelFolders(join(home, 'models')), transactionsOf(new StudyDb(dataSource))),
    );
  } finally {
    await dataSource.destroy();
  }
}

/**
 * Copies a model folder into the portal under a temporary name, verifies the copy, then renames it: a model that is
 * refused leaves nothing behind, and nobody sees a partial one.
 *
 * @throws ModelError naming the manifest field at fault; CONFLICT where the portal has another model of that name.
 */
export async function addModel(
  models: ModelService,
  { home, source, by, reason }: { home: string; source: string; by: Actor; reason: string },
): Promise<ModelVersionRow> {
  const folder = await lstat(source).catch(() => null);
  if (!folder?.isDirectory()) throw new Error(`${source} is no folder`);
  const modelsDir = join(home, 'models');
  await mkdir(modelsDir, { recursive: true, mode: 0o700 });
  const passing = join(modelsDir, `.added.${randomUUID()}.part`);
  try {
    // Links are copied as links, and refused by the check.
    await cp(source, passing, { recursive: true, verbatimSymlinks: true });
    return await models.addFolder(passing, by, reason);
  } finally {
    await rm(passing, { recursive: true, force: true });
  }
}

export interface Float16Request {
  readonly home: string;
  /** Of the float32 model, below PORTAL_HOME/models. */
  readonly model: string;
  /** Where the new form runs; the original runs on the cpu. */
  readonly provider: RanProvider;
  readonly patches: number;
  readonly by: Actor;
  readonly reason: string;
}

/**
 * Makes the float16 form of a model, runs the same drawn patches through both, and registers the new one as a version of
 * the same line where they agree. Where they do not, nothing is left behind and `version` is null.
 *
 * @throws ModelError where the model cannot be converted; NOT_FOUND, MODEL_REFUSED or MODEL_RETIRED as a run would.
 */
export async function addFloat16Model(
  models: ModelService,
  { home, model, provider, patches, by, reason }: Float16Request,
): Promise<{ readonly agreement: ProviderAgreement; readonly version: ModelVersionRow | null }> {
  const base = await models.usable(model);
  const written = await writeFloat16Model(join(home, 'models'), base);
  try {
    const agreement = await compareProviders({ model: written.model, reference: base, provider, patches });
    const version = agreement.agrees ? await models.addFolder(written.folder, by, reason) : null;
    return { agreement, version };
  } finally {
    await rm(written.folder, { recursive: true, force: true });
  }
}
