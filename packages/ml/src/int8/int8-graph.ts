import onnxProto from 'onnx-proto';
import { ModelError } from '../errors.ts';
import { float32Of, type OpenGraph } from './graph-weights.ts';
import { type Graph, type Int8Place, int8Plan, type Node, type TensorProto } from './int8-places.ts';
import {
  floatTensor,
  int32Tensor,
  int8Tensor,
  int8Weight,
  int8Zeros,
  type Range,
  type Rounding,
  roundingOf,
  uint8Scalar,
} from './int8-tensor.ts';

const { onnx } = onnxProto;
/** QuantizeLinear has scales for each output from here on. */
const OLDEST_OPSET = 13;

/** @throws ModelError GRAPH_REFUSED for an older opset, and for a network in which 8 bits have no place. */
export function checkInt8(model: onnxProto.onnx.ModelProto, field: string): void {
  const opset = Number(model.opsetImport.find(({ domain }) => !domain || domain === 'ai.onnx')?.version ?? 0);
  const refuse = (why: string): never => {
    throw new ModelError('GRAPH_REFUSED', field, `no int8 form of it is made: ${why}`);
  };
  if (opset < OLDEST_OPSET) refuse(`opset ${opset}; opset ${OLDEST_OPSET} or newer is needed`);
  const nodes = model.graph?.node ?? [];
  if (nodes.some(({ opType }) => /Quantize|QLinear|Integer$/.test(opType ?? ''))) refuse('it is quantised already');
  if (int8Plan(model.graph ?? {}).places.length === 0) refuse('it has no convolution and no product with a weight');
}

/**
 * The same network with its convolutions and products in 8 bits, as pairs of QuantizeLinear and DequantizeLinear that ONNX
 * Runtime joins with them. All scales are fixed: what a patch becomes does not depend on the others of its batch, as it
 * does with scales that are found anew for every batch.
 *
 * @param ranges - of every activation that `int8Plan` rounds.
 */
export async function int8Graph(open: OpenGraph, ranges: ReadonlyMap<string, Range>): Promise<Uint8Array> {
  const { model } = open;
  const graph = onnx.GraphProto.create(model.graph ?? {});
  const { places, rounded } = int8Plan(graph);
  const roundings = new Map([...rounded].map((name) => [name, roundingOf(rangeOf(ranges, name))]));
  const weights = new Map<string, TensorProto>((graph.initializer ?? []).map((one) => [one.name ?? '', one]));
  for (const { opType, output, attribute } of graph.node) {
    const value = opType === 'Constant' ? attribute?.find(({ name }) => name === 'value')?.t : undefined;
    if (value) weights.set(output?.[0] ?? '', value);
  }
  const made: TensorProto[] = [];
  const before: Node[] = [];
  const renamed = new Map<Node, Map<string, string>>();
  const taken = new Set<string>();
  for (const [i, place] of places.entries()) {
    const found = await weightInInt8(open, place, weights, roundings, `int8.${i}`);
    if (!found) continue;
    made.push(...found.tensors);
    before.push(...found.nodes);
    renamed.set(place.node, found.names);
    taken.add(place.activation);
  }
  const nodes: Node[] = [];
  const roundOne = (name: string): void => {
    const rounding = roundings.get(name);
    if (!rounding) return;
    made.push(floatTensor(`${name}.int8.scale`, [], Float32Array.of(rounding.scale)));
    made.push(uint8Scalar(`${name}.int8.zero`, rounding.zero));
    const by = [`${name}.int8.scale`, `${name}.int8.zero`];
    nodes.push(nodeOf('QuantizeLinear', [name, ...by], `${name}.int8`));
    nodes.push(nodeOf('DequantizeLinear', [`${name}.int8`, ...by], `${name}.int8.back`));
  };
  nodes.push(...before);
  for (const { name } of graph.input ?? []) if (name && rounded.has(name)) roundOne(name);
  for (const node of graph.node) {
    const names = renamed.get(node);
    const isInt8 = names !== undefined || PASSING.has(node.opType ?? '');
    const input = (node.input ?? []).map((name) => {
      return names?.get(name) ?? (isInt8 && roundings.has(name) ? `${name}.int8.back` : name);
    });
    nodes.push({ ...node, input });
    for (const name of node.output ?? []) roundOne(name);
  }
  graph.node = nodes;
  const used = new Set(nodes.flatMap(({ input }) => input ?? []));
  const kept = (graph.initializer ?? []).filter(({ name }) => used.has(name ?? ''));
  graph.initializer = [...(await Promise.all(kept.map((one) => open.inside(one)))), ...made];
  graph.valueInfo = [];
  const { graph: _, ...rest } = model;
  return onnx.ModelProto.encode(onnx.ModelProto.create({ ...rest, graph })).finish();
}

