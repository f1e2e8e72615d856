import onnxProto from 'onnx-proto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OnnxGraph } from '../architectures/onnx-graph.ts';
import { resnet50 } from '../architectures/resnet50.ts';
import { scratchFolder, sha256 } from '../hand-made.fixture.ts';
import { graphSignature } from '../models/graph-signature.ts';
import { type GraphSpec } from '../models/manifest.ts';
import { openSession } from '../sessions/session.ts';
import { float16Graph } from './float16-graph.ts';

const { onnx } = onnxProto;
const field = 'graphs.features.file';

/** y = x * weight, element by element, with `weight` as a constant of the graph. */
function product(weight: readonly number[]): OnnxGraph {
  const graph = new OnnxGraph('product');
  graph.input('x', 'float32', ['batch', weight.length]);
  graph.node('Mul', ['x', graph.constant('weight', [1, weight.length], Float32Array.from(weight))], {}, 'y');
  graph.output('y', 'float32', ['batch', weight.length]);
  return graph;
}

/** Runs a graph with one float32 input `x` and one output `y`. */
async function yOf(bytes: Uint8Array, dims: readonly number[], x: readonly number[]): Promise<number[]> {
  const path = join(await scratchFolder(), 'graph.onnx');
  await writeFile(path, bytes);
  const graph = { role: 'features' as const, path, sha256: sha256(bytes), freeBatch: true };
  const session = await openSession(
    { ...graph, spec: { externalFiles: [] } as unknown as GraphSpec },
    { provider: 'cpu' },
  );
  try {
    // x: float32, dims
    const { outputs } = await session.run({ x: { dtype: 'float32', dims, values: Float32Array.from(x) } }, ['y']);
    return [...outputs['y']!.values];
  } finally {
    await session.close();
  }
}

it('rounds weights to the nearest float16, ties to even, and keeps the names and types of inputs and outputs', async () => {
  // IEEE 754 binary16: 11 bits of significand, smallest normal 2^-14, smallest subnormal 2^-24.
  const rounded: [number, number][] = [
    [1 / 3, 0.333251953125],
    [0.1, 0.0999755859375],
    [2049, 2048],
    [2051, 2052],
    [65_504, 65_504],
    [-(2 ** -24), -(2 ** -24)],
    [2 ** -26, 0],
    [0, 0],
  ];
  const bytes = float16Graph(product(rounded.map(([given]) => given)).toBytes(), field);
  const { inputs, outputs } = graphSignature(Buffer.from(bytes), field);
  expect([inputs, outputs]).toEqual([
    [{ name: 'x', elementType: 1, dims: [null, 8] }],
    [{ name: 'y', elementType: 1, dims: [null, 8] }],
  ]);
  const ones = rounded.map(() => 1);
  expect(await yOf(bytes, [1, 8], ones)).toEqual(rounded.map(([, half]) => half));
});

it('accepts constants that are nodes, casts in between, and an unchanged float32 scale of a resize', async () => {
  const graph = new OnnxGraph('mixed');
  graph.input('x', 'float32', [1, 1, 1, 2]);
  const bytes = graph.node('Cast', [graph.node('Cast', ['x'], { to: 2 })], { to: 1 });
  const scales = graph.constant('scales', [4], Float32Array.from([1, 1, 1, 2]));
  const wide = graph.node('Resize', [bytes, '', scales], {}, 'wide');
  graph.node('Add', [wide, 'quarter'], {}, 'y');
  graph.output('y', 'float32', [1, 1, 1, 4]);
  const model = onnx.ModelProto.decode(graph.toBytes());
  const value = { name: 'value_float', f: 0.25, type: onnx.AttributeProto.AttributeType.FLOAT };
  model.graph!.node!.unshift({ opType: 'Constant', output: ['quarter'], attribute: [value] });
  const half = float16Graph(onnx.ModelProto.encode(model).finish(), field);
  // 3.9 and 7.2 become bytes 3 and 7; the rest is exact in either precision.
  expect(await yOf(half, [1, 1, 1, 2], [3.9, 7.2])).toEqual([3.25, 3.25, 7.25, 7.25]);
});

it('halves the file size of the feature network', () => {
  const whole = resnet50(1).onnx;
  const half = float16Graph(whole, field);
  expect(half.length / whole.length).toBeLessThan(0.51);
  const weights = onnx.ModelProto.decode(half).graph!.initializer!;
  expect(new Set(weights.map(({ dataType }) => dataType))).toEqual(new Set([10]));
});

const refused: [string, () => OnnxGraph | Uint8Array, RegExp][] = [
  ['a weight beyond float16', () => product([1, 65_520]), /weight weight holds 65520, more than float16 can/],
  ['a weight that is none', () => product([NaN]), /holds NaN/],
  ['what is converted already', () => float16Graph(product([1]).toBytes(), field), /float16 already/],
  [
    'a quantised operator',
    () => {
      const graph = product([1]);
      graph.node('DequantizeLinear', ['a', 'b']);
      return graph;
    },
    /operator DequantizeLinear has none/,
  ],
  [
    'a branch',
    () => {
      const model = onnx.ModelProto.decode(product([1]).toBytes());
      const g = onnx.GraphProto.create({ name: 'inner' });
      const attribute = [{ name: 'then_branch', g, type: onnx.AttributeProto.AttributeType.GRAPH }];
      model.graph!.node!.push({ opType: 'If', input: ['x'], output: ['z'], attribute });
      return onnx.ModelProto.encode(model).finish();
    },
    /operator If holds a graph of its own/,
  ],
  [
    'weights beside the file',
    () => {
      const model = onnx.ModelProto.decode(product([1]).toBytes());
      const weight = model.graph!.initializer![0]!;
      model.graph!.initializer![0] = { name: weight.name!, dims: [1, 1], dataType: 1, dataLocation: 1 };
      return onnx.ModelProto.encode(model).finish();
    },
    /weight weight lies beside the file/,
  ],
  [
    'a scale that is computed with too',
    () => {
      const graph = product([1]);
      const scales = graph.constant('scales', [1], Float32Array.from([2]));
      graph.node('Resize', ['x', '', scales]);
      graph.node('Add', ['x', scales]);
      return graph;
    },
    /scales has to stay float32 and is computed with as well/,
  ],
];

it.each(refused)('refuses %s, naming the field', (_name, made, why) => {
  const graph = made();
  const bytes = graph instanceof Uint8Array ? graph : graph.toBytes();
  let error: unknown;
  try {
    float16Graph(bytes, field);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'GRAPH_REFUSED', field, message: expect.stringMatching(why) });
});
