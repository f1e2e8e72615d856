import { z } from 'zod';
import { featuresGraph, headGraph, sentence, sha256, side } from './manifest-graph.ts';

const count = z.int().positive();
const scale = z.number().min(0.02, 'at least 0.02').max(100, 'at most 100');
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower case letters, digits and hyphens');

const patch = z.strictObject({
  px: side,
  micronsPerPixel: scale,
  /** A slide whose scale is within this fraction is read unchanged; otherwise it is resampled, with a warning. */
  tolerance: z.number().min(0).max(0.2),
  /**
   * The network sees squares of `px` pixels of a patch, `perSide` along each side, evenly from edge to edge (one: the
   * middle), each resized to its input, and the patch gets the mean of their features. Absent: it sees the whole patch.
   */
  crops: z.strictObject({ perSide: z.int().min(1).max(4), px: side }).optional(),
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
  /** For a head that takes an image, and for no other: the one-channel bag image is repeated to this many channels. */
  channels: z.union([z.literal(1), z.literal(3)]).optional(),
  /** Likewise for such a head alone. */
  resize: z
    .strictObject({
      height: side,
      width: side,
      method: z.literal('bilinear'),
      /** True: the kernel widens when shrinking, so that every patch and feature counts. */
      antialias: z.boolean(),
    })
    .optional(),
});

/** How far an int8 form is from its original, measured on slides of a study before it was registered. */
const agreement = z.strictObject({
  slides: z.int().positive(),
  patches: z.int().positive(),
  provider: z.enum(['cuda', 'webgpu', 'cpu']),
  /** Root mean square of the difference of the features over that of the features. */
  featureError: z.number().min(0),
  meanScoreDifference: z.number().min(0).max(1),
  largestScoreDifference: z.number().min(0).max(1),
  /** Slides that fall on the other side of the threshold. */
  classesChanged: z.int().min(0),
});

/** How each field is written; what they have to agree on is in check-manifest.ts. */
export const manifestParts = z.strictObject({
  manifestVersion: z.literal(1),
  id: name,
  /** The family that this model is a version of; without it, a family of its own. */
  line: name.optional(),
  graphs: z.strictObject({ features: featuresGraph, head: headGraph }),
  /** In the order of the logits. A single logit is that of the positive class, of two. */
  classes: z.array(sentence).min(2, 'needs at least two classes').max(100, 'at most 100 classes'),
  positiveClass: sentence,
  patch,
  tissue,
  quality,
  bag,
  threshold: z.strictObject({
    value: z.number().min(0).max(1),
    rule: sentence,
    chosenOn: sentence,
    /** The same in Chinese, where whoever wrote the manifest knows it. */
    ruleZh: sentence.optional(),
    chosenOnZh: sentence.optional(),
  }),
  /** The float32 model that this one is the float16 or int8 form of. */
  convertedFrom: z.strictObject({ id: name, modelSha256: sha256, agreement: agreement.optional() }).optional(),
  trainedOn: z.strictObject({ snapshotId: sentence, n: count, centres: z.array(sentence).min(1) }).nullable(),
  clinicalUse: z.literal(false),
});

export type Manifest = z.infer<typeof manifestParts>;
export type Agreement = z.infer<typeof agreement>;
