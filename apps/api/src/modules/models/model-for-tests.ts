import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest } from '@haim/ml';

/** Mean of R, G and B of each 8 x 8 patch: written by `meanColourGraph` of packages/ml/src/hand-made-fixtures.ts. */
const FEATURES = Buffer.from(
  'CAgSC2hhaW0tcG9ydGFsOtgBCi0KBWlucHV0EgZjYXN0XzAaC0Nhc3Q6Y2FzdF8wIgRDYXN0KgkKAnRvGAGgAQIKUwoGY2FzdF8wEghmZWF0dXJlcxoTUmVkdWNlTWVhbjpmZWF0dXJlcyIKUmVkdWNlTWVhbioNCgRheGVzQgIBAqABByoPCghrZWVwZGltcxgAoAECEgttZWFuX2NvbG91clokCgVpbnB1dBIbChkIAhIVCgcSBWJhdGNoCgIICAoCCAgKAggDYh8KCGZlYXR1cmVzEhMKEQgBEg0KBxIFYmF0Y2gKAggDQgQKABAR',
  'base64',
);
/** Logits 0 and 0.01 (first - third feature): written by `meanRowGraph` there. */
const HEAD = Buffer.from(
  'CAgSC2hhaW0tcG9ydGFsOrQCCloKBWlucHV0EgxyZWR1Y2VtZWFuXzAaF1JlZHVjZU1lYW46cmVkdWNlbWVhbl8wIgpSZWR1Y2VNZWFuKg0KBGF4ZXNCAgECoAEHKg8KCGtlZXBkaW1zGACgAQIKRgoMcmVkdWNlbWVhbl8wCgZ3ZWlnaHQKBGJpYXMSBmxvZ2l0cxoLR2VtbTpsb2dpdHMiBEdlbW0qDQoGdHJhbnNCGAGgAQISCG1lYW5fcm93KigKAgIDEAFCBndlaWdodEoYAAAAAAAAAAAAAAAACtcjPAAAAAAK1yO8KhUKAQIQAUIEYmlhc0oIAAAAAAAAAABaJAoFaW5wdXQSGwoZCAESFQoHEgViYXRjaAoCCAEKAggCCgIIA2IdCgZsb2dpdHMSEwoRCAESDQoHEgViYXRjaAoCCAJCBAoAEBE=',
  'base64',
);

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A whole model of a few hundred bytes, small enough to work out by hand. */
export function tinyManifest(id: string, change: Partial<Manifest> = {}): Manifest {
  const graph = { externalFiles: [], weights: 'trained' as const, provenance: 'by hand', licence: 'Apache-2.0' };
  const input = { name: 'input', channelOrder: 'RGB' as const, mean: null, std: null };
  return {
    manifestVersion: 1,
    id,
    graphs: {
      features: {
        ...graph,
        file: 'features.onnx',
        sha256: sha256(FEATURES),
        input: { ...input, layout: 'NHWC', dtype: 'uint8', size: [8, 8] },
        outputs: [{ meaning: 'features', name: 'features', width: 3 }],
      },
      head: {
        ...graph,
        file: 'head.onnx',
        sha256: sha256(HEAD),
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
    threshold: { value: 0.5, rule: 'by hand', chosenOn: 'nothing' },
    trainedOn: null,
    clinicalUse: false,
    ...change,
  };
}

/** Writes it into `folder`, under whose name the portal then knows it. */
export async function writeTinyModel(folder: string, manifest: Manifest): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'features.onnx'), FEATURES);
  await writeFile(join(folder, 'head.onnx'), HEAD);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
}
