import { OnnxGraph } from '../../architectures/onnx-graph.ts';
import { type AttentionShape, parameterParts } from './attention-shape.ts';

/** Names of the graph's inputs beside the parameters, which are inputs under their own names. */
export const lossInputs = { rows: 'rows', target: 'target', share: 'share' } as const;
export const gradientOf = (parameter: string): string => `${parameter}:gradient`;

/** What the head computes of one bag. */
interface Forward {
  readonly hidden: string;
  readonly tanh: string;
  readonly sigmoid: string;
  readonly gate: string;
  readonly shares: string;
  readonly mean: string;
  readonly logits: string;
  readonly probabilities: string;
}

/** The parameters of a head as inputs of the graph, under their own names. */
function parametersAsInputs(graph: OnnxGraph, shape: AttentionShape): void {
  for (const { name, dims } of parameterParts(shape)) graph.input(name, 'float32', dims);
}

/**
 * Gated attention over the rows of a bag: `h = relu(x W1 + b1)`, attention `softmax(w (tanh(h V + c) * sigmoid(h U + d)))`
 * over the rows, their mean by it, two logits.
 *
 * Source: Ilse, Tomczak & Welling 2018, equations 8 and 9; with the layer before it CLAM's single branch (Lu et al. 2021).
 */
export function attentionForward(graph: OnnxGraph, rows: string): Forward {
  const linear = (input: string, layer: string) => graph.node('Gemm', [input, `${layer}.weight`, `${layer}.bias`]);
  const hidden = graph.node('Relu', [linear(rows, 'hidden')]);
  const tanh = graph.node('Tanh', [linear(hidden, 'tanh')]);
  const sigmoid = graph.node('Sigmoid', [linear(hidden, 'sigmoid')]);
  const gate = graph.node('Mul', [tanh, sigmoid]);
  const scores = graph.node('Gemm', ['attention.weight', gate], { transA: 1, transB: 1 }, 'attention');
  const shares = graph.node('Softmax', [scores], { axis: 1 });
  const mean = graph.node('MatMul', [shares, hidden]);
  const logits = graph.node('Gemm', [mean, 'decision.weight', 'decision.bias'], {}, 'logits');
  const probabilities = graph.node('Softmax', [logits], { axis: 1 }, 'probabilities');
  return { hidden, tanh, sigmoid, gate, shares, mean, logits, probabilities };
}

/** The head with its parameters as inputs: `rows` float32 `[n, width]` to `logits` `[1, 2]`. */
export function lookGraph(shape: AttentionShape): Uint8Array {
  const graph = new OnnxGraph('gated_attention');
  graph.input(lossInputs.rows, 'float32', ['n', shape.width]);
  parametersAsInputs(graph, shape);
  attentionForward(graph, lossInputs.rows);
  graph.output('logits', 'float32', [1, 2]);
  return graph.toBytes();
}

/**
 * The head and the gradient of its loss by every parameter. The loss of a bag is `share` times the cross-entropy of
 * `target` `[1, 2]`, in which one class is 1.
 */
export function gradientGraph(shape: AttentionShape): Uint8Array {
  const graph = new OnnxGraph('gated_attention_gradient');
  const { rows, target, share } = lossInputs;
  graph.input(rows, 'float32', ['n', shape.width]);
  graph.input(target, 'float32', [1, 2]);
  graph.input(share, 'float32', [1]);
  parametersAsInputs(graph, shape);
  const one = graph.constant('one', [1], Float32Array.of(1));
  const firstAxis = graph.wholeNumbers('first_axis', [0]);
  const lastAxis = graph.wholeNumbers('last_axis', [1]);
  const node = graph.node.bind(graph);
  const gradient = (parameter: string, opType: string, inputs: string[], attributes: Record<string, number> = {}) =>
    node(opType, inputs, attributes, gradientOf(parameter));
  const { hidden, tanh, sigmoid, gate, shares, mean, probabilities } = attentionForward(graph, rows);

  const ofLogits = gradient('decision.bias:row', 'Mul', [share, node('Sub', [probabilities, target])]);
  gradient('decision.bias', 'ReduceSum', [ofLogits, firstAxis], { keepdims: 0 });
  gradient('decision.weight', 'Gemm', [mean, ofLogits], { transA: 1 });
  const ofMean = node('Gemm', [ofLogits, 'decision.weight'], { transB: 1 });
  // The softmax over the rows: shares times (their own slope minus the mean of all slopes by the shares).
  const ofShares = node('Gemm', [ofMean, hidden], { transB: 1 });
  const meanSlope = node('ReduceSum', [node('Mul', [shares, ofShares]), lastAxis], { keepdims: 1 });
  const ofScores = node('Mul', [shares, node('Sub', [ofShares, meanSlope])]);
  gradient('attention.weight', 'Gemm', [gate, ofScores], { transA: 1, transB: 1 });
  const ofGate = node('Gemm', [ofScores, 'attention.weight'], { transA: 1, transB: 1 });
  const ofTanh = node('Mul', [node('Mul', [ofGate, sigmoid]), node('Sub', [one, node('Mul', [tanh, tanh])])]);
  const ofSigmoid = node('Mul', [node('Mul', [ofGate, gate]), node('Sub', [one, sigmoid])]);
  for (const [layer, slopes] of [
    ['tanh', ofTanh],
    ['sigmoid', ofSigmoid],
  ] as const) {
    gradient(`${layer}.weight`, 'Gemm', [hidden, slopes], { transA: 1 });
    gradient(`${layer}.bias`, 'ReduceSum', [slopes, firstAxis], { keepdims: 0 });
  }
  // A hidden unit reaches the loss by the mean and by both branches.
  const byMean = node('Gemm', [shares, ofMean], { transA: 1 });
  const byTanh = node('Gemm', [ofTanh, 'tanh.weight', byMean], { transB: 1 });
  const ofHidden = node('Gemm', [ofSigmoid, 'sigmoid.weight', byTanh], { transB: 1 });
  // The sign of a unit after its rectifier is 1 where it passes slopes on, and 0 where it does not.
  const slopes = node('Mul', [ofHidden, node('Sign', [hidden])]);
  gradient('hidden.weight', 'Gemm', [rows, slopes], { transA: 1 });
  gradient('hidden.bias', 'ReduceSum', [slopes, firstAxis], { keepdims: 0 });

  graph.output('logits', 'float32', [1, 2]);
  for (const { name, dims } of parameterParts(shape)) graph.output(gradientOf(name), 'float32', dims);
  return graph.toBytes();
}
