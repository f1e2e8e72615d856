import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { efficientNetB5 } from '../architectures/efficientnet-b5.ts';
import { provenance, resnet50 } from '../architectures/resnet50.ts';
import { loadModel } from '../models/load-model.ts';
import { type Manifest } from '../models/manifest.ts';

/** The model that comes with every installation. */
export const DEMO_MODEL_ID = 'haim';

const FEATURES_SEED = 20;
const HEAD_SEED = 28;
/**
 * Random logits barely move from slide to slide. These two numbers stretch and centre them so that demonstration slides
 * spread over (0, 1) instead of all showing one value; they were read off the logits of drawn slides and have no
 * medical meaning.
 */
const LAST_LAYER = { scale: 8, bias: 9.2 };

/**
 * Writes the demonstration model: the exact architectures with seeded random weights, and their manifest. Does nothing
 * if a valid one already exists. The folder is created atomically.
 *
 * @param modelsDir - the folder that holds one folder per model; made if missing.
 */
export async function writeDemoModels(modelsDir: string): Promise<void> {
  const folder = join(modelsDir, DEMO_MODEL_ID);
  if (await isPresent(folder)) return;

  const temporary = join(modelsDir, `.${DEMO_MODEL_ID}.${randomUUID()}.part`);
  await mkdir(temporary, { recursive: true });
  try {
    const features = resnet50(FEATURES_SEED).onnx;
    const head = efficientNetB5({ seed: HEAD_SEED, standardiseBag: true, lastLayer: LAST_LAYER }).onnx;
    await writeFile(join(temporary, 'resnet50.onnx'), features);
    await writeFile(join(temporary, 'efficientnet-b5.onnx'), head);
    const manifest = demoManifest(sha256(features), sha256(head));
    await writeFile(join(temporary, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder).catch(async (error: unknown) => {
      if (!(await isPresent(folder))) throw error; // otherwise another process was faster
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Whether the folder holds exactly this model: the same manifest, and files that match it. */
async function isPresent(folder: string): Promise<boolean> {
  const present = await loadModel(folder).catch(() => null);
  if (!present) return false;
  const expected = demoManifest(present.features.sha256, present.head.sha256);
  return isDeepStrictEqual(present.manifest, expected);
}

function demoManifest(featuresSha256: string, headSha256: string): Manifest {
  const licence = 'Apache-2.0';
  return {
    manifestVersion: 1,
    id: DEMO_MODEL_ID,
    graphs: {
      features: {
        file: 'resnet50.onnx',
        sha256: featuresSha256,
        externalFiles: [],
        input: {
          name: 'input',
          layout: 'NHWC',
          dtype: 'uint8',
          size: [512, 512],
          channelOrder: 'RGB',
          mean: null,
          std: null,
        },
        outputs: [{ meaning: 'features', name: 'features', width: 2048 }],
        weights: 'synthetic',
        provenance: provenance(FEATURES_SEED),
        licence,
      },
      head: {
        file: 'efficientnet-b5.onnx',
        sha256: headSha256,
        externalFiles: [],
        input: {
          name: 'input',
          layout: 'NCHW',
          dtype: 'float32',
          size: [456, 456],
          channelOrder: 'RGB',
          mean: null,
          std: null,
        },
        outputs: [
          { meaning: 'embedding', name: 'embedding', width: 2048 },
          { meaning: 'logits', name: 'logits', width: 2 },
          { meaning: 'probabilities', name: 'probabilities', width: 2 },
        ],
        weights: 'synthetic',
        provenance: `${provenance(HEAD_SEED)}; last layer times ${LAST_LAYER.scale}, shifted by ${LAST_LAYER.bias}`,
        licence,
      },
    },
    classes: ['CR/PR', 'SD/PD'],
    positiveClass: 'SD/PD',
    patch: { px: 512, micronsPerPixel: 0.25, tolerance: 0.05 },
    tissue: { method: 'hsv-saturation', micronsPerPixel: 16, saturation: 8, median: 7, close: 4 },
    quality: { minTissueFraction: 0.25, whiteSaturation: 5, blackMean: 50, minLaplacianVariance: 60 },
    bag: {
      rows: 'patches',
      order: 'y,x',
      channels: 3,
      resize: { height: 456, width: 456, method: 'bilinear', antialias: true },
    },
    threshold: {
      value: 0.532,
      rule: 'Youden: maximises TPR - FPR',
      chosenOn: 'the published cohort, with weights that are not public; shown for the workflow only',
      ruleZh: 'Youden：使 TPR − FPR 最大',
      chosenOnZh: '已发表的队列，其权重未公开；仅用于展示流程',
    },
    trainedOn: null,
    clinicalUse: false,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
