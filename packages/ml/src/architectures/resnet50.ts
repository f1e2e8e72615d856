import { ConvNet, type NamedWeights } from './conv-net.ts';

const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_STD = [0.229, 0.224, 0.225];

export interface BuiltNetwork {
  /** The `.onnx` file. */
  readonly onnx: Uint8Array;
  readonly weights: readonly NamedWeights[];
}

/**
 * ResNet-50 without its last layer: patches to features. Input `input` uint8 `[batch, height, width, 3]` RGB, normalised
 * to ImageNet mean and deviation inside the graph; output `features` float32 `[batch, 2048]`.
 *
 * @param seed - for the He-normal weights. They are random: the features are not those of a trained network.
 *
 * Source: He et al. 2016; stride on the 3x3 convolution as in torchvision (v1.5). Batch norm folded.
 * Checked against: reference/architectures.py (torchvision, same weights).
 */
export function resnet50(seed: number): BuiltNetwork {
  const net = new ConvNet('resnet50_features', seed);
  let x = net.relu(
    net.convolution(normalisedInput(net), 'conv1', { channelsIn: 3, channelsOut: 64, kernel: 7, stride: 2 }),
  );
  x = net.graph.node('MaxPool', [x], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });

  const stages = [
    { width: 64, blocks: 3 },
    { width: 128, blocks: 4 },
    { width: 256, blocks: 6 },
    { width: 512, blocks: 3 },
  ];
  let channels = 64;
  stages.forEach(({ width, blocks }, stage) => {
    for (let block = 0; block < blocks; block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      x = bottleneck(net, x, `layer${stage + 1}.${block}`, channels, width, stride);
      channels = width * 4;
    }
  });
  net.pooled(x, 'features');
  net.graph.output('features', 'float32', ['batch', 2048]);
  return { onnx: net.graph.toBytes({ architecture: 'resnet50', weights: provenance(seed) }), weights: net.weights };
}

/** The sentence stored with random weights. */
export function provenance(seed: number): string {
  return `seeded He-normal weights (seed ${seed}), not trained; not a prediction`;
}

function normalisedInput(net: ConvNet): string {
  const { graph } = net;
  graph.input('input', 'uint8', ['batch', 'height', 'width', 3]);
  const planes = graph.node('Transpose', ['input'], { perm: [0, 3, 1, 2] });
  const values = graph.node('Cast', [planes], { to: 1 });
  const scale = Float32Array.from(IMAGENET_STD, (std) => 1 / (255 * std));
  const shift = Float32Array.from(IMAGENET_MEAN, (mean, i) => -mean / (IMAGENET_STD[i] ?? 1));
  const scaled = graph.node('Mul', [values, graph.constant('normalise.scale', [1, 3, 1, 1], scale)]);
  return net.add(scaled, graph.constant('normalise.shift', [1, 3, 1, 1], shift));
}

function bottleneck(net: ConvNet, x: string, name: string, channelsIn: number, width: number, stride: number): string {
  const channelsOut = width * 4;
  let y = net.relu(net.convolution(x, `${name}.conv1`, { channelsIn, channelsOut: width, kernel: 1 }));
  y = net.relu(net.convolution(y, `${name}.conv2`, { channelsIn: width, channelsOut: width, kernel: 3, stride }));
  // The branch starts smaller than the shortcut, so that sixteen sums do not blow the activations up.
  y = net.convolution(y, `${name}.conv3`, { channelsIn: width, channelsOut, kernel: 1, gain: 0.5 });
  const needsProjection = stride !== 1 || channelsIn !== channelsOut;
  const shortcut = needsProjection
    ? net.convolution(x, `${name}.downsample`, { channelsIn, channelsOut, kernel: 1, stride, gain: 1 })
    : x;
  return net.relu(net.add(y, shortcut));
}
