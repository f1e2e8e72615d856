// Slides and models for the tests, small enough to work out by hand. For tests only, exported separately
// (`@haim/ml/fixtures`).
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { OnnxGraph } from './architectures/onnx-graph.ts';
import { type Manifest } from './models/manifest.ts';
import { type SlideReader } from './slides/slide-reader.ts';

export { madeTiff, type MadePage } from './slides/made-tiff.ts';

/** OpenSlide's public test slide CMU-1-Small-Region.svs, if available; tests that need it are skipped without it. */
export const REAL_SLIDE =
  process.env['HAIM_TEST_SLIDE'] ??
  fileURLToPath(new URL('../../../../shared/data/slides/CMU-1-Small-Region.svs', import.meta.url));

export const TISSUE = [180, 100, 160] as const;
export const GLASS = [255, 255, 255] as const;

/** A fresh folder: in that of the test run, which removes it at its end, otherwise under the system's temporary one. */
export function scratchFolder(): Promise<string> {
  return mkdtemp(join(process.env['PORTAL_TEST_SCRATCH'] ?? tmpdir(), 'haim-ml-'));
}

/** RGB pixels from a colour per pixel. */
export function pixels(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
): Uint8Array {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rgb.set(colour(x, y), (y * width + x) * 3);
  }
  return rgb;
}

export interface HalfSlideOptions {
  readonly width?: number;
  readonly height?: number;
  /** Null writes no usable scale. */
  readonly micronsPerPixel?: number | null;
  readonly colour?: (x: number, y: number) => readonly [number, number, number];
}

/** A tiled, losslessly stored slide; by default 64 x 32, its left half one tissue colour, its right half white. */
export async function writeHalfSlide(path: string, options: HalfSlideOptions = {}): Promise<void> {
  const { width = 64, height = 32, micronsPerPixel = 0.25 } = options;
  const colour = options.colour ?? ((x: number) => (x < width / 2 ? TISSUE : GLASS));
  const scale = micronsPerPixel === null ? 1 : 1000 / micronsPerPixel;
  await sharp(pixels(width, height, colour), { raw: { width, height, channels: 3 } })
    .tiff({
      compression: 'deflate',
      tile: true,
      tileWidth: 16,
      tileHeight: 16,
      pyramid: true,
      xres: scale,
      yres: scale,
    })
    .toFile(path);
}

/** A reader over pixels in memory, one level. */
export function memoryReader(rgb: Uint8Array, width: number, height: number): SlideReader {
  return {
    width,
    height,
    levels: [{ width, height, downsample: 1 }],
    micronsPerPixel: 0.25,
    unequalMicrons: null,
    objectivePower: null,
    colourProfile: null,
    vendor: 'generic-tiff',
    reader: 'sharp',
    readerVersion: 'none',
    associatedImages: [],
    close: async () => {},
    readRgb: async (request) =>
      pixels(request.width, request.height, (x, y) => {
        const at = ((request.y + y) * width + request.x + x) * 3;
        return [rgb[at] ?? 255, rgb[at + 1] ?? 255, rgb[at + 2] ?? 255];
      }),
  };
}

/** Mean of R, G and B of each 8 x 8 patch: uint8 `[batch, 8, 8, 3]` to `[batch, 3]`. */
export function meanColourGraph(): OnnxGraph {
  const graph = new OnnxGraph('mean_colour');
  graph.input('input', 'uint8', ['batch', 8, 8, 3]);
  graph.node('ReduceMean', [graph.node('Cast', ['input'], { to: 1 })], { axes: [1, 2], keepdims: 0 }, 'features');
  graph.output('features', 'float32', ['batch', 3]);
  return graph;
}

/** Mean over the rows of the bag, then logits 0 and 0.01 (first - third feature): float32 `[1, 1, 2, 3]` to `[1, 2]`. */
export function meanRowGraph(): OnnxGraph {
  const graph = new OnnxGraph('mean_row');
  graph.input('input', 'float32', ['batch', 1, 2, 3]);
  const mean = graph.node('ReduceMean', ['input'], { axes: [1, 2], keepdims: 0 });
  const weight = graph.constant('weight', [2, 3], Float32Array.from([0, 0, 0, 0.01, 0, -0.01]));
  const bias = graph.constant('bias', [2], Float32Array.from([0, 0]));
  graph.node('Gemm', [mean, weight, bias], { transB: 1 }, 'logits');
  graph.output('logits', 'float32', ['batch', 2]);
  return graph;
}

