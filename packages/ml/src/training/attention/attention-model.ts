import { OnnxGraph } from '../../architectures/onnx-graph.ts';
import { attentionForward } from './attention-graph.ts';
import { parameterParts } from './attention-shape.ts';
import { type AttentionHead } from './train-attention.ts';

/** Names of the written head's input and outputs; `embedding` is the mean of the hidden units by the attention. */
export const attentionNames = {
  rows: 'rows',
  embedding: 'embedding',
  logits: 'logits',
  probabilities: 'probabilities',
  attention: 'attention',
} as const;

/**
 * A trained head as a graph of its own: `rows` float32 `[n, width]` as the bag has them, to `logits` and `probabilities`
 * `[1, 2]`, `attention` `[1, n]` before its softmax, and `embedding` `[1, hidden]`.
 *
 * @param positiveIsFirst - whether the positive class is the first of the two logits.
 * @param provenance - one sentence stored in the file.
 */
export function attentionModel(
  { shape, parameters, centre, factor }: AttentionHead,
  positiveIsFirst: boolean,
  provenance: string,
): Uint8Array {
  const graph = new OnnxGraph('gated_attention');
  graph.input(attentionNames.rows, 'float32', ['n', shape.width]);
  for (const { name, dims, from, to } of parameterParts(shape)) {
    const values = parameters.slice(from, to);
    const isOfClasses = name.startsWith('decision.');
    graph.constant(name, dims, isOfClasses && positiveIsFirst ? swapped(values) : values);
  }
  const offset = graph.constant('centre', [1, shape.width], centre);
  const scale = graph.constant('factor', [1, shape.width], factor);
  // In the order in which training did it, so that a slide gets the same numbers.
  const centred = graph.node('Sub', [attentionNames.rows, offset]);
  const { mean } = attentionForward(graph, graph.node('Mul', [centred, scale]));
  graph.node('Identity', [mean], {}, attentionNames.embedding);
  graph.output(attentionNames.embedding, 'float32', [1, shape.hidden]);
  graph.output(attentionNames.logits, 'float32', [1, 2]);
  graph.output(attentionNames.probabilities, 'float32', [1, 2]);
  graph.output(attentionNames.attention, 'float32', [1, 'n']);
  return graph.toBytes({ head: provenance });
}

/** Pairs of the two classes, the other way round. */
function swapped(values: Float32Array): Float32Array {
  return values.map((_, i) => values[i % 2 === 0 ? i + 1 : i - 1] ?? 0);
}
