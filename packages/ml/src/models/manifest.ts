import { z } from 'zod';

const fileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a plain file name inside the model folder, without a path');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a lower-case sha256');
const positive = z.number().positive();
const count = z.int().positive();
const scale = z.number().min(0.02, 'at least 0.02').max(100, 'at most 100');
/** Maximum side in pixels, of a patch and of a network's input. Larger ones would take gigabytes for one patch. */
const side = z.int().positive().max(4096, 'at most 4096 pixels');
const sentence = z.string().min(1);
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower case letters, digits and hyphens');

const weights = z.enum(['synthetic', 'imagenet', 'trained']);

/** One ONNX file of the pair and what it expects. */
const graph = z.strictObject({
  file: fileName,
  sha256,
  /** Weights stored beside the ONNX file. Every file that the graph names must be listed here. */
  externalFiles: z.array(z.strictObject({ file: fileName, sha256 })).max(1000, 'at most 1000 files'),
  input: z.strictObject({
    name: sentence,
    layout: z.enum(['NHWC', 'NCHW']),
    dtype: z.enum(['uint8', 'float32']),
    /** Height, width in pixels. */
    size: z.tuple([side, side]),
    channelOrder: z.enum(['RGB', 'BGR']),
    /** Applied as (value - mean) / std before the graph; null if the graph does it itself. */
    mean: z.array(z.number()).nullable(),
    std: z.array(positive).nullable(),
  }),
  outputs: z
    .array(
      z.strictObject({
        meaning: z.enum(['features', 'embedding', 'logits', 'probabilities']),
        name: sentence,
        /** Values per item of the batch. */
        width: z.int().positive().max(65_536, 'at most 65536 values'),
      }),
    )
    .min(1)
    .max(16, 'at most 16 outputs'),
  weights,
  /** Type in which the network computes; inputs and outputs keep their declared types. float32 by default. */
  precision: z.enum(['float32', 'float16']).optional(),
  provenance: sentence,
  licence: sentence,
});

const patch = z.strictObject({
  px: side,
  micronsPerPixel: scale,
  /** A slide whose scale is within this fraction is read unchanged; otherwise it is resampled, with a warning. */
  tolerance: z.number().min(0).max(0.2),
});

const tissue = z.strictObject({
  method: z.literal('hsv-saturation'),
  /** Scale of the mask; CLAM segments at about 64 times downsampling. */
  micronsPerPixel: scale,
  /** Saturation 0 to 255 above which a pixel is tissue. */
  saturation: z.number().min(0).max(255),
  /** Odd side of the median window in mask pixels; 1 switches it off. */
  median: z
    .int()
    .min(1)
    .max(31)
    .refine((window) => window % 2 === 1, 'an odd number'),
  /** Side of the closing square in mask pixels; 1 switches it off. */
  close: z.int().min(1).max(32),
});

const quality = z.strictObject({
  /** A patch with less tissue than this fraction of the mask is background. */
  minTissueFraction: z.number().min(0).max(1),
  /** Mean saturation 0 to 255 below which a patch is white. */
  whiteSaturation: z.number().min(0).max(255),
  /** Mean of R, G and B below which a patch is black. */
  blackMean: z.number().min(0).max(255),
  /** Variance of the Laplacian below which a patch is blurred. There is no agreed value. */
  minLaplacianVariance: z.number().min(0),
});

const bag = z.strictObject({
  /** One row per kept patch. */
  rows: z.literal('patches'),
  /** A convolutional head depends on the order of the rows. */
  order: z.literal('y,x'),
  /** The one-channel bag image is repeated to this many channels. */
  channels: z.union([z.literal(1), z.literal(3)]),
  resize: z.strictObject({
    height: side,
    width: side,
    method: z.literal('bilinear'),
    /** True: the kernel widens when shrinking, so that every patch and feature counts. */
    antialias: z.boolean(),
  }),
});

export const manifestSchema = z
  .strictObject({
    manifestVersion: z.literal(1),
    id: name,
    /** The family that this model is a version of; without it, a family of its own. */
    line: name.optional(),
    graphs: z.strictObject({ features: graph, head: graph }),
    /** Names of the two neurons, in the order of the logits. */
    classes: z.tuple([sentence, sentence]),
    positiveClass: sentence,
    patch,
    tissue,
    quality,
    bag,
    threshold: z.strictObject({ value: z.number().min(0).max(1), rule: sentence, chosenOn: sentence }),
    /** The float32 model that this one is the float16 form of; its agreement is measured against that model. */
    convertedFrom: z.strictObject({ id: name, modelSha256: sha256 }).optional(),
    trainedOn: z.strictObject({ snapshotId: sentence, n: count, centres: z.array(sentence).min(1) }).nullable(),
    clinicalUse: z.literal(false),
  })
  .superRefine((manifest, context) => {
    const { features, head } = manifest.graphs;
    const disagree = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: path.split('.'), message });
    if (!manifest.classes.includes(manifest.positiveClass)) disagree('positiveClass', 'is not one of the classes');
    if (manifest.classes[0] === manifest.classes[1]) disagree('classes', 'are the same');
    if (!features.outputs.some(({ meaning }) => meaning === 'features')) {
      disagree('graphs.features.outputs', 'names no output that means features');
    }
    const logits = head.outputs.find(({ meaning }) => meaning === 'logits');
    if (logits?.width !== 2) disagree('graphs.head.outputs', 'names no output that means logits, two wide');
    if (head.input.dtype !== 'float32') disagree('graphs.head.input.dtype', 'must be float32: features are not bytes');
    const { height, width } = manifest.bag.resize;
    if (head.input.size[0] !== height || head.input.size[1] !== width) {
      disagree('graphs.head.input.size', `differs from bag.resize ${height} x ${width}`);
    }
    checkNormalisation('features', features.input, 3, disagree);
    checkNormalisation('head', head.input, manifest.bag.channels, disagree);
  });

export type Manifest = z.infer<typeof manifestSchema>;
export type GraphSpec = Manifest['graphs']['features'];
export type Weights = z.infer<typeof weights>;
export type GraphRole = 'features' | 'head';

/** The family of a model: `line` of the manifest, or the model's own id. */
export function lineOf({ id, line }: Pick<Manifest, 'id' | 'line'>): string {
  return line ?? id;
}

function checkNormalisation(
  role: GraphRole,
  { mean, std, dtype }: GraphSpec['input'],
  channels: number,
  disagree: (path: string, message: string) => void,
): void {
  const at = `graphs.${role}.input`;
  if ((mean === null) !== (std === null)) disagree(`${at}.std`, 'mean and std come together or not at all');
  if (mean && mean.length !== channels) disagree(`${at}.mean`, `needs ${channels} values`);
  if (std && std.length !== channels) disagree(`${at}.std`, `needs ${channels} values`);
  if (mean && dtype === 'uint8') disagree(`${at}.mean`, 'must be null: bytes are normalised inside the graph');
}