const PASSING = new Set(['Add', 'MaxPool']);

function rangeOf(ranges: ReadonlyMap<string, Range>, name: string): Range {
  const range = ranges.get(name);
  if (!range || !Number.isFinite(range.min) || !Number.isFinite(range.max)) {
    throw new ModelError('OUTPUT_REFUSED', 'graphs.features.file', `${name.slice(0, 80)} is not finite on the patches`);
  }
  return range;
}

interface Int8Parts {
  readonly tensors: TensorProto[];
  readonly nodes: Node[];
  /** What the node reads instead, by what it read. */
  readonly names: Map<string, string>;
}

/** Null where the weight is not a constant of float32: then the place stays as it is. */
async function weightInInt8(
  open: OpenGraph,
  { activation, weight, bias, axis, node }: Int8Place,
  weights: ReadonlyMap<string, TensorProto>,
  roundings: ReadonlyMap<string, Rounding>,
  name: string,
): Promise<Int8Parts | null> {
  const stored = weights.get(weight);
  const inside = stored && (await open.inside(stored));
  const values = inside && float32Of(inside);
  const dims = (stored?.dims ?? []).map(Number);
  if (!values || dims.length < 2) return null;
  const { values: bytes, scales } = int8Weight(values, dims, axis);
  const at = axis < 0 ? dims.length + axis : axis;
  const tensors = [
    int8Tensor(`${name}.weight`, dims, bytes),
    floatTensor(`${name}.weight.scale`, [scales.length], scales),
    int8Zeros(`${name}.weight.zero`, scales.length),
  ];
  const by = [`${name}.weight`, `${name}.weight.scale`, `${name}.weight.zero`];
  const nodes = [nodeOf('DequantizeLinear', by, `${name}.weight.back`, at)];
  const names = new Map([
    [weight, `${name}.weight.back`],
    [activation, `${activation}.int8.back`],
  ]);
  const storedBias = bias === null ? undefined : weights.get(bias);
  const biases = storedBias && float32Of(await open.inside(storedBias));
  // A bias is added in the unit of the products, in 32 bits.
  if (bias !== null && biases?.length === scales.length && node.opType !== 'MatMul') {
    const unit = scales.map((scale) => scale * (roundings.get(activation)?.scale ?? 1));
    const inUnits = biases.map((value, i) => value / (unit[i] ?? 1));
    if (inUnits.every((value) => Math.abs(value) < 2 ** 31)) {
      tensors.push(int32Tensor(`${name}.bias`, Int32Array.from(inUnits, Math.round)));
      tensors.push(floatTensor(`${name}.bias.scale`, [unit.length], unit));
      nodes.push(nodeOf('DequantizeLinear', [`${name}.bias`, `${name}.bias.scale`], `${name}.bias.back`, 0));
      names.set(bias, `${name}.bias.back`);
    }
  }
  return { tensors, nodes, names };
}

function nodeOf(opType: string, input: string[], output: string, axis?: number): Node {
  const attribute = axis === undefined ? [] : [{ name: 'axis', i: axis, type: onnx.AttributeProto.AttributeType.INT }];
  return { opType, name: `${opType}:${output}`, input, output: [output], attribute };
}

/** The network with the smallest and the largest value of each activation that is rounded as further outputs. */
export function watchedGraph(model: onnxProto.onnx.ModelProto): { bytes: Uint8Array; names: readonly string[] } {
  const graph: Graph = onnx.GraphProto.create(model.graph ?? {});
  const names = [...int8Plan(graph).rounded];
  const inputs = new Map((graph.input ?? []).map((one) => [one.name ?? '', one]));
  const nodes = [...(graph.node ?? [])];
  const outputs = [...(graph.output ?? [])];
  for (const name of names) {
    for (const [opType, end] of [
      ['ReduceMin', 'min'],
      ['ReduceMax', 'max'],
    ] as const) {
      // prettier-ignore
      const keepdims = { name: 'keepdims', i: 0, type: onnx.AttributeProto.AttributeType.INT };
      nodes.push({
        opType,
        name: `watch:${name}.${end}`,
        input: [name],
        output: [`${name}.${end}`],
        attribute: [keepdims],
      });
      outputs.push({ name: `${name}.${end}`, type: { tensorType: { elemType: onnx.TensorProto.DataType.FLOAT, shape: { dim: [] } } } }); // prettier-ignore
    }
  }
  const { graph: _, ...rest } = model;
  const watched = { ...graph, node: nodes, output: outputs, input: [...inputs.values()] };
  return { bytes: onnx.ModelProto.encode(onnx.ModelProto.create({ ...rest, graph: watched })).finish(), names };
}
