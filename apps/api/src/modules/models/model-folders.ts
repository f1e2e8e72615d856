import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadedModel, loadModel, type Manifest, manifestSchema, ModelError } from '@haim/ml';
import { notFound, PortalError } from '../../context/portal-error.ts';

/** A model folder: verified and usable, or refused with the field at fault. */
export type ListedModel =
  | { readonly id: string; readonly usable: true; readonly model: LoadedModel }
  | {
      readonly id: string;
      readonly usable: false;
      /** Names the manifest field at fault. */
      readonly refusal: string;
      /** Null where the manifest itself cannot be read. */
      readonly manifest: Manifest | null;
    };

interface Verified {
  readonly stamp: string;
  readonly listed: Promise<ListedModel>;
}

/** The contents of PORTAL_HOME/models: one folder per model. A name that starts with a dot is a model being written. */
export class ModelFolders {
  private readonly verified = new Map<string, Verified>();

  constructor(readonly modelsDir: string) {}

  /** Every model by name, the refused ones too: a folder missing from the list would explain nothing. */
  async list(): Promise<ListedModel[]> {
    const listed: ListedModel[] = [];
    // One after the other: a model is hundreds of megabytes.
    for (const name of await this.names()) listed.push(await this.verify(name));
    return listed;
  }

  /** Null where no folder has the name. */
  async one(id: string): Promise<ListedModel | null> {
    return (await this.names()).includes(id) ? this.verify(id) : null;
  }

  /** @throws NOT_FOUND for an unknown model, MODEL_REFUSED with the field at fault for one that does not verify. */
  async sound(id: string): Promise<LoadedModel> {
    const listed = await this.one(id);
    if (!listed) throw notFound('model');
    if (listed.usable) return listed.model;
    throw new PortalError('MODEL_REFUSED', `model ${id} is refused: ${listed.refusal}`);
  }

  private async names(): Promise<string[]> {
    const entries = await readdir(this.modelsDir, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  }

  /** Hashing takes a second: it is repeated only when a file of the folder changed. */
  private async verify(name: string): Promise<ListedModel> {
    const folder = join(this.modelsDir, name);
    const stamp = await stampOf(folder);
    const known = this.verified.get(name);
    if (known?.stamp === stamp) return known.listed;
    const listed = verifyFolder(folder, name);
    this.verified.set(name, { stamp, listed });
    return listed;
  }
}

async function verifyFolder(folder: string, name: string): Promise<ListedModel> {
  try {
    const model = await loadModel(folder);
    if (model.id !== name) throw new ModelError('MANIFEST_INVALID', 'id', `is ${model.id}, but the folder is ${name}`);
    return { id: name, usable: true, model };
  } catch (error) {
    const refusal = error instanceof ModelError ? error.message : 'the folder cannot be read';
    return { id: name, usable: false, refusal, manifest: await manifestOf(folder) };
  }
}

async function manifestOf(folder: string): Promise<Manifest | null> {
  try {
    const path = join(folder, 'manifest.json');
    const stat = await lstat(path);
    if (!stat.isFile() || stat.size > 1_000_000) return null;
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

async function stampOf(folder: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const files = names.map(async (name) => {
    const stat = await lstat(join(folder, name)).catch(() => null);
    return stat ? `${name} ${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}` : name;
  });
  return (await Promise.all(files)).join('\n');
}
