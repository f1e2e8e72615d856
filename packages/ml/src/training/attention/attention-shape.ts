import { seededRandom } from '../../seeded-random.ts';

/** Sizes of a gated-attention head. */
export interface AttentionShape {
  /** Values of a row of the bag. */
  readonly width: number;
  /** Units of the layer that every row goes through first. */
  readonly hidden: number;
  /** Units of each of the two branches that make the attention. */
  readonly gate: number;
}

/** One matrix or vector of the head's parameters. */
export interface ParameterPart {
  readonly name: string;
  readonly dims: readonly number[];
  /** Its place among all parameters. */
  readonly from: number;
  readonly to: number;
  /** Inputs of one unit, by which PyTorch's Linear bounds the first weights. */
  readonly fanIn: number;
}

/**
 * The parameters of a head in the order in which they are kept, one after the other. A bias of the attention's last layer
 * is missing: a softmax over the patches is the same with any.
 */
export function parameterParts({ width, hidden, gate }: AttentionShape): readonly ParameterPart[] {
  const sizes: readonly [string, readonly number[], number][] = [
    ['hidden.weight', [width, hidden], width],
    ['hidden.bias', [hidden], width],
    ['tanh.weight', [hidden, gate], hidden],
    ['tanh.bias', [gate], hidden],
    ['sigmoid.weight', [hidden, gate], hidden],
    ['sigmoid.bias', [gate], hidden],
    ['attention.weight', [gate, 1], gate],
    ['decision.weight', [hidden, 2], hidden],
    ['decision.bias', [2], hidden],
  ];
  let from = 0;
  return sizes.map(([name, dims, fanIn]) => {
    const to = from + dims.reduce((product, dim) => product * dim, 1);
    const part = { name, dims, from, to, fanIn };
    from = to;
    return part;
  });
}

export function parameterCount(shape: AttentionShape): number {
  return parameterParts(shape).at(-1)?.to ?? 0;
}

/**
 * First parameters, uniform in ±1/sqrt(inputs of the unit), part by part.
 *
 * @param seed - any integer.
 * @returns values that float32 holds exactly.
 */
export function seededAttention(shape: AttentionShape, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const values = new Float32Array(parameterCount(shape));
  for (const { from, to, fanIn } of parameterParts(shape)) {
    const bound = 1 / Math.sqrt(fanIn);
    for (let k = from; k < to; k++) values[k] = (2 * random.uniform() - 1) * bound;
  }
  return values;
}
