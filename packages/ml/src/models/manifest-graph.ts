import { z } from 'zod';

export const fileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a plain file name inside the model folder, without a path');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a lower-case sha256');
export const sentence = z.string().min(1);
export const positive = z.number().positive();
/** Maximum side in pixels, of a patch and of a network's input. Larger ones would take gigabytes for one patch. */
export const side = z.int().positive().max(4096, 'at most 4096 pixels');
/** Values per item of the batch. */
const width = z.int().positive().max(65_536, 'at most 65536 values');
const token = z.int().min(0).max(100_000);

export const weights = z.enum(['synthetic', 'imagenet', 'trained']);

/** Pixels, or a bag as an image: one item per patch or per bag. */
const imageInput = z.strictObject({
  name: sentence,
  layout: z.enum(['NHWC', 'NCHW']),
  dtype: z.enum(['uint8', 'float32']),
  /** Height, width in pixels. */
  size: z.tuple([side, side]),
  channelOrder: z.enum(['RGB', 'BGR']),
  /** Applied as (value - mean) / std before the graph; null if the graph does it itself. */
  mean: z.array(z.number()).nullable(),
  std: z.array(positive).nullable(),
});

/** A bag as its rows, one per patch: `[n, width of the features]`, or the same with a batch of one before it. */
const rowsInput = z.strictObject({
  name: sentence,
  layout: z.enum(['ND', '1ND']),
  dtype: z.literal('float32', 'must be float32: features are not bytes'),
  /** A larger bag is refused instead of exhausting memory; absent: any number of rows. */
  maxRows: z.int().positive().optional(),
});

/** What becomes one row of the bag, of an output that has more than one row or place for each patch. */
const take = z.discriminatedUnion('what', [
  /** One row of `[n, tokens, width]`, such as the class token. */
  z.strictObject({ what: z.literal('token'), token }),
  /** The mean of all rows of `[n, tokens, width]` but the first `skip`: class and register tokens. */
  z.strictObject({ what: z.literal('meanOfTokens'), skip: token }),
  /** Both, one after the other: twice as wide. */
  z.strictObject({ what: z.literal('tokenAndMean'), token, skip: token }),
  /** The mean over all places of `[n, width, height, width]`. */
  z.strictObject({ what: z.literal('meanOfMap') }),
]);

/**
 * The order of the axes of an attention: `n` has a place for each patch, `classes` one for each class, of which that of
 * the positive class is taken, and `1` a single place.
 */
const axes = z
  .array(z.enum(['1', 'n', 'classes']))
  .max(4, 'at most four axes')
  .refine((all) => all.filter((axis) => axis === 'n').length === 1, 'needs exactly one axis n')
  .refine((all) => all.filter((axis) => axis === 'classes').length <= 1, 'has more than one axis of classes');

const output = z.discriminatedUnion('meaning', [
  /** Without `take` the output is `[n, width]`. */
  z.strictObject({ meaning: z.literal('features'), name: sentence, width, take: take.optional() }),
  z.strictObject({ meaning: z.enum(['embedding', 'logits', 'probabilities']), name: sentence, width }),
  z.strictObject({
    meaning: z.literal('attention'),
    name: sentence,
    axes,
    /** Scores become shares by a softmax over the patches; shares add up to 1 as they come. */
    values: z.enum(['scores', 'shares']),
  }),
]);

const file = {
  file: fileName,
  sha256,
  /** Weights stored beside the ONNX file. Every file that the graph names must be listed here. */
  externalFiles: z.array(z.strictObject({ file: fileName, sha256 })).max(1000, 'at most 1000 files'),
};
const rest = {
  outputs: z.array(output).min(1).max(16, 'at most 16 outputs'),
  weights,
  /**
   * Type in which the network computes; inputs and outputs keep their declared types. float32 by default. int8: products
   * and convolutions of 8-bit numbers with fixed scales, the rest in float32.
   */
  precision: z.enum(['float32', 'float16', 'int8']).optional(),
  provenance: sentence,
  licence: sentence,
};

/** The ONNX file that makes features from patches, and what it expects. */
export const featuresGraph = z.strictObject({ ...file, input: imageInput, ...rest });
/** The ONNX file that makes a score from a bag. */
export const headGraph = z.strictObject({
  ...file,
  input: z.discriminatedUnion('layout', [imageInput, rowsInput]),
  ...rest,
});

export type GraphRole = 'features' | 'head';
export type FeaturesSpec = z.infer<typeof featuresGraph>;
export type HeadSpec = z.infer<typeof headGraph>;
export type GraphSpec = FeaturesSpec | HeadSpec;
export type ImageInput = z.infer<typeof imageInput>;
export type RowsInput = z.infer<typeof rowsInput>;
export type GraphOutput = z.infer<typeof output>;
export type Take = z.infer<typeof take>;
export type OutputMeaning = GraphOutput['meaning'];
export type OutputOf<Meaning extends OutputMeaning> =
  Extract<GraphOutput, { meaning: Meaning }> extends never
    ? Extract<GraphOutput, { meaning: 'embedding' | 'logits' | 'probabilities' }>
    : Extract<GraphOutput, { meaning: Meaning }>;

/** The output of a graph with a meaning; undefined if the manifest names none. */
export function outputOf<Meaning extends OutputMeaning>(
  { outputs }: Pick<GraphSpec, 'outputs'>,
  meaning: Meaning,
): OutputOf<Meaning> | undefined {
  return outputs.find((one) => one.meaning === meaning) as OutputOf<Meaning> | undefined;
}

/** Whether the head reads the rows of the bag, not an image made of them. */
export function takesRows(input: HeadSpec['input']): input is RowsInput {
  return input.layout === 'ND' || input.layout === '1ND';
}

/** Values of one row of the bag. */
export function rowWidth(spec: Pick<GraphSpec, 'outputs'>): number {
  const features = outputOf(spec, 'features');
  if (!features) return 0;
  return features.take?.what === 'tokenAndMean' ? 2 * features.width : features.width;
}
