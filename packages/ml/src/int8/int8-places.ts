import onnxProto from 'onnx-proto';

const { onnx } = onnxProto;
export type Graph = onnxProto.onnx.IGraphProto;
export type Node = onnxProto.onnx.INodeProto;
export type TensorProto = onnxProto.onnx.ITensorProto;

/** A convolution or a product with a constant weight, which is computed in 8 bits. */
export interface Int8Place {
  readonly node: Node;
  readonly activation: string;
  readonly weight: string;
  readonly bias: string | null;
  /** Axis of the weight along which outputs lie: each gets a scale of its own. */
  readonly axis: number;
}

/** What is computed in 8 bits, and which activations are rounded for it. */
export interface Int8Plan {
  readonly places: readonly Int8Place[];
  /** Activations that are rounded to 8 bits, in the order of computation. */
  readonly rounded: ReadonlySet<string>;
}

/** Operators that give what they take where both are 8 bits: they follow convolutions and need no float between. */
const PASSING = new Set(['Add', 'MaxPool', 'Relu']);

/**
 * Chooses the places of a network that 8 bits are for: every convolution that is followed by another or by a sum of such,
 * and every product of activations with a constant weight. Products of activations with each other, norms, softmax and
 * what a network ends with stay float32.
 */
export function int8Plan(graph: Graph): Int8Plan {
  const nodes = graph.node ?? [];
  const constants = new Set([...(graph.initializer ?? []).map(({ name }) => name ?? ''), ...constantNodes(nodes)]);
  const readers = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const name of node.input ?? []) readers.set(name, [...(readers.get(name) ?? []), node]);
  }
  const outputs = new Set((graph.output ?? []).map(({ name }) => name ?? ''));
  /** What a tensor becomes: its rectified form where nothing else reads it, so that both are one operation. */
  const rectified = (name: string): string => {
    const [only, ...others] = readers.get(name) ?? [];
    const isAlone = only?.opType === 'Relu' && others.length === 0 && !outputs.has(name);
    return isAlone ? (only.output?.[0] ?? name) : name;
  };
  const rounded = new Set<string>();
  const places: Int8Place[] = [];
  for (const node of nodes) {
    const place = placeOf(node, constants);
    const result = rectified(node.output?.[0] ?? '');
    if (place) {
      const isConvolution = node.opType === 'Conv';
      const isUsed = (readers.get(result) ?? []).some(
        (reader) => PASSING.has(reader.opType ?? '') || placeOf(reader, constants) !== null,
      );
      if (isConvolution && !isUsed) continue;
      places.push(place);
      rounded.add(place.activation);
      if (isConvolution) rounded.add(result);
    } else if (PASSING.has(node.opType ?? '') && node.opType !== 'Relu') {
      const taken = node.input ?? [];
      if (taken.every((name) => rounded.has(name)) && !outputs.has(result)) rounded.add(result);
    }
  }
  return { places, rounded };
}

function placeOf(node: Node, constants: ReadonlySet<string>): Int8Place | null {
  const [activation = '', weight = '', bias = ''] = node.input ?? [];
  if (!constants.has(weight) || constants.has(activation)) return null;
  const number = (name: string, otherwise: number): number => {
    const found = node.attribute?.find((one) => one.name === name);
    return found === undefined ? otherwise : found.type === onnx.AttributeProto.AttributeType.FLOAT ? (found.f ?? 0) : Number(found.i); // prettier-ignore
  };
  const place = { node, activation, weight, bias: bias === '' ? null : bias };
  switch (node.opType) {
    case 'Conv':
      return bias === '' || constants.has(bias) ? { ...place, axis: 0 } : null;
    case 'MatMul':
      return { ...place, axis: -1 };
    case 'Gemm': {
      const isPlain = number('alpha', 1) === 1 && number('beta', 1) === 1 && number('transA', 0) === 0;
      if (!isPlain || (bias !== '' && !constants.has(bias))) return null;
      return { ...place, axis: number('transB', 0) === 1 ? 0 : 1 };
    }
    default:
      return null;
  }
}

function constantNodes(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ opType, output }) => (opType === 'Constant' ? [output?.[0] ?? ''] : []));
}
