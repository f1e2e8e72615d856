import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DEMO_MODEL_ID,
  drawDemoSlide,
  loadModel,
  presentProviders,
  scoreSlide,
  writeDemoModels,
} from '../../packages/ml/src/index.ts';
import { type MemoryBench } from './inference-memory.ts';

export interface ProviderBench {
  readonly provider: string;
  /** Null where the provider runs. */
  readonly refusal: string | null;
  /** Patches of 512 x 512 that went through ResNet-50. */
  readonly patches: number;
  /** Patches over the whole wall time of scoreSlide, loading both networks included. */
  readonly patchesPerSecond: number;
  /** Time inside ONNX Runtime over wall time: what is missing to 1 is our own overhead. Aim: 0.9 or more. */
  readonly sessionShare: number;
  /** Time in which the network had nothing to do because no patch was read yet, over wall time. */
  readonly starvedShare: number;
  readonly totalSeconds: number;
  /** The same slide again, its features already kept: two loads and one run of the head. */
  readonly reusedSeconds: number;
}

export interface InferenceBench {
  readonly threads: number;
  readonly providers: readonly ProviderBench[];
  /** Ten thousand patches through a feature network of no size and the head of full size. */
  readonly manyPatches: MemoryBench;
  /** Two hundred patches through both networks of full size. */
  readonly fullNetworks: MemoryBench;
}

/**
 * Times one slide from file to score on every provider of this machine: a drawn 4096 x 3072 slide, networks of full size,
 * random weights. Weights do not change the time. Then measures what a worker takes of memory.
 */
export async function benchInference(): Promise<InferenceBench> {
  const folder = await mkdtemp(join(tmpdir(), 'haim-bench-'));
  try {
    const models = join(folder, 'models');
    await writeDemoModels(models);
    const slidePath = join(folder, 'slide.tif');
    await drawDemoSlide({ path: slidePath, seed: 1, texture: 'sheet' });
    const providers: ProviderBench[] = [];
    for (const { provider, refusal } of await presentProviders()) {
      providers.push(
        refusal === null ? await time(provider, slidePath, models, folder) : { ...notRun, provider, refusal },
      );
    }
    return {
      threads: availableParallelism(),
      providers,
      manyPatches: await memoryOf('quick', 100, folder),
      fullNetworks: await memoryOf('real', 14, folder),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const notRun = {
  patches: 0,
  patchesPerSecond: 0,
  sessionShare: 0,
  starvedShare: 0,
  totalSeconds: 0,
  reusedSeconds: 0,
};

async function time(
  provider: 'cuda' | 'webgpu' | 'cpu',
  slidePath: string,
  models: string,
  folder: string,
): Promise<ProviderBench> {
  const model = await loadModel(join(models, DEMO_MODEL_ID));
  const options = { slidePath, model, bagDir: join(folder, 'bags'), provider };
  const { patches, seconds, prps } = await scoreSlide(options);
  const again = await scoreSlide(options);
  if (!again.bagReused || again.prps !== prps) throw new Error('The second score is not the first one.');
  return {
    provider,
    refusal: null,
    patches: patches.kept,
    patchesPerSecond: patches.kept / seconds.total,
    sessionShare: seconds.session / seconds.total,
    starvedShare: seconds.starved / seconds.total,
    totalSeconds: seconds.total,
    reusedSeconds: again.seconds.total,
  };
}

/** Draws a slide of `side` by `side` patches and scores it in a process of its own. */
async function memoryOf(what: 'quick' | 'real', side: number, folder: string): Promise<MemoryBench> {
  await child(['draw', folder, String(side)]);
  return JSON.parse(await child([what, folder, String(side)])) as MemoryBench;
}

function child(args: readonly string[]): Promise<string> {
  const file = join(import.meta.dirname, 'inference-memory.ts');
  const started = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  started.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  return new Promise((resolve, reject) => {
    started.once('error', reject);
    started.once('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${args[0]} ended with exit code ${code}`)),
    );
  });
}
