import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DEMO_MODEL_ID,
  drawDemoSlide,
  type LoadedModel,
  loadModel,
  presentProviders,
  scoreSlide,
  writeDemoModels,
} from '../../packages/ml/src/index.ts';
import { typescriptLoader } from '../../apps/api/src/typescript-loader.ts';
import { openSession } from '../../packages/ml/src/sessions/session.ts';
import { type MemoryBench } from './inference-memory.ts';

export interface ProviderBench {
  readonly provider: string;
  /** Null if the provider runs. */
  readonly refusal: string | null;
  /** Patches of 512 x 512 that went through ResNet-50. */
  readonly patches: number;
  /** Patches over the whole wall time of scoreSlide, loading both networks included. */
  readonly patchesPerSecond: number;
  /** Time inside ONNX Runtime over wall time: what is missing from 1 is our own overhead. Aim: 0.9 or more. */
  readonly sessionShare: number;
  /** Time in which the network was idle because no patch had been read yet, over wall time. */
  readonly starvedShare: number;
  readonly totalSeconds: number;
  /** The same slide again with its features already stored: two loads and one run of the head. */
  readonly reusedSeconds: number;
}

export interface InferenceBench {
  readonly threads: number;
  readonly providers: readonly ProviderBench[];
  /** The feature network alone on the CPU, patches a second, and torchvision's in turns with it; null without torch. */
  readonly networkAlone: { readonly ours: number; readonly torch: number | null };
  /** Ten thousand patches through a tiny feature network and the full-size head. */
  readonly manyPatches: MemoryBench;
  /** Two hundred patches through both full-size networks. */
  readonly fullNetworks: MemoryBench;
}

/**
 * Times one slide from file to score on every provider of this machine: a drawn 8192 x 6144 slide, networks of full size,
 * random weights. Weights do not affect the time. Then measures the memory of a worker.
 */
export async function benchInference(): Promise<InferenceBench> {
  const folder = await mkdtemp(join(tmpdir(), 'haim-bench-'));
  try {
    const models = join(folder, 'models');
    await writeDemoModels(models);
    const slidePath = join(folder, 'slide.tif');
    await drawDemoSlide({ path: slidePath, seed: 1, texture: 'sheet', widthPx: 8192, heightPx: 6144 });
    const providers: ProviderBench[] = [];
    for (const { provider, refusal } of await presentProviders()) {
      providers.push(
        refusal === null ? await time(provider, slidePath, models, folder) : { ...notRun, provider, refusal },
      );
    }
    return {
      threads: availableParallelism(),
      providers,
      networkAlone: await networkAlone(await loadModel(join(models, DEMO_MODEL_ID))),
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

const torchScript = join(import.meta.dirname, '../../packages/ml/reference/torch-speed.py');

const ROUNDS = 5;
const ROUND_SECONDS = 5;

/** In turns, so that a drift in the machine's speed affects both alike. Medians of the rounds. */
async function networkAlone(model: LoadedModel): Promise<InferenceBench['networkAlone']> {
  const ours: number[] = [];
  const torch: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await ourSpeed(model));
    const beside = await torchSpeed();
    if (beside !== null) torch.push(beside);
  }
  return { ours: median(ours), torch: torch.length === ROUNDS ? median(torch) : null };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

/** One patch at a time; the median of the runs' times counts, as in torch-speed.py. */
async function ourSpeed({ features }: LoadedModel): Promise<number> {
  const session = await openSession(features, { provider: 'cpu' });
  const { input, outputs } = features.spec;
  const dims = [1, ...input.size, 3];
  const took: number[] = [];
  try {
    for (const end = performance.now() + 1_000 * ROUND_SECONDS; performance.now() < end || took.length < 4;) {
      const values = new Uint8Array(dims.reduce((product, size) => product * size, 1)).fill(150);
      // input: uint8, [1, height, width, 3]
      const { seconds } = await session.run({ [input.name]: { dtype: 'uint8', dims, values } }, [
        outputs[0]?.name ?? '',
      ]);
      took.push(seconds);
    }
  } finally {
    await session.close();
  }
  return 1 / median(took.slice(3));
}

/** The first Python that has torch; Debian's package is the system's own Python's. */
async function torchSpeed(): Promise<number | null> {
  for (const python of ['python3', '/usr/bin/python3']) {
    const said = await output(
      python,
      [torchScript, String(availableParallelism()), String(ROUND_SECONDS)],
      'ignore',
    ).catch(() => '');
    const found = /: ([\d.]+) patches\/s/.exec(said)?.[1];
    if (found) return Number(found);
  }
  return null;
}

function child(args: readonly string[]): Promise<string> {
  const file = join(import.meta.dirname, 'inference-memory.ts');
  return output(process.execPath, ['--import', typescriptLoader, file, ...args], 'inherit');
}

function output(command: string, args: readonly string[], stderr: 'ignore' | 'inherit'): Promise<string> {
  const started = spawn(command, args, { stdio: ['ignore', 'pipe', stderr] });
  let out = '';
  started.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  return new Promise((resolve, reject) => {
    started.once('error', reject);
    started.once('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${args[0]} ended with exit code ${code}`)),
    );
  });
}
