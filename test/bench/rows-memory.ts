// A process of its own: its peak memory is that of one worker with a bag of many rows. Prints one line of JSON.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OnnxGraph } from '../../packages/ml/src/architectures/onnx-graph.ts';
import { handMadeManifest, sha256 } from '../../packages/ml/src/hand-made.fixture.ts';
import { type LoadedModel, loadModel } from '../../packages/ml/src/index.ts';
import { type BagKey, readBag, writeBag } from '../../packages/ml/src/scoring/bag.ts';
import { scoreBag } from '../../packages/ml/src/scoring/score.ts';
import { sensitivityBy } from '../../packages/ml/src/sensitivity/sensitivity.ts';
import { openSession } from '../../packages/ml/src/sessions/session.ts';

const HIDDEN = 512;
const ATTENTION = 256;
const key: BagKey = { slideSha256: 'a', featuresSha256: 'b', parametersSha256: 'c', provider: 'cpu' };

/** CLAM's head at its own size, with weights that follow from their place. */
function clamHead(width: number): Uint8Array {
  const graph = new OnnxGraph('clam');
  const linear = (from: string, name: string, inputs: number, outputs: number): string => {
    const weight = Float32Array.from({ length: inputs * outputs }, (_, i) => ((i * 31) % 17) / 17 / inputs);
    const parts = [graph.constant(`${name}.w`, [outputs, inputs], weight), graph.constant(`${name}.b`, [outputs], new Float32Array(outputs))]; // prettier-ignore
    return graph.node('Gemm', [from, ...parts], { transB: 1 });
  };
  graph.input('bag', 'float32', ['n', width]);
  const h = graph.node('Relu', [linear('bag', 'fc', width, HIDDEN)]);
  const a = graph.node('Tanh', [linear(h, 'a', HIDDEN, ATTENTION)]);
  const b = graph.node('Sigmoid', [linear(h, 'b', HIDDEN, ATTENTION)]);
  const scores = linear(graph.node('Mul', [a, b]), 'c', ATTENTION, 1);
  graph.node('Transpose', [scores], { perm: [1, 0] }, 'attention');
  const mean = graph.node('MatMul', [graph.node('Softmax', ['attention'], { axis: 1 }), h]);
  graph.node('Identity', [linear(mean, 'classifier', HIDDEN, 2)], {}, 'logits');
  graph.output('logits', 'float32', [1, 2]);
  graph.output('attention', 'float32', [1, 'n']);
  return graph.toBytes();
}

async function modelOf(folder: string, width: number): Promise<LoadedModel> {
  const features = new OnnxGraph('features');
  features.input('input', 'uint8', ['batch', 8, 8, 3]);
  const mean = features.node('ReduceMean', [features.node('Cast', ['input'], { to: 1 })], {
    axes: [1, 2],
    keepdims: 0,
  });
  features.node('Concat', Array.from({ length: width / 3 }, () => mean), { axis: 1 }, 'features'); // prettier-ignore
  features.output('features', 'float32', ['batch', width]);
  const [network, head] = [features.toBytes(), clamHead(width)];
  const manifest = handMadeManifest(network, head);
  const { rows, order } = manifest.bag;
  manifest.graphs.features.outputs = [{ meaning: 'features', name: 'features', width }];
  manifest.graphs.head.input = { name: 'bag', layout: 'ND', dtype: 'float32' };
  manifest.graphs.head.outputs = [
    { meaning: 'logits', name: 'logits', width: 2 },
    { meaning: 'attention', name: 'attention', axes: ['1', 'n'], values: 'scores' },
  ];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'features.onnx'), network);
  await writeFile(join(folder, 'head.onnx'), head);
  const said = { ...manifest, id: 'rows', bag: { rows, order } };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(said));
  if (manifest.graphs.head.sha256 !== sha256(head)) throw new Error('the head is another');
  return loadModel(folder);
}

async function main([what = '', folder = '', given = '', wide = '']: readonly string[]): Promise<void> {
  const [rows, width] = [Number(given), Number(wide)];
  if (what === 'draw') {
    const features = Float32Array.from({ length: rows * width }, (_, i) => ((i * 7919) % 1009) / 1009);
    const quality = { meanSaturation: 50, meanRgb: 150, laplacianVariance: 100 };
    const patches = Array.from({ length: rows }, (_, i) => ({ x: (i % 250) * 448, y: Math.floor(i / 250) * 448, reason: null, quality })); // prettier-ignore
    const facts = { rows, width, micronsPerPixel: 0.25, sizePx: 448, reader: 'sharp', readerVersion: '0' } as const;
    await writeBag(folder, key, features, { ...facts, warnings: [], patches });
    return;
  }
  const model = await modelOf(join(folder, 'model'), width);
  const began = performance.now();
  const bag = await readBag(folder, key);
  if (!bag) throw new Error('there is no bag');
  const session = await openSession(model.head, { provider: 'cpu' });
  if (what === 'score') {
    const { attention } = await scoreBag(bag.features, width, model, session);
    if (attention?.length !== rows) throw new Error('the attention is another');
  } else {
    // A few of its runs show the peak: each is a bag of its own.
    const enough = new AbortController();
    await sensitivityBy(session, bag, model, {
      signal: enough.signal,
      onProgress: (done) => done >= 6 && enough.abort(new Error('enough')),
    }).catch((error: unknown) => {
      if (!enough.signal.aborted) throw error;
    });
  }
  const seconds = (performance.now() - began) / 1000;
  await session.close();
  const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
  console.log(JSON.stringify({ patches: rows, peakMb, seconds }));
}

if (import.meta.main) await main(process.argv.slice(2));
