import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import { type LoadedModel, loadModel } from '../models/load-model.ts';
import { type Agreement, lineOf, type Manifest } from '../models/manifest.ts';
import { nameBeside, takeFiles, takeGraph } from '../models/new-model-folder.ts';
import { cropsPerPatch } from '../patches/crop-pixels.ts';
import { placeInBatch, type ReadPatch } from '../patches/read-patch.ts';
import { openSession } from '../sessions/session.ts';
import { openGraph } from './graph-weights.ts';
import { checkInt8, int8Graph, watchedGraph } from './int8-graph.ts';
import { type Range } from './int8-tensor.ts';

const LONGEST_NAME = 64;
const SUFFIX = '-int8';
const FIELD = 'graphs.features.file';

export interface Int8Options {
  /** The folder is created in here under a temporary name that starts with a dot; the caller moves it. */
  readonly parentFolder: string;
  readonly base: LoadedModel;
  /** Patches of the study, by which the scales are chosen. */
  readonly patches: readonly ReadPatch[];
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the int8 form of a model as a model folder of its own: the feature network in 8 bits with fixed scales, the head
 * unchanged. Whether it agrees with its original is measured on slides, by the caller.
 *
 * @returns the folder and the model in it, loaded and verified.
 * @throws ModelError if the model is not float32, or has nothing that 8 bits are for.
 */
export async function writeInt8Model(options: Int8Options): Promise<{ folder: string; model: LoadedModel }> {
  const { parentFolder, base } = options;
  const { manifest } = base;
  const { features } = manifest.graphs;
  const { precision = 'float32' } = features;
  if (precision !== 'float32') {
    throw new ModelError('GRAPH_REFUSED', 'graphs.features.precision', `${base.id} is ${precision} already`);
  }
  const folder = join(parentFolder, `.int8.${randomUUID()}.part`);
  await mkdir(folder, { recursive: true });
  try {
    const open = await openGraph(base.features);
    checkInt8(open.model, FIELD);
    const ranges = await activationRanges(open.model, folder, options);
    const bytes = await int8Graph(open, ranges);
    const file = nameBeside(base, 'features', 'features-int8.onnx');
    await writeFile(join(folder, file), bytes);
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
          sha256: createHash('sha256').update(bytes).digest('hex'),
          externalFiles: [],
          precision: 'int8',
          provenance: `${features.provenance}; converted to int8 from ${base.id}`,
        },
      },
    };
    await writeManifest(folder, said);
    return { folder, model: await loadModel(folder) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Adds what was measured to the manifest of a form that nobody has seen yet. */
export async function stateAgreement(folder: string, model: LoadedModel, agreement: Agreement): Promise<LoadedModel> {
  const { convertedFrom } = model.manifest;
  if (!convertedFrom) throw new RangeError('The model is not the form of another.');
  await writeManifest(folder, { ...model.manifest, convertedFrom: { ...convertedFrom, agreement } });
  return loadModel(folder);
}

function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  return writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Runs the network in float32 on the patches and keeps the smallest and the largest value of each activation. */
async function activationRanges(
  model: Parameters<typeof watchedGraph>[0],
  folder: string,
  { base, patches, threads, signal }: Int8Options,
): Promise<Map<string, Range>> {
  const { bytes, names } = watchedGraph(model);
  const watching = join(folder, '.watching');
  await mkdir(watching);
  try {
    const path = join(watching, 'watched.onnx');
    await writeFile(path, bytes);
    await takeFiles(
      base.features,
      base.features.spec.externalFiles.map(({ file }) => file),
      watching,
    );
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const session = await openSession({ ...base.features, path, sha256 }, { provider: 'cpu', threads, signal });
    try {
      const ranges = new Map<string, Range>();
      const { input } = base.features.spec;
      const [height, width] = input.size;
      const pixels = height * width * 3;
      for (const { rgb } of patches) {
        for (let crop = 0; crop < cropsPerPatch(base.manifest.patch.crops); crop++) {
          const values = input.dtype === 'uint8' ? new Uint8Array(pixels) : new Float32Array(pixels);
          placeInBatch(rgb.subarray(crop * pixels, (crop + 1) * pixels), values, 0, input);
          const dims = input.layout === 'NHWC' ? [1, height, width, 3] : [1, 3, height, width];
          // ONNX input `input.name`: uint8 or float32 as the manifest states, one item.
          const { outputs } = await session.run(
            { [input.name]: { dtype: input.dtype, dims, values } },
            names.flatMap((name) => [`${name}.min`, `${name}.max`]),
          );
          for (const name of names) {
            const { min, max } = ranges.get(name) ?? { min: Infinity, max: -Infinity };
            const [low = NaN, high = NaN] = [outputs[`${name}.min`]?.values[0], outputs[`${name}.max`]?.values[0]];
            ranges.set(name, { min: Math.min(min, low), max: Math.max(max, high) });
          }
        }
      }
      return ranges;
    } finally {
      await session.close();
    }
  } finally {
    await rm(watching, { recursive: true, force: true });
  }
}
