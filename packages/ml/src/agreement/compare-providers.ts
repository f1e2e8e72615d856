import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OnnxGraph } from '../architectures/onnx-graph.ts';
import { drawDemoSlide } from '../demonstration/demo-slide.ts';
import { ModelError } from '../errors.ts';
import { batchSizeOn, runBatch } from '../scoring/features.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { type FeaturesSpec, type Manifest } from '../models/manifest.ts';
import { readPatchHere, type ReadPatch } from '../patches/read-patch.ts';
import { scoreBag } from '../scoring/score.ts';
import { openSlideHere } from '../slides/open-slide.ts';
import { seededRandom } from '../seeded-random.ts';
import { openSession, type Provider, type RanProvider } from '../sessions/session.ts';

/** What one provider computed from the patches. */
export interface ProviderOutcome {
  readonly ran: RanProvider;
  readonly prps: number;
  /** Patches over the time inside ONNX Runtime, without the first batch, which prepares the device. */
  readonly patchesPerSecond: number;
}

export interface ProviderAgreement {
  readonly patches: number;
  readonly asked: ProviderOutcome;
  /** The cpu provider in float32: the reference. */
  readonly reference: ProviderOutcome;
  /** Root mean square of the reference's features: what a difference is measured against. */
  readonly featureScale: number;
  /** Largest |difference| of one feature of one patch. */
  readonly largestDifference: number;
  /**
   * The difference of the PRPS is at most AGREEMENT_LIMIT, and so is `largestDifference / featureScale` where both compute
   * in one precision: float16 keeps eleven bits of a number, so its features differ by about that much at every layer.
   */
  readonly agrees: boolean;
}

export interface CompareProvidersOptions {
  readonly model: LoadedModel;
  readonly provider: Exclude<Provider, 'auto'>;
  /** Runs on the cpu as the reference; the model itself by default, for a float16 one its float32 original. */
  readonly reference?: LoadedModel | undefined;
  /** Number of patches; 100 by default. */
  readonly patches?: number;
  /** Called with the patches done, of both providers together. */
  readonly onProgress?: (done: number, total: number) => void;
}

export const AGREEMENT_LIMIT = 1e-3;

/** Smallest side of the drawn slide; it is at least two patches wide. */
const SMALLEST_SLIDE_PX = 512;
const SEED = 20;

/**
 * Runs the same drawn patches through a provider and through the cpu in float32, and compares features and score.
 *
 * @throws ModelError PROVIDER_UNAVAILABLE if the provider does not take the graphs.
 */
export async function compareProviders(options: CompareProvidersOptions): Promise<ProviderAgreement> {
  const { model, provider, reference: original = model, patches: count = 100, onProgress } = options;
  checkPair(model, original);
  const patches = await drawnPatches(model.manifest, count);
  let seen = 0;
  const onPatches = (more: number) => onProgress?.((seen += more), 2 * count);
  // The requested provider first: if it is missing, that is reported before the reference is computed.
  const asked = await runOn(provider, model, patches, onPatches);
  const reference = await runOn('cpu', original, patches, onPatches);

  let squares = 0;
  let largestDifference = 0;
  reference.features.forEach((value, i) => {
    squares += value * value;
    const difference = Math.abs(value - (asked.features[i] ?? NaN));
    // A comparison with NaN is false: NaN must not pass for equal.
    if (!(difference <= largestDifference)) largestDifference = difference;
  });
  const featureScale = Math.sqrt(squares / reference.features.length);
  return {
    patches: count,
    asked: asked.outcome,
    reference: reference.outcome,
    featureScale,
    largestDifference,
    agrees:
      (precisionOf(model) !== precisionOf(original) || largestDifference <= AGREEMENT_LIMIT * featureScale) &&
      Math.abs(asked.outcome.prps - reference.outcome.prps) <= AGREEMENT_LIMIT,
  };
}

const precisionOf = ({ features }: LoadedModel): string => features.spec.precision ?? 'float32';

