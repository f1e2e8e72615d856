// Models whose head takes the rows of a bag, small enough to work out by hand. For tests only.
import { OnnxGraph } from './architectures/onnx-graph.ts';
import { type Manifest } from './models/manifest.ts';
import { meanColourGraph, sha256, writeHandMadeModel } from './hand-made.fixture.ts';

export interface RowsHeadOptions {
  readonly layout?: 'ND' | '1ND';
  /** Of the input: `n` by default, which is free. */
  readonly rows?: number | 'n';
  /** 1, 2 or more; the last is 0.03 times the attended mean of the second feature, the others are 0. */
  readonly logits?: number;
  /** Whether the attention comes out before its softmax or after it. */
  readonly values?: 'scores' | 'shares';
  /** The single logit is 0 / 0. */
  readonly isBroken?: boolean;
}

/**
 * A head in the shape of CLAM's: each row gets a score, ln 2 for every 10 of its second feature above 10; a softmax over
 * the rows makes shares; the mean of the rows by these shares becomes the logits.
 */
export function attentionHead(options: RowsHeadOptions = {}): Uint8Array {
  const { layout = 'ND', rows = 'n', logits = 2, values = 'scores', isBroken = false } = options;
  const graph = new OnnxGraph('attention');
  graph.input('bag', 'float32', layout === 'ND' ? [rows, 3] : [1, rows, 3]);
  const bag = layout === 'ND' ? 'bag' : graph.node('Flatten', ['bag'], { axis: 2 });
  const weight = graph.constant('score.weight', [1, 3], Float32Array.from([0, Math.LN2 / 10, 0]));
  const bias = graph.constant('score.bias', [1], Float32Array.from([-Math.LN2]));
  const scores = graph.node('Transpose', [graph.node('Gemm', [bag, weight, bias], { transB: 1 })], { perm: [1, 0] });
  const shares = graph.node('Softmax', [scores], { axis: 1 });
  graph.node('Identity', [values === 'scores' ? scores : shares], {}, 'attention');
  const mean = graph.node('MatMul', [shares, bag]);
  const last = Array.from({ length: 3 * logits }, (_, i) => (i === 3 * (logits - 1) + 1 ? 0.03 : 0));
  const classifier = graph.constant('classifier.weight', [logits, 3], Float32Array.from(last));
  const none = graph.constant('classifier.bias', [logits], new Float32Array(logits));
  const decided = graph.node('Gemm', [mean, classifier, none], { transB: 1 });
  const zero = graph.constant('zero', [1], new Float32Array(1));
  graph.node(isBroken ? 'Div' : 'Add', [isBroken ? zero : decided, zero], {}, 'logits');
  graph.output('logits', 'float32', isBroken ? [1] : [1, logits]);
  graph.output('attention', 'float32', [1, rows]);
  return graph.toBytes();
}

/** Writes a model with a head that takes rows; `change` may alter its manifest before it is saved. */
export async function writeRowsModel(
  folder: string,
  head: RowsHeadOptions = {},
  change: (manifest: Manifest) => unknown = (manifest) => manifest,
  features: Uint8Array = meanColourGraph().toBytes(),
): Promise<void> {
  const { layout = 'ND', logits = 2, values = 'scores' } = head;
  const bytes = attentionHead(head);
  await writeHandMadeModel(
    folder,
    (manifest) => {
      const { channels: _, resize: __, ...bag } = manifest.bag;
      return change({
        ...manifest,
        bag,
        graphs: {
          features: { ...manifest.graphs.features, sha256: sha256(features) },
          head: {
            ...manifest.graphs.head,
            sha256: sha256(bytes),
            input: { name: 'bag', layout, dtype: 'float32' },
            outputs: [
              { meaning: 'logits', name: 'logits', width: logits },
              { meaning: 'attention', name: 'attention', axes: ['1', 'n'], values },
            ],
          },
        },
      });
    },
    { features, head: bytes },
  );
}

/** Mean colour of each row of an 8 x 8 patch, as tokens: uint8 `[batch, 8, 8, 3]` to `[batch, 8, 3]`. */
export function rowTokensGraph(): Uint8Array {
  const graph = new OnnxGraph('row_tokens');
  graph.input('input', 'uint8', ['batch', 8, 8, 3]);
  graph.node('ReduceMean', [graph.node('Cast', ['input'], { to: 1 })], { axes: [2], keepdims: 0 }, 'features');
  graph.output('features', 'float32', ['batch', 8, 3]);
  return graph.toBytes();
}

/** The colours of a patch as a map: uint8 `[batch, 8, 8, 3]` to `[batch, 3, 8, 8]`. */
export function colourMapGraph(): Uint8Array {
  const graph = new OnnxGraph('colour_map');
  graph.input('input', 'uint8', ['batch', 8, 8, 3]);
  graph.node('Transpose', [graph.node('Cast', ['input'], { to: 1 })], { perm: [0, 3, 1, 2] }, 'features');
  graph.output('features', 'float32', ['batch', 3, 8, 8]);
  return graph.toBytes();
}
