import { seededRandom } from '../seeded-random.ts';

/** Two neurons over `width` features: the first is the negative class, the second the positive one. */
export interface LayerParameters {
  /** `[2, width]`, row-major. */
  readonly weight: Float64Array;
  /** `[2]`. */
  readonly bias: Float64Array;
}

/** Cases as the layer sees them. */
export interface LayerInput {
  /** `[n, width]`. */
  readonly x: Float64Array;
  readonly positive: readonly boolean[];
  /** Weight of a negative and of a positive case. */
  readonly weights: readonly [number, number];
}

export interface LayerPass {
  /** Weighted mean over the cases. */
  readonly loss: number;
  /** `[n]` logit of the positive class minus that of the negative one: it orders cases like the probability does. */
  readonly scores: Float64Array;
  readonly gradient: LayerParameters;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * First weights, uniform in ±1/sqrt(width): the weights row by row, then the two biases.
 *
 * @param seed - any integer.
 */
export function seededParameters(width: number, seed: number): LayerParameters {
  const random = seededRandom(seed);
  const bound = 1 / Math.sqrt(width);
  const draw = () => (2 * random.uniform() - 1) * bound;
  return { weight: Float64Array.from({ length: 2 * width }, draw), bias: Float64Array.from({ length: 2 }, draw) };
}

/** Two logits, their softmax, its binary cross-entropy, and Adam. Sums run in the order of cases and features. */
export class AdamLayer {
  private readonly parameters: Float64Array;
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private power1 = 1;
  private power2 = 1;
  private readonly width: number;
  private readonly learningRate: number;

  constructor(width: number, start: LayerParameters, learningRate: number) {
    this.width = width;
    this.learningRate = learningRate;
    this.parameters = Float64Array.from([...start.weight, ...start.bias]);
    if (this.parameters.length !== 2 * width + 2) throw new RangeError('the first weights have another width');
    this.first = new Float64Array(this.parameters.length);
    this.second = new Float64Array(this.parameters.length);
  }

  copy(): LayerParameters {
    return this.split(this.parameters);
  }

  /** Loss and scores of some cases, and the gradient of that loss by every parameter. */
  pass(input: LayerInput): LayerPass {
    const gradient = new Float64Array(this.parameters.length);
    const { loss, scores } = this.walk(input, gradient);
    return { loss, scores, gradient: this.split(gradient) };
  }

  /** As `pass`, without the gradient. */
  look(input: LayerInput): Pick<LayerPass, 'loss' | 'scores'> {
    return this.walk(input, null);
  }

  private walk(
    { x, positive, weights }: LayerInput,
    gradient: Float64Array | null,
  ): Pick<LayerPass, 'loss' | 'scores'> {
    const { width, parameters } = this;
    const n = positive.length;
    const scores = new Float64Array(n);
    let loss = 0;
    let total = 0;
    for (let i = 0; i < n; i++) total += positive[i] ? weights[1] : weights[0];
    for (let i = 0; i < n; i++) {
      const start = i * width;
      let negativeLogit = parameters[2 * width] as number;
      let positiveLogit = parameters[2 * width + 1] as number;
      for (let j = 0; j < width; j++) {
        const value = x[start + j] as number;
        negativeLogit += (parameters[j] as number) * value;
        positiveLogit += (parameters[width + j] as number) * value;
      }
      const margin = positiveLogit - negativeLogit;
      scores[i] = margin;
      const isPositive = positive[i] === true;
      const share = (isPositive ? weights[1] : weights[0]) / total;
      loss += share * softplus(isPositive ? -margin : margin);
      if (!gradient) continue;
      // Gradient of the softmax and the cross-entropy together; the other neuron's has the opposite sign.
      const slope = share * (logistic(margin) - (isPositive ? 1 : 0));
      for (let j = 0; j < width; j++) {
        const value = slope * (x[start + j] as number);
        gradient[j] = (gradient[j] as number) - value;
        gradient[width + j] = (gradient[width + j] as number) + value;
      }
      gradient[2 * width] = (gradient[2 * width] as number) - slope;
      gradient[2 * width + 1] = (gradient[2 * width + 1] as number) + slope;
    }
    return { loss, scores };
  }

  step({ weight, bias }: LayerParameters): void {
    this.power1 *= BETA1;
    this.power2 *= BETA2;
    const { parameters, first, second, learningRate } = this;
    for (let k = 0; k < parameters.length; k++) {
      const slope = (k < weight.length ? weight[k] : bias[k - weight.length]) as number;
      const m = BETA1 * (first[k] as number) + (1 - BETA1) * slope;
      const v = BETA2 * (second[k] as number) + (1 - BETA2) * slope * slope;
      first[k] = m;
      second[k] = v;
      const corrected = m / (1 - this.power1);
      const spread = Math.sqrt(v / (1 - this.power2)) + EPSILON;
      parameters[k] = (parameters[k] as number) - (learningRate * corrected) / spread;
    }
  }

  private split(values: Float64Array): LayerParameters {
    return { weight: values.slice(0, 2 * this.width), bias: values.slice(2 * this.width) };
  }
}

/** log(1 + exp(value)) without overflow. */
function softplus(value: number): number {
  return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
}

function logistic(value: number): number {
  const small = Math.exp(-Math.abs(value));
  return value >= 0 ? 1 / (1 + small) : small / (1 + small);
}
