import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_MODEL_ID, drawDemoSlide, loadModel, scoreSlide, writeDemoModels } from '../../packages/ml/src/index.ts';

export interface InferenceBench {
  /** Patches of 512 x 512 that went through ResNet-50. */
  readonly patches: number;
  /** Patches over the whole wall time of scoreSlide, loading both networks included. */
  readonly patchesPerSecond: number;
  /** Time inside ONNX Runtime over wall time: what is missing to 1 is our own overhead. Aim: 0.9 or more. */
  readonly sessionShare: number;
  /** Reading and judging patches, summed; it overlaps the session. */
  readonly decodeSeconds: number;
  readonly totalSeconds: number;
  /** The same slide again, its features already kept: two loads and one run of the head. */
  readonly reusedSeconds: number;
  readonly provider: string;
  readonly threads: number;
}

/**
 * Times one slide from file to score on the CPU: a drawn 4096 x 3072 slide, networks of full size, random weights. Weights
 * do not change the time.
 */
export async function benchInference(): Promise<InferenceBench> {
  const folder = await mkdtemp(join(tmpdir(), 'haim-bench-'));
  try {
    await writeDemoModels(folder);
    const model = await loadModel(join(folder, DEMO_MODEL_ID));
    const slidePath = join(folder, 'slide.tif');
    await drawDemoSlide({ path: slidePath, seed: 1, texture: 'sheet' });
    const options = { slidePath, model, bagDir: join(folder, 'bags'), provider: 'cpu' as const };
    const { patches, seconds, providerRan, prps } = await scoreSlide(options);
    const again = await scoreSlide(options);
    if (!again.bagReused || again.prps !== prps) throw new Error('The second score is not the first one.');
    return {
      patches: patches.kept,
      patchesPerSecond: patches.kept / seconds.total,
      sessionShare: seconds.session / seconds.total,
      decodeSeconds: seconds.decode,
      totalSeconds: seconds.total,
      reusedSeconds: again.seconds.total,
      provider: providerRan,
      threads: availableParallelism(),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
