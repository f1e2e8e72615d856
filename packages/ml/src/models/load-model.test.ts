import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { beforeEach, describe, expect, test } from 'vitest';
import { OnnxGraph } from '../architectures/onnx-graph.ts';
import { meanColourGraph, meanRowGraph, scratchFolder, sha256, writeHandMadeModel } from '../hand-made.fixture.ts';
import { loadModel } from './load-model.ts';

let folder: string;

beforeEach(async () => {
  folder = await scratchFolder();
});

test('a model whose parts agree is loaded', async () => {
  await writeHandMadeModel(folder);
  const model = await loadModel(folder);
  const lines = `features ${sha256(meanColourGraph().toBytes())}\nhead ${sha256(meanRowGraph().toBytes())}`;
  expect(model).toMatchObject({ id: 'by-hand', featureWidth: 3, weights: 'trained', modelSha256: sha256(lines) });
  expect(model.manifestSha256).toBe(sha256(await readFile(join(folder, 'manifest.json'))));
});

/** A message of the protocol-buffers format: field number and length before its bytes. */
function message(field: number, bytes: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), bytes]);
}

describe('bounds of time and memory', () => {
  test('a small file that would become gigabytes of objects is refused soon, and the next model loads', async () => {
    // 30 million empty operators of two bytes each.
    const graph = message(7, Buffer.alloc(60_000_000, Buffer.from([0x0a, 0x00])));
    await writeHandMadeModel(folder, undefined, { head: graph });
    const began = performance.now();
    await expect(loadModel(folder)).rejects.toMatchObject({ code: 'GRAPH_REFUSED', field: 'graphs.head.file' });
    expect(performance.now() - began).toBeLessThan(25_000);
    folder = await scratchFolder();
    await writeHandMadeModel(folder);
    expect((await loadModel(folder)).id).toBe('by-hand');
  });

  test('a fault found in the process is reported unchanged', async () => {
    await writeHandMadeModel(folder, (manifest) => ({ ...manifest, id: '../haim' }));
    await expect(loadModel(folder)).rejects.toMatchObject({ code: 'MANIFEST_INVALID', field: 'id' });
  });

  test('endlessly nested graphs are refused', async () => {
    let graph: Buffer = Buffer.alloc(0);
    // graph.node (1) .attribute (5) .g (6), some thousand times.
    for (let i = 0; i < 3_000; i++) graph = message(1, message(5, message(6, graph)));
    await writeHandMadeModel(folder, undefined, { head: message(7, graph) });
    await expect(loadModel(folder)).rejects.toMatchObject({ code: 'GRAPH_REFUSED', field: 'graphs.head.file' });
  });

  test("the caller's event loop stays free while a large model is checked", async () => {
    const head = new OnnxGraph('large');
    head.input('input', 'float32', ['batch', 1, 2, 3]);
    head.constant('ballast', [40_000_000], new Float32Array(40_000_000));
    head.output('logits', 'float32', ['batch', 2]);
    await writeHandMadeModel(folder, undefined, { head: head.toBytes() });
    const before = performance.eventLoopUtilization();
    expect((await loadModel(folder)).id).toBe('by-hand');
    const { active, idle } = performance.eventLoopUtilization(before);
    // Checked in the caller, it would be active all the time; a busy machine makes every turn longer.
    expect(active).toBeLessThan(idle);
  });
});
