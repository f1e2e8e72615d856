import { randomUUID } from 'node:crypto';
import { cp, lstat, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { ModelFolders } from './model-folders.ts';
import { type Actor, type ModelVersionRow, transactionsOf } from './model-store.ts';
import { ModelService } from './model.service.ts';

/** Lends the models of a portal to a command, in the operator's name. */
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
 * Copies a model folder into the portal under a passing name, verifies the copy, and gives it its name: a model that is
 * refused leaves nothing behind, and nobody sees half of one.
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
