import { ConvNet } from './conv-net.ts';
import { type BuiltNetwork, provenance } from './resnet50.ts';

export interface EfficientNetB5Options {
  /** For the He-normal weights. They are random: the score is not a prediction. */
  readonly seed: number;
  /**
   * Centres the bag image on its mean and scales it to unit variance, both over the whole image: what all patches of a
   * slide have in common stays visible. Random weights need it; a trained head brings its own normalisation.
   */
  readonly standardiseBag: boolean;
  /** Last layer: multiplies the random weights, then shifts the logit of the second class by `bias`. */
  readonly lastLayer: { readonly scale: number; readonly bias: number };
}

/** One row of the EfficientNet-B0 table, before scaling. */
interface Stage {
  readonly expand: number;
  readonly kernel: number;
  readonly stride: number;
  readonly channels: number;
  readonly blocks: number;
}

/** 1 / E[silu(z)^2] for standard normal z: keeps the variance through a convolution that follows a SiLU. */
const AFTER_SILU = 2.8;
/** After the squeeze gate. By theory 11.2, but skewed activations then grow without bound over 39 blocks; 6 is steady. */
const AFTER_GATE = 6;
/** After a layer without activation. */
const AFTER_LINEAR = 1;

const B0_STAGES: readonly Stage[] = [
  { expand: 1, kernel: 3, stride: 1, channels: 16, blocks: 1 },
  { expand: 6, kernel: 3, stride: 2, channels: 24, blocks: 2 },
  { expand: 6, kernel: 5, stride: 2, channels: 40, blocks: 2 },
  { expand: 6, kernel: 3, stride: 2, channels: 80, blocks: 3 },
  { expand: 6, kernel: 5, stride: 1, channels: 112, blocks: 3 },
  { expand: 6, kernel: 5, stride: 2, channels: 192, blocks: 4 },
  { expand: 6, kernel: 3, stride: 1, channels: 320, blocks: 1 },
];

/**
 * EfficientNet-B5 with two output neurons, on the bag as an image. Input `input` float32 `[batch, 3, height, width]`;
 * outputs `embedding` `[batch, 2048]`, `logits` and `probabilities` (softmax) `[batch, 2]`.
 *
 * Source: Tan & Le 2019, width 1.6, depth 2.2; symmetric padding as in torchvision. Batch norm folded.
 * Checked against: reference/architectures.py (torchvision, same weights).
 */
export function efficientNetB5(options: EfficientNetB5Options): BuiltNetwork {
  const net = new ConvNet('efficientnet_b5_bag', options.seed);
  const { graph } = net;
  const input = graph.input('input', 'float32', ['batch', 3, 'height', 'width']);
  const image = options.standardiseBag ? standardised(net, input) : input;
  let channels = scaledWidth(32);
  let x = net.silu(
    net.convolution(image, 'stem', { channelsIn: 3, channelsOut: channels, kernel: 3, stride: 2, gain: AFTER_LINEAR }),
  );
  B0_STAGES.forEach((stage, index) => {
    const channelsOut = scaledWidth(stage.channels);
    for (let block = 0; block < Math.ceil(stage.blocks * 2.2); block++) {
      const stride = block === 0 ? stage.stride : 1;
      x = invertedResidual(net, x, `stage${index + 1}.${block}`, channels, channelsOut, { ...stage, stride });
      channels = channelsOut;
    }
  });
  x = net.silu(net.convolution(x, 'top', { channelsIn: channels, channelsOut: 2048, kernel: 1, gain: AFTER_LINEAR }));
  const embedding = net.pooled(x, 'embedding');
  const weight = net.normal('classifier.weight', [2, 2048], options.lastLayer.scale ** 2 / 2048);
  const bias = net.fixed('classifier.bias', [2], Float32Array.from([0, options.lastLayer.bias]));
  graph.node('Gemm', [embedding, weight, bias], { transB: 1 }, 'logits');
  graph.node('Softmax', ['logits'], { axis: 1 }, 'probabilities');
  graph.output('embedding', 'float32', ['batch', 2048]);
  graph.output('logits', 'float32', ['batch', 2]);
  graph.output('probabilities', 'float32', ['batch', 2]);
  const onnx = graph.toBytes({ architecture: 'efficientnet_b5', weights: provenance(options.seed) });
  return { onnx, weights: net.weights };
}

/** Channels times 1.6, to a multiple of 8 and never below 90 % of the product. */
function scaledWidth(channels: number): number {
  const wanted = channels * 1.6;
  const rounded = Math.max(8, Math.floor((wanted + 4) / 8) * 8);
  return rounded < 0.9 * wanted ? rounded + 8 : rounded;
}

function invertedResidual(
  net: ConvNet,
  x: string,
  name: string,
  channelsIn: number,
  channelsOut: number,
  { expand, kernel, stride }: Stage,
): string {
  const wide = channelsIn * expand;
  const isResidual = stride === 1 && channelsIn === channelsOut;
  let y = x;
  if (expand !== 1) {
    const shape = { channelsIn, channelsOut: wide, kernel: 1, gain: AFTER_LINEAR };
    y = net.silu(net.convolution(x, `${name}.expand`, shape));
  }
  const depthwise = { channelsIn: wide, channelsOut: wide, kernel, stride, groups: wide, gain: AFTER_SILU };
  y = net.silu(net.convolution(y, `${name}.depthwise`, depthwise));
  y = squeezeExcite(net, y, name, wide, Math.max(1, Math.floor(channelsIn / 4)));
  // A branch that is added to its input starts small, so that the sums stay bounded.
  const gain = isResidual ? AFTER_GATE / 10 : AFTER_GATE;
  y = net.convolution(y, `${name}.project`, { channelsIn: wide, channelsOut, kernel: 1, gain });
  return isResidual ? net.add(y, x) : y;
}

function squeezeExcite(net: ConvNet, x: string, name: string, wide: number, narrow: number): string {
  const pooled = net.graph.node('GlobalAveragePool', [x]);
  const squeezed = net.silu(
    net.convolution(pooled, `${name}.squeeze`, { channelsIn: wide, channelsOut: narrow, kernel: 1 }),
  );
  const shape = { channelsIn: narrow, channelsOut: wide, kernel: 1, gain: 0.1 };
  const gate = net.graph.node('Sigmoid', [net.convolution(squeezed, `${name}.excite`, shape)]);
  return net.graph.node('Mul', [x, gate]);
}

function standardised(net: ConvNet, input: string): string {
  const { graph } = net;
  const centred = graph.node('Sub', [input, graph.node('ReduceMean', [input], { axes: [1, 2, 3], keepdims: 1 })]);
  const square = graph.node('Mul', [centred, centred]);
  const variance = graph.node('ReduceMean', [square], { axes: [1, 2, 3], keepdims: 1 });
  const epsilon = graph.constant('standardise.epsilon', [1, 1, 1, 1], Float32Array.from([1e-8]));
  return graph.node('Div', [centred, graph.node('Sqrt', [net.add(variance, epsilon)])]);
}
