import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { OnnxGraph } from '../architectures/onnx-graph.ts';
import { ModelError } from '../errors.ts';
import { scratchFolder, sha256, writeHandMadeModel } from '../hand-made.fixture.ts';
import { type LoadedModel, loadModel, type VerifiedGraph } from '../models/load-model.ts';
import { openSession, type Tensor } from './session.ts';

let folder: string;
let model: LoadedModel;

beforeAll(async () => {
  folder = await scratchFolder();
  await writeHandMadeModel(folder);
  model = await loadModel(folder);
});

const patch = (value: number): Tensor => ({
  dtype: 'uint8',
  dims: [1, 8, 8, 3],
  values: new Uint8Array(192).fill(value),
});

test('a session runs in its own thread, in order, and reports its provider', async () => {
  const session = await openSession(model.features, { provider: 'cpu', threads: 1 });
  expect(session).toMatchObject({ asked: 'cpu', ran: 'cpu', refused: [] });
  // input: uint8, [1, 8, 8, 3]
  const results = await Promise.all([7, 200].map((value) => session.run({ input: patch(value) }, ['features'])));
  expect(results.map(({ outputs }) => [...outputs['features']!.values])).toEqual([
    [7, 7, 7],
    [200, 200, 200],
  ]);
  await session.close();
  await expect(session.run({ input: patch(1) }, ['features'])).rejects.toThrow('closed');
});

test('auto ends at a provider that works and keeps the reasons why others did not', { timeout: 30_000 }, async () => {
  const session = await openSession(model.features, { provider: 'auto', threads: 1 });
  expect(['cuda', 'webgpu', 'cpu']).toContain(session.ran);
  const tried = ['cuda', 'webgpu', 'cpu'].slice(0, session.refused.length);
  expect(session.refused.map(({ provider }) => provider)).toEqual(tried);
  for (const { reason } of session.refused) expect(reason).not.toMatch(/\/[a-z_]+\//i);
  const { outputs } = await session.run({ input: patch(9) }, ['features']);
  expect([...outputs['features']!.values]).toEqual([9, 9, 9]);
  await session.close();
});

test('a missing provider is named, not replaced', { timeout: 30_000 }, async () => {
  const outcome: unknown = await openSession(model.features, { provider: 'cuda' }).catch((error: unknown) => error);
  if (outcome instanceof Error) {
    expect(outcome).toBeInstanceOf(ModelError);
    expect(outcome).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', field: 'provider' });
    expect(outcome.message).not.toMatch(/\/[a-z_]+\//i);
  } else {
    expect(outcome).toMatchObject({ ran: 'cuda' });
    await (outcome as { close(): Promise<void> }).close();
  }
});

test('a file changed after it was verified is refused', async () => {
  const path = join(folder, 'changed.onnx');
  const bytes = await readFile(model.features.path);
  await writeFile(path, bytes.subarray(0, -1));
  await expect(openSession({ ...model.features, path }, { provider: 'cpu' })).rejects.toMatchObject({
    code: 'HASH_MISMATCH',
    field: 'graphs.features.sha256',
  });
});

test('a tensor of the wrong shape fails only that run', async () => {
  const session = await openSession(model.features, { provider: 'cpu', threads: 1 });
  const wrong: Tensor = { dtype: 'uint8', dims: [1, 4, 4, 3], values: new Uint8Array(48) };
  await expect(session.run({ input: wrong }, ['features'])).rejects.toBeInstanceOf(ModelError);
  const { outputs } = await session.run({ input: patch(3) }, ['features']);
  expect([...outputs['features']!.values]).toEqual([3, 3, 3]);
  await session.close();
});

test('a long run leaves the event loop free and stops soon after it is told to', { timeout: 60_000 }, async () => {
  const session = await openAborted();
  const { controller, running, ticks } = session;
  await new Promise((resolve) => setTimeout(resolve, 400));
  const before = ticks();
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(ticks() - before).toBeGreaterThan(10); // of 60; the machine may be busy
  const began = performance.now();
  controller.abort(new Error('stopped by the user'));
  await expect(running).rejects.toThrow('stopped by the user');
  expect(performance.now() - began).toBeLessThan(20_000);
});

test('an aborted signal opens no session', async () => {
  const signal = AbortSignal.abort(new Error('too late'));
  await expect(openSession(model.features, { provider: 'cpu', signal })).rejects.toThrow('too late');
});

/** A run of many large multiplications, queued often enough to last for many seconds. */
async function openAborted() {
  const graph = new OnnxGraph('slow');
  let x = graph.input('input', 'float32', ['batch', 'n', 'n']);
  for (let i = 0; i < 8; i++) x = graph.node('MatMul', [x, 'input']);
  graph.node('Identity', [x], {}, 'out');
  graph.output('out', 'float32', ['batch', 'n', 'n']);
  const path = join(folder, 'slow.onnx');
  await writeFile(path, graph.toBytes());
  const slow: VerifiedGraph = { ...model.features, path, sha256: sha256(graph.toBytes()) };
  const controller = new AbortController();
  const session = await openSession(slow, { provider: 'cpu', threads: 1, signal: controller.signal });
  const n = 1000;
  const runs = Array.from({ length: 60 }, () => {
    const tensor: Tensor = { dtype: 'float32', dims: [1, n, n], values: new Float32Array(n * n) };
    // input: float32, [1, 1000, 1000]
    return session.run({ input: tensor }, ['out']);
  });
  let count = 0;
  const timer = setInterval(() => count++, 10);
  const running = Promise.all(runs).finally(() => clearInterval(timer));
  running.catch(() => {});
  return { controller, running, ticks: () => count };
}
