import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import { type LoadedModel, loadModel } from '../models/load-model.ts';
import { lineOf, type Manifest } from '../models/manifest.ts';
import { nameBeside, takeGraph } from '../models/new-model-folder.ts';
import { float16Graph } from './float16-graph.ts';

const LONGEST_NAME = 64;
const SUFFIX = '-float16';

/**
 * Writes the float16 form of a model as a model folder of its own: the feature network, which takes all but a hundredth
 * of the time, in half precision, and the head unchanged. It is a version of the same line but has its own bags,
 * because its features differ in the third digit.
 *
 * @param parentFolder - the folder is created in here under a temporary name that starts with a dot; the caller moves
 *   it.
 * @returns the folder and the model in it, loaded and verified. Use `compareProviders` to check that it agrees.
 * @throws ModelError if the model is float16 already, cannot be converted, or its files changed.
 */
export async function writeFloat16Model(
  parentFolder: string,
  base: LoadedModel,
): Promise<{ readonly folder: string; readonly model: LoadedModel }> {
  const { manifest } = base;
  const { features } = manifest.graphs;
  if (features.precision === 'float16') {
    throw new ModelError('GRAPH_REFUSED', 'graphs.features.precision', `${base.id} is float16 already`);
  }
  const bytes = await readFile(base.features.path);
  if (sha256(bytes) !== base.features.sha256) {
    throw new ModelError('HASH_MISMATCH', 'graphs.features.sha256', 'the file changed after it was verified');
  }
  const half = float16Graph(bytes, 'graphs.features.file');
  const folder = join(parentFolder, `.float16.${randomUUID()}.part`);
  await mkdir(folder, { recursive: true });
  try {
    const file = nameBeside(base, 'features', 'features-float16.onnx');
    await writeFile(join(folder, file), half);
    await takeGraph(base.head, folder);
    const said: Manifest = {
      ...manifest,
      id: `${base.id.slice(0, LONGEST_NAME - SUFFIX.length)}${SUFFIX}`,
      line: lineOf(manifest),
      convertedFrom: { id: base.id, modelSha256: base.modelSha256 },
      graphs: {
        ...manifest.graphs,
        features: {
          ...features,
          file,
          sha256: sha256(half),
          externalFiles: [],
          precision: 'float16',
          provenance: `${features.provenance}; converted to float16 from ${base.id}`,
        },
      },
    };
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(said, null, 2)}\n`);
    return { folder, model: await loadModel(folder) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
