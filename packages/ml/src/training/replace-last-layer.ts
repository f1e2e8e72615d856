import onnxProto from 'onnx-proto';
import { float32Tensor, valueInfo } from '../architectures/onnx-graph.ts';
import { type HeadLayer } from './head-layer.ts';

const { onnx } = onnxProto;

export interface LastLayerPlace {
  /** The tensor that the new layer reads: `[batch, width]` float32. */
  readonly embedding: string;
  /** Further outputs of the head that stay, such as its attention. */
  readonly kept: readonly string[];
  /** Whether the positive class is the first of the two logits. */
  readonly positiveIsFirst: boolean;
}

export interface ReplacedGraph {
  readonly onnx: Uint8Array;
  /** Names of its new outputs. */
  readonly logits: string;
  readonly probabilities: string;
}

/**
 * A head with another last layer: everything that the embedding does not need is removed, and the two neurons are added
 * after it, rounded to float32. Its outputs are the embedding, what is kept beside it, the logits and the
 * probabilities.
 *
 * @param bytes - a verified `.onnx` file with an output called `place.embedding`.
 * @param provenance - one sentence stored in the file.
 */
export function replaceLastLayer(
  bytes: Uint8Array,
  layer: HeadLayer,
  place: LastLayerPlace,
  provenance: string,
): ReplacedGraph {
  const model = onnx.ModelProto.decode(bytes);
  const graph = onnx.GraphProto.create(model.graph ?? {});
  const outputs = [place.embedding, ...place.kept];
  const { nodes, names } = whatMakes(outputs, graph);
  graph.node = nodes;
  graph.initializer = (graph.initializer ?? []).filter(({ name }) => names.has(name ?? ''));
  graph.valueInfo = (graph.valueInfo ?? []).filter(({ name }) => names.has(name ?? ''));
  graph.output = (graph.output ?? []).filter(({ name }) => outputs.includes(name ?? ''));

  const free = (wanted: string): string => {
    let name = wanted;
    for (let i = 2; names.has(name); i++) name = `${wanted}_${i}`;
    names.add(name);
    return name;
  };
  const { width } = layer;
  const order = place.positiveIsFirst ? [1, 0] : [0, 1];
  const weight = Float32Array.from({ length: 2 * width }, (_, i) => {
    return layer.weight[(order[Math.floor(i / width)] ?? 0) * width + (i % width)] ?? 0;
  });
  const bias = Float32Array.from(order, (neuron) => layer.bias[neuron] ?? 0);
  const constant = (wanted: string, dims: number[], values: Float32Array): string => {
    const name = free(wanted);
    graph.initializer?.push(float32Tensor(name, dims, values));
    return name;
  };
  const node = (opType: string, input: string[], output: string, attributes: Record<string, number> = {}): string => {
    const attribute = Object.entries(attributes).map(([name, i]) => {
      return { name, i, type: onnx.AttributeProto.AttributeType.INT };
    });
    graph.node?.push({ opType, name: free(`${opType}:${output}`), input, output: [output], attribute });
    return output;
  };
  const centred = layer.centre.some((value) => value !== 0)
    ? node(
        'Sub',
        [place.embedding, constant('trained.centre', [1, width], Float32Array.from(layer.centre))],
        free('trained.centred'),
      )
    : place.embedding;
  const gemm = [centred, constant('trained.weight', [2, width], weight), constant('trained.bias', [2], bias)];
  const logits = node('Gemm', gemm, free('logits'), { transB: 1 });
  const probabilities = node('Softmax', [logits], free('probabilities'), { axis: 1 });
  for (const name of [logits, probabilities]) graph.output.push(valueInfo(name, 'float32', ['batch', 2]));

  model.graph = graph;
  model.metadataProps = [
    ...(model.metadataProps ?? []).filter(({ key }) => key !== 'lastLayer'),
    { key: 'lastLayer', value: provenance },
  ];
  return { onnx: onnx.ModelProto.encode(model).finish(), logits, probabilities };
}

/** The nodes that tensors need, in order, and every name that these nodes use. */
function whatMakes(
  tensors: readonly string[],
  graph: onnxProto.onnx.IGraphProto,
): { nodes: onnxProto.onnx.INodeProto[]; names: Set<string> } {
  const all = graph.node ?? [];
  const needed = new Set(tensors);
  const kept = new Set<onnxProto.onnx.INodeProto>();
  // Nodes are in the order of computation, so one pass from the end visits a tensor's users before its producer.
  for (const node of all.toReversed()) {
    if (!node.output?.some((name) => needed.has(name))) continue;
    kept.add(node);
    for (const name of tensorsReadBy(node)) needed.add(name);
  }
  const nodes = all.filter((node) => kept.has(node));
  for (const node of nodes) for (const name of [node.name ?? '', ...(node.output ?? [])]) needed.add(name);
  for (const { name } of graph.input ?? []) needed.add(name ?? '');
  return { nodes, names: needed };
}

/** Inputs of a node; the bodies of its branches and loops may read outer tensors by name too. */
function tensorsReadBy(node: onnxProto.onnx.INodeProto): string[] {
  const bodies = (node.attribute ?? []).flatMap(({ g, graphs }) => [...(g ? [g] : []), ...(graphs ?? [])]);
  return [
    ...(node.input ?? []),
    ...bodies.flatMap((body) => [
      ...(body.node ?? []).flatMap(tensorsReadBy),
      ...(body.output ?? []).map(({ name }) => name ?? ''),
    ]),
  ].filter((name) => name !== '');
}
