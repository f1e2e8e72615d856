// A ViT at 224 pixels and a head in the shape of CLAM, as PyTorch exported them (reference/small-vit-clam.py). For tests only.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from './hand-made.fixture.ts';
import { type Manifest } from './models/manifest.ts';

const exported = fileURLToPath(new URL('../reference/small-vit-clam/', import.meta.url));

/** What PyTorch itself makes of the made-up input. */
export interface PyTorchFacts {
  /** `[3, 24]`: the class tokens. */
  readonly features: readonly (readonly number[])[];
  readonly logits: readonly number[];
  readonly attention: readonly number[];
}

export async function pyTorchFacts(): Promise<PyTorchFacts> {
  return JSON.parse(await readFile(join(exported, 'expected.json'), 'utf8')) as PyTorchFacts;
}

/** Writes the model as a folder; `change` may alter its manifest before it is saved. */
export async function writePyTorchModel(
  folder: string,
  change: (manifest: Manifest) => unknown = (manifest) => manifest,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = ['vit.onnx', 'vit.onnx.data', 'clam.onnx', 'clam.onnx.data'];
  const hashes = new Map<string, string>();
  for (const file of files) {
    await copyFile(join(exported, file), join(folder, file));
    hashes.set(file, sha256(await readFile(join(exported, file))));
  }
  const graph = (name: string) => ({
    file: `${name}.onnx`,
    sha256: hashes.get(`${name}.onnx`) ?? '',
    externalFiles: [{ file: `${name}.onnx.data`, sha256: hashes.get(`${name}.onnx.data`) ?? '' }],
    weights: 'synthetic' as const,
    provenance: 'seeded random weights, exported by PyTorch',
    licence: 'Apache-2.0',
  });
  const manifest: Manifest = {
    manifestVersion: 1,
    id: 'small-vit-clam',
    graphs: {
      features: {
        ...graph('vit'),
        input: {
          name: 'pixels',
          layout: 'NCHW',
          dtype: 'float32',
          size: [224, 224],
          channelOrder: 'RGB',
          mean: [0.485, 0.456, 0.406],
          std: [0.229, 0.224, 0.225],
        },
        outputs: [{ meaning: 'features', name: 'features', width: 24, take: { what: 'token', token: 0 } }],
      },
      head: {
        ...graph('clam'),
        input: { name: 'bag', layout: 'ND', dtype: 'float32' },
        outputs: [
          { meaning: 'logits', name: 'logits', width: 2 },
          { meaning: 'attention', name: 'attention', axes: ['1', 'n'], values: 'scores' },
        ],
      },
    },
    classes: ['CR/PR', 'SD/PD'],
    positiveClass: 'SD/PD',
    patch: { px: 224, micronsPerPixel: 0.5, tolerance: 0.05 },
    tissue: { method: 'hsv-saturation', micronsPerPixel: 16, saturation: 8, median: 7, close: 4 },
    quality: { minTissueFraction: 0.25, whiteSaturation: 5, blackMean: 50, minLaplacianVariance: 0 },
    bag: { rows: 'patches', order: 'y,x' },
    threshold: { value: 0.5, rule: 'one half', chosenOn: 'nothing' },
    trainedOn: null,
    clinicalUse: false,
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(change(manifest)));
}
