// A network with the operators of a ResNet, on patches of 8 pixels. For tests only.
import { OnnxGraph } from '../architectures/onnx-graph.ts';
import { seededRandom } from '../seeded-random.ts';

/** Two convolutions with a residual sum, rectified, and the mean of the map: the operators of a ResNet. */
export function residualGraph(): Uint8Array {
  const random = seededRandom(11);
  const weights = (size: number) => Float32Array.from({ length: size }, () => random.uniform() - 0.45);
  const graph = new OnnxGraph('residual');
  graph.input('input', 'uint8', ['batch', 8, 8, 3]);
  const pixels = graph.node('Transpose', [graph.node('Cast', ['input'], { to: 1 })], { perm: [0, 3, 1, 2] });
  const scaled = graph.node('Mul', [pixels, graph.constant('per255', [1], Float32Array.of(1 / 255))]);
  const conv = (from: string, name: string, inputs: number) =>
    graph.node(
      'Conv',
      [from, graph.constant(`${name}.w`, [16, inputs, 3, 3], weights(144 * inputs)), graph.constant(`${name}.b`, [16], weights(16))],
      { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
    ); // prettier-ignore
  const first = graph.node('Relu', [conv(scaled, 'first', 3)]);
  const second = graph.node('Relu', [conv(first, 'second', 16)]);
  const sum = graph.node('Relu', [graph.node('Add', [second, first])]);
  graph.node('ReduceMean', [sum], { axes: [2, 3], keepdims: 0 }, 'features');
  graph.output('features', 'float32', ['batch', 16]);
  return graph.toBytes();
}
