import { type SeededRandom, seededRandom } from '../seeded-random.ts';
import { OnnxGraph } from './onnx-graph.ts';

/** Where a weight tensor comes from, for a comparison with another framework. */
export interface NamedWeights {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

export interface ConvolutionShape {
  readonly channelsIn: number;
  readonly channelsOut: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly groups?: number;
  /** Variance of the weights times fan-in: 2 before a ReLU (He et al. 2015), less if a branch should start small. */
  readonly gain?: number;
}

/** An ONNX graph of convolutions with seeded He-normal weights. Batch norm is folded into weight and bias. */
export class ConvNet {
  readonly graph: OnnxGraph;
  readonly weights: NamedWeights[] = [];
  private readonly random: SeededRandom;

  constructor(name: string, seed: number) {
    this.graph = new OnnxGraph(name);
    this.random = seededRandom(seed);
  }

  /** Same-padded convolution with bias, weights `[out, in / groups, k, k]`. */
  convolution(input: string, name: string, shape: ConvolutionShape): string {
    const { channelsIn, channelsOut, kernel, stride = 1, groups = 1, gain = 2 } = shape;
    const channelsPerGroup = channelsIn / groups;
    const fanIn = channelsPerGroup * kernel * kernel;
    const weight = this.normal(`${name}.weight`, [channelsOut, channelsPerGroup, kernel, kernel], gain / fanIn);
    const bias = this.normal(`${name}.bias`, [channelsOut], 1e-4);
    const pad = (kernel - 1) / 2;
    return this.graph.node(
      'Conv',
      [input, weight, bias],
      { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad], group: groups },
      name,
    );
  }

  relu(input: string): string {
    return this.graph.node('Relu', [input]);
  }

  /** x times sigmoid(x). */
  silu(input: string): string {
    return this.graph.node('Mul', [input, this.graph.node('Sigmoid', [input])]);
  }

  add(a: string, b: string): string {
    return this.graph.node('Add', [a, b]);
  }

  /** Global average pool, then `[batch, channels]`, named `output`. */
  pooled(input: string, output: string): string {
    return this.graph.node('Flatten', [this.graph.node('GlobalAveragePool', [input])], { axis: 1 }, output);
  }

  /** A constant drawn from N(0, variance), kept for comparisons. */
  normal(name: string, dims: readonly number[], variance: number): string {
    const scale = Math.sqrt(variance);
    const size = dims.reduce((product, dim) => product * dim, 1);
    const values = Float32Array.from({ length: size }, () => this.random.normal() * scale);
    return this.fixed(name, dims, values);
  }

  /** A given constant, kept for comparisons. */
  fixed(name: string, dims: readonly number[], values: Float32Array): string {
    this.weights.push({ name, dims, values });
    return this.graph.constant(name, dims, values);
  }
}
