import { type Statement, statement } from '@haim/schema';
import { ModelError } from '../errors.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { type GraphOutput, type Manifest, outputOf } from '../models/manifest.ts';
import { type SessionOutput } from '../sessions/session.ts';

type AttentionOutput = Extract<GraphOutput, { meaning: 'attention' }>;

/** Shares that come from the graph add up to 1 but for the rounding of float32 over a large bag. */
const SUM_TOLERANCE = 1e-3;

/**
 * The attention of a head as shares of the patches: at least 0, together 1. Scores become shares by a softmax over the
 * patches; of a head with an attention for each class, that of the positive class is taken.
 *
 * @param rows - of the bag.
 * @returns `[rows]`, in the order of the rows.
 * @throws ModelError OUTPUT_REFUSED if there is not one value for each patch, one is not finite, or shares do not add up.
 */
export function attentionShares(
  found: SessionOutput,
  output: AttentionOutput,
  rows: number,
  { classes, positiveClass }: Manifest,
): Float32Array {
  const refuse = (what: string): never => {
    throw new ModelError('OUTPUT_REFUSED', 'graphs.head.outputs', `the attention ${output.name} ${what}`);
  };
  const expected = output.axes.map((axis) => (axis === 'n' ? rows : axis === 'classes' ? classes.length : 1));
  if (found.dims.length !== expected.length || found.dims.some((dim, i) => dim !== expected[i])) {
    refuse(`came as [${found.dims.join(', ')}] for ${rows} patches; the manifest says [${expected.join(', ')}]`);
  }
  const values = ofPositiveClass(found.values, output.axes, rows, classes.length, classes.indexOf(positiveClass));
  if (!values.every(Number.isFinite)) refuse('has a value that is not finite');
  if (output.values === 'scores') return softmaxOf(values);
  const total = values.reduce((sum, value) => sum + value, 0);
  if (Math.abs(total - 1) > SUM_TOLERANCE || values.some((value) => value < 0)) {
    refuse(`is not shares: they add up to ${total.toPrecision(4)}; "values": "scores" has a softmax applied`);
  }
  return Float32Array.from(values, (value) => value / total);
}

/** What the shares are, for the reader. */
export function attentionMethod({ manifest, head }: LoadedModel): Statement {
  return outputOf(head.spec, 'attention')?.axes.includes('classes')
    ? statement('attentionOfClass', { positive: manifest.positiveClass })
    : statement('attentionOfSlide');
}

function ofPositiveClass(
  values: Float32Array,
  axes: AttentionOutput['axes'],
  rows: number,
  classes: number,
  positive: number,
): Float64Array {
  const ofClasses = axes.indexOf('classes');
  if (ofClasses < 0) return Float64Array.from(values);
  const isOuter = ofClasses < axes.indexOf('n');
  return Float64Array.from({ length: rows }, (_, row) => {
    return values[isOuter ? positive * rows + row : row * classes + positive] ?? NaN;
  });
}

/** In double precision: a bag has tens of thousands of patches. */
function softmaxOf(scores: Float64Array): Float32Array {
  const top = scores.reduce((largest, score) => Math.max(largest, score), -Infinity);
  const weights = scores.map((score) => Math.exp(score - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float32Array.from(weights, (weight) => weight / total);
}
