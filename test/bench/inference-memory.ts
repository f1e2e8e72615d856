// A process of its own: its peak memory is that of one worker. Prints what it measured as one line of JSON.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { OnnxGraph } from '../../packages/ml/src/architectures/onnx-graph.ts';
import { DEMO_MODEL_ID, drawDemoSlide, loadModel, type Manifest, scoreSlide } from '../../packages/ml/src/index.ts';

export interface MemoryBench {
  readonly patches: number;
  /** Peak memory of the process itself; its decoders are separate processes, each with a limit. */
  readonly peakMb: number;
  readonly seconds: number;
}

const PATCH_PX = 512;

/** A slide of `side` by `side` patches, all of them tissue: one drawn piece repeated. */
async function writeLargeSlide(path: string, side: number): Promise<void> {
  const drawn = `${path}.drawn.tif`;
  await drawDemoSlide({ path: drawn, seed: 1, texture: 'sheet', widthPx: 2048, heightPx: 2048 });
  const piece = await sharp(drawn)
    .extract({ left: 768, top: 768, width: PATCH_PX, height: PATCH_PX })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  const px = side * PATCH_PX;
  await sharp({ create: { width: px, height: px, channels: 3, background: '#fff' }, limitInputPixels: false })
    .composite([{ input: piece, tile: true }])
    .tiff({ tile: true, tileWidth: 512, tileHeight: 512, pyramid: true, compression: 'jpeg', xres: 4000, yres: 4000 })
    .toFile(path);
}

/** The demonstration model with a tiny feature network: 2048 mixtures of a patch's mean colour. */
async function writeQuickModel(modelsDir: string): Promise<string> {
  const folder = join(modelsDir, 'quick');
  const demo = join(modelsDir, DEMO_MODEL_ID);
  const manifest = JSON.parse(await readFile(join(demo, 'manifest.json'), 'utf8')) as Manifest;
  const graph = new OnnxGraph('mean_colour');
  graph.input('input', 'uint8', ['batch', PATCH_PX, PATCH_PX, 3]);
  const mean = graph.node('ReduceMean', [graph.node('Cast', ['input'], { to: 1 })], { axes: [1, 2], keepdims: 0 });
  const weight = graph.constant(
    'weight',
    [2048, 3],
    Float32Array.from({ length: 6144 }, (_, i) => (i % 17) / 1700),
  );
  const bias = graph.constant('bias', [2048], new Float32Array(2048));
  graph.node('Gemm', [mean, weight, bias], { transB: 1 }, 'features');
  graph.output('features', 'float32', ['batch', 2048]);
  const features = graph.toBytes();
  await mkdir(folder);
  await writeFile(join(folder, 'features.onnx'), features);
  await copyFile(join(demo, manifest.graphs.head.file), join(folder, manifest.graphs.head.file));
  const spec = {
    ...manifest.graphs.features,
    file: 'features.onnx',
    sha256: createHash('sha256').update(features).digest('hex'),
  };
  const quality = { ...manifest.quality, minLaplacianVariance: 0 };
  const changed = { ...manifest, id: 'quick', quality, graphs: { ...manifest.graphs, features: spec } };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(changed));
  return folder;
}

async function main([what = '', folder = '', side = '100']: readonly string[]): Promise<void> {
  if (what === 'draw') return writeLargeSlide(join(folder, `draw-${side}.tif`), Number(side));
  const models = join(folder, 'models');
  const model = await loadModel(what === 'quick' ? await writeQuickModel(models) : join(models, DEMO_MODEL_ID));
  const began = performance.now();
  const { patches } = await scoreSlide({
    slidePath: join(folder, `draw-${side}.tif`),
    model,
    bagDir: join(folder, `bags-${what}-${side}`),
    provider: 'cpu',
  });
  const measured: MemoryBench = {
    patches: patches.kept,
    // In kilobytes of 1024 bytes.
    peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
    seconds: (performance.now() - began) / 1000,
  };
  console.log(JSON.stringify(measured));
}

if (import.meta.main) await main(process.argv.slice(2));