/** Two models whose patches differ are not compared patch by patch. */
function checkPair(model: LoadedModel, original: LoadedModel): void {
  const taken = ({ manifest, featureWidth }: LoadedModel) =>
    JSON.stringify([manifest.patch.px, manifest.patch.crops, manifest.graphs.features.input, featureWidth]);
  if (taken(model) !== taken(original)) {
    throw new ModelError(
      'SHAPE_MISMATCH',
      'graphs.features.input',
      `${original.id} takes other patches than ${model.id}`,
    );
  }
}

async function runOn(
  provider: RanProvider,
  model: LoadedModel,
  patches: readonly ReadPatch[],
  onPatches: (more: number) => void,
): Promise<{ features: Float32Array; outcome: ProviderOutcome }> {
  const network = await openSession(model.features, { provider });
  const features = new Float32Array(patches.length * model.featureWidth);
  const batchSize = batchSizeOn(network, model);
  let timed = { patches: 0, seconds: 0 };
  try {
    for (let at = 0; at < patches.length; at += batchSize) {
      const batch = patches.slice(at, at + batchSize);
      const { values, seconds } = await runBatch(batch, model, network);
      features.set(values, at * model.featureWidth);
      if (at > 0) timed = { patches: timed.patches + batch.length, seconds: timed.seconds + seconds };
      onPatches(batch.length);
    }
  } finally {
    await network.close();
  }
  const head = await openSession(model.head, { provider });
  try {
    const { prps } = await scoreBag(features, model.featureWidth, model, head);
    return { features, outcome: { ran: network.ran, prps, patchesPerSecond: timed.patches / timed.seconds } };
  } finally {
    await head.close();
  }
}

/** Squares of a drawn slide at seeded positions, as the network takes them. */
async function drawnPatches({ patch, graphs }: Manifest, count: number): Promise<ReadPatch[]> {
  const { px, crops } = patch;
  const settings = { px, inputSize: graphs.features.input.size, crops, quality: everyPatch };
  const side = Math.max(SMALLEST_SLIDE_PX, 2 * px);
  const path = join(tmpdir(), `haim-drawn-${randomUUID()}.tif`);
  try {
    await drawDemoSlide({ path, seed: SEED, texture: 'sheet', widthPx: side, heightPx: side });
    const random = seededRandom(SEED);
    const reader = await openSlideHere(path);
    try {
      const patches: ReadPatch[] = [];
      for (let i = 0; i < count; i++) {
        const [x = 0, y = 0] = [random.uniform(), random.uniform()].map((share) => Math.floor(share * (side - px)));
        patches.push(await readPatchHere(reader, { x, y }, px, settings));
      }
      return patches;
    } finally {
      await reader.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}

/** No patch is dropped. */
const everyPatch = { minTissueFraction: 0, whiteSaturation: 0, blackMean: 0, minLaplacianVariance: 0 };

export interface ProviderPresence {
  readonly provider: RanProvider;
  /** Null if the provider takes a graph; otherwise why not. */
  readonly refusal: string | null;
}

/** Which providers of this machine take a graph at all, tried with a graph of a single addition. */
export async function presentProviders(): Promise<ProviderPresence[]> {
  const folder = await mkdtemp(join(tmpdir(), 'haim-provider-'));
  try {
    const graph = new OnnxGraph('addition');
    graph.input('input', 'float32', [1]);
    graph.node('Add', ['input', 'input'], {}, 'sum');
    graph.output('sum', 'float32', [1]);
    const path = join(folder, 'addition.onnx');
    await writeFile(path, graph.toBytes());
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    const found: ProviderPresence[] = [];
    for (const provider of ['cuda', 'webgpu', 'cpu'] as const) {
      found.push({ provider, refusal: await refusalOf(path, sha256, provider) });
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function refusalOf(path: string, sha256: string, provider: RanProvider): Promise<string | null> {
  try {
    const spec = { externalFiles: [] } as unknown as FeaturesSpec;
    const session = await openSession({ role: 'features', path, sha256, freeBatch: false, spec }, { provider });
    try {
      // ONNX input `input`: float32, [1].
      const { outputs } = await session.run(
        { input: { dtype: 'float32', dims: [1], values: Float32Array.from([2]) } },
        ['sum'],
      );
      return outputs['sum']?.values[0] === 4 ? null : 'it adds 2 and 2 wrongly';
    } finally {
      await session.close();
    }
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
}