/**
 * A head with a visible embedding: float32 `[1, 1, 2, 3]`, mean over the rows, times 0.01; then a last layer and one
 * unneeded output.
 */
export function headWithEmbedding(): Uint8Array {
  const graph = new OnnxGraph('with_embedding');
  graph.input('input', 'float32', ['batch', 1, 2, 3]);
  const mean = graph.node('ReduceMean', ['input'], { axes: [1, 2], keepdims: 0 });
  const hundredth = graph.constant('hundredth', [1], Float32Array.from([0.01]));
  graph.node('Mul', [mean, hundredth], {}, 'embedding');
  const weight = graph.constant('fc.weight', [2, 3], Float32Array.from([0, 0, 0, 1, 0, -1]));
  const bias = graph.constant('fc.bias', [2], Float32Array.from([0, 0]));
  graph.node('Gemm', ['embedding', weight, bias], { transB: 1 }, 'logits');
  graph.output('embedding', 'float32', ['batch', 3]);
  graph.output('logits', 'float32', ['batch', 2]);
  return graph.toBytes();
}

/** The manifest of a model with that head. */
export function withEmbedding(manifest: Manifest): Manifest {
  const { head } = manifest.graphs;
  const outputs = [{ meaning: 'embedding' as const, name: 'embedding', width: 3 }, ...head.outputs];
  return { ...manifest, graphs: { ...manifest.graphs, head: { ...head, outputs } } };
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The manifest of the two graphs above. Every pixel that is not white is tissue; no patch counts as blurred. */
export function handMadeManifest(features: Uint8Array, head: Uint8Array): Manifest {
  const graph = { externalFiles: [], weights: 'trained' as const, provenance: 'by hand', licence: 'Apache-2.0' };
  const input = { name: 'input', channelOrder: 'RGB' as const, mean: null, std: null };
  return {
    manifestVersion: 1,
    id: 'by-hand',
    graphs: {
      features: {
        ...graph,
        file: 'features.onnx',
        sha256: sha256(features),
        input: { ...input, layout: 'NHWC', dtype: 'uint8', size: [8, 8] },
        outputs: [{ meaning: 'features', name: 'features', width: 3 }],
      },
      head: {
        ...graph,
        file: 'head.onnx',
        sha256: sha256(head),
        input: { ...input, layout: 'NCHW', dtype: 'float32', size: [2, 3] },
        outputs: [{ meaning: 'logits', name: 'logits', width: 2 }],
      },
    },
    classes: ['CR/PR', 'SD/PD'],
    positiveClass: 'SD/PD',
    patch: { px: 8, micronsPerPixel: 0.25, tolerance: 0.05 },
    tissue: { method: 'hsv-saturation', micronsPerPixel: 0.25, saturation: 8, median: 1, close: 1 },
    quality: { minTissueFraction: 0.5, whiteSaturation: 5, blackMean: 50, minLaplacianVariance: 0 },
    bag: {
      rows: 'patches',
      order: 'y,x',
      channels: 1,
      resize: { height: 2, width: 3, method: 'bilinear', antialias: true },
    },
    threshold: { value: 0.532, rule: 'by hand', chosenOn: 'nothing' },
    trainedOn: null,
    clinicalUse: false,
  };
}

/** Writes the hand-made model; `change` may corrupt its manifest before it is saved. */
export async function writeHandMadeModel(
  folder: string,
  change: (manifest: Manifest) => unknown = (manifest) => manifest,
  graphs: { readonly features?: Uint8Array; readonly head?: Uint8Array } = {},
): Promise<void> {
  const features = graphs.features ?? meanColourGraph().toBytes();
  const head = graphs.head ?? meanRowGraph().toBytes();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'features.onnx'), features);
  await writeFile(join(folder, 'head.onnx'), head);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(change(handMadeManifest(features, head))));
}
