import { ModelError } from '../errors.ts';
import { type GraphOutput } from '../models/manifest.ts';
import { type SessionOutput } from '../sessions/session.ts';

type FeaturesOutput = Extract<GraphOutput, { meaning: 'features' }>;

/**
 * Rows of the bag from what the feature network gave: a vector for each item as it is, a token, the mean of tokens or of
 * a map, as the manifest says.
 *
 * @param items - of the batch.
 * @returns `[items, row width]`.
 * @throws ModelError OUTPUT_REFUSED if the shape is another than the manifest says, or a value is not finite.
 */
export function rowsFrom(found: SessionOutput, output: FeaturesOutput, items: number): Float32Array {
  const rows = rowsOf(found, output, items);
  // No pixels are a reason for NaN or infinity: a weight is, or the overflow of a narrow type.
  if (!rows.every(Number.isFinite)) refuse(output, 'has a value that is not finite');
  return rows;
}

function refuse({ name }: FeaturesOutput, what: string): never {
  throw new ModelError('OUTPUT_REFUSED', 'graphs.features.outputs', `output ${name} ${what}`);
}

function rowsOf({ dims, values }: SessionOutput, output: FeaturesOutput, items: number): Float32Array {
  const { width, take } = output;
  const wrongShape = () =>
    refuse(output, `came as [${dims.join(', ')}] for ${items} items; the manifest says ${width} wide`);
  if (!take) {
    if (dims.length !== 2 || dims[0] !== items || dims[1] !== width) wrongShape();
    return values;
  }
  if (dims[0] !== items || dims.length !== (take.what === 'meanOfMap' ? 4 : 3)) wrongShape();
  if (take.what === 'meanOfMap') {
    if (dims[1] !== width) wrongShape();
    return meansOfMap(values, items, width);
  }
  if (dims[2] !== width) wrongShape();
  const tokens = dims[1] ?? 0;
  if ('token' in take && take.token >= tokens)
    refuse(output, `has ${tokens} tokens; the manifest takes number ${take.token}, from 0`);
  if ('skip' in take && take.skip >= tokens) refuse(output, `has ${tokens} tokens; the manifest skips ${take.skip}`);
  const parts = take.what === 'tokenAndMean' ? 2 : 1;
  const rows = new Float32Array(items * parts * width);
  for (let item = 0; item < items; item++) {
    const sequence = values.subarray(item * tokens * width, (item + 1) * tokens * width);
    const row = rows.subarray(item * parts * width, (item + 1) * parts * width);
    if ('token' in take) row.set(sequence.subarray(take.token * width, (take.token + 1) * width));
    if ('skip' in take) row.set(meanOfTokens(sequence, take.skip, tokens, width), (parts - 1) * width);
  }
  return rows;
}

function meanOfTokens(sequence: Float32Array, skip: number, tokens: number, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let token = skip; token < tokens; token++) {
    for (let i = 0; i < width; i++) sums[i] = (sums[i] ?? 0) + (sequence[token * width + i] ?? 0);
  }
  return sums.map((sum) => sum / (tokens - skip));
}

function meansOfMap(values: Float32Array, items: number, width: number): Float32Array {
  const places = values.length / (items * width);
  return Float32Array.from({ length: items * width }, (_, at) => {
    let sum = 0;
    for (let i = 0; i < places; i++) sum += values[at * places + i] ?? 0;
    return sum / places;
  });
}
