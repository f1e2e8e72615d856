import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { graphSignature } from '../models/graph-signature.ts';
import { efficientNetB5 } from './efficientnet-b5.ts';
import { OnnxGraph } from './onnx-graph.ts';
import { resnet50 } from './resnet50.ts';

test('a 1 x 1 convolution gives the result worked out by hand', async () => {
  const graph = new OnnxGraph('by_hand');
  graph.input('x', 'float32', ['batch', 2, 1, 2]);
  const weight = graph.constant('w', [1, 2, 1, 1], Float32Array.from([2, -1]));
  const bias = graph.constant('b', [1], Float32Array.from([0.5]));
  graph.node('Conv', ['x', weight, bias], { kernel_shape: [1, 1] }, 'y');
  graph.output('y', 'float32', ['batch', 1, 1, 2]);
  const session = await ort.InferenceSession.create(graph.toBytes());
  // x: float32, [1, 2, 1, 2]: channels (1, 2) and (3, 5).
  const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.from([1, 2, 3, 5]), [1, 2, 1, 2]) });
  expect(y!.dims).toEqual([1, 1, 1, 2]);
  expect([...(y!.data as Float32Array)]).toEqual([2 * 1 - 3 + 0.5, 2 * 2 - 5 + 0.5]);
});

test('a constant that does not fill its shape is refused', () => {
  expect(() => new OnnxGraph('g').constant('w', [2, 2], new Float32Array(3))).toThrow(RangeError);
});

// 23,508,032 and 28,344,882 are torchvision's own counts (reference/architectures.json); a folded convolution has one
// bias in place of the weight and bias of its norm.
test('ResNet-50 has the published size and interface', { timeout: 60_000 }, () => {
  const { onnx, weights } = resnet50(1);
  const size = (suffix: string) =>
    weights.filter(({ name }) => name.endsWith(suffix)).reduce((sum, { values }) => sum + values.length, 0);
  expect(size('.weight') + 2 * size('.bias')).toBe(23_508_032);
  expect(graphSignature(Buffer.from(onnx), 'file')).toEqual({
    inputs: [{ name: 'input', elementType: 2, dims: [null, null, null, 3] }],
    outputs: [{ name: 'features', elementType: 1, dims: [null, 2048] }],
    externalParts: [],
  });
});

test('EfficientNet-B5 with two neurons has the published size and interface', { timeout: 60_000 }, () => {
  const options = { seed: 1, standardiseBag: true, lastLayer: { scale: 1, bias: 0 } };
  const { onnx, weights } = efficientNetB5(options);
  const hasNorm = (name: string) => !/squeeze|excite|classifier/.test(name);
  const parameters = weights.reduce((sum, { name, values }) => {
    return sum + values.length * (name.endsWith('.bias') && hasNorm(name) ? 2 : 1);
  }, 0);
  expect(parameters).toBe(28_344_882);
  const signature = graphSignature(Buffer.from(onnx), 'file');
  expect(signature.inputs).toEqual([{ name: 'input', elementType: 1, dims: [null, 3, null, null] }]);
  expect(signature.outputs.map(({ name, dims }) => [name, dims])).toEqual([
    ['embedding', [null, 2048]],
    ['logits', [null, 2]],
    ['probabilities', [null, 2]],
  ]);
});
