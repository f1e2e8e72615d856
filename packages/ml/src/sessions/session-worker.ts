// Runs in a worker thread under plain Node: erasable TypeScript only, and no import of this project's code at run time.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import type { RefusedProvider, SessionMessage, SessionRun, SessionStart } from './session.ts';

const start = workerData as SessionStart;
ort.env.logLevel = 'fatal'; // it writes to the process's stderr, including absolute paths

function send(message: SessionMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

/** ONNX Runtime's messages begin with source files, library paths and C++ signatures; the cause is at the end. */
function plainReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const failed = text.lastIndexOf('Failed');
  return text
    .slice(Math.max(0, failed))
    .replace(/(?:[A-Za-z]:)?[\\/][^\s:]+/g, '…')
    .trim()
    .slice(0, 200);
}

/**
 * Linux often carries a Vulkan that runs on the CPU, hundreds of times slower than the cpu provider. `auto` skips it if
 * there is no render device.
 */
async function mayHaveGpu(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const devices = await readdir('/dev').catch(() => []);
  const renderers = await readdir('/dev/dri').catch(() => []);
  return (
    devices.some((name) => name === 'nvidia0' || name === 'dxg') || renderers.some((name) => name.startsWith('renderD'))
  );
}

/**
 * Between two operators ONNX Runtime's threads wait in a loop that keeps their cores busy: on two shared cores a third
 * of the CPU time of a patch was such waiting. API and PostgreSQL have better use for it, and sleeping changes no sum.
 */
const waitAsleep = { session: { intra_op: { allow_spinning: '0' } } };

async function createSession(): Promise<ort.InferenceSession | null> {
  const bytes = await readFile(start.path);
  if (createHash('sha256').update(bytes).digest('hex') !== start.sha256) {
    send({ kind: 'failed', code: 'HASH_MISMATCH', message: 'the file changed after it was verified' });
    return null;
  }
  const refused: RefusedProvider[] = [];
  const isChoice = start.providers.length > 1;
  for (const provider of start.providers) {
    if (Atomics.load(start.ended, 0) !== 0) return null;
    if (isChoice && provider === 'webgpu' && !(await mayHaveGpu())) {
      refused.push({ provider, reason: 'no graphics device on this machine' });
      continue;
    }
    try {
      const options = { executionProviders: [provider], intraOpNumThreads: start.threads, extra: waitAsleep };
      // With external weights ONNX Runtime needs the folder, hence the path; otherwise exactly the bytes that were
      // hashed.
      const session = start.hasExternalFiles
        ? await ort.InferenceSession.create(start.path, options)
        : await ort.InferenceSession.create(bytes, options);
      send({ kind: 'ready', ran: provider, refused });
      return session;
    } catch (error) {
      refused.push({ provider, reason: plainReason(error) });
    }
  }
  const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
  send({ kind: 'failed', code: 'PROVIDER_UNAVAILABLE', message: `no provider could load the graph (${reasons})` });
  return null;
}

async function run(session: ort.InferenceSession, { id, feeds, fetches, givesBack }: SessionRun): Promise<void> {
  try {
    const tensors = Object.fromEntries(
      Object.entries(feeds).map(([name, { dtype, dims, values }]) => [name, new ort.Tensor(dtype, values, dims)]),
    );
    const began = performance.now();
    // Names, dtypes and shapes of the inputs are those of the caller's feeds; see features.ts and score.ts.
    const results = await session.run(tensors, [...fetches]);
    const seconds = (performance.now() - began) / 1000;
    const outputs = Object.fromEntries(
      fetches.map((name) => {
        const tensor = results[name];
        if (!tensor || tensor.type !== 'float32') throw new Error(`output ${name} is not float32`);
        return [name, { dims: tensor.dims, values: Float32Array.from(tensor.data as Float32Array) }];
      }),
    );
    const spent = givesBack ? feeds : undefined;
    send({ kind: 'result', id, result: { outputs, seconds, spent } }, [
      ...Object.values(outputs).map(({ values }) => values.buffer),
      ...Object.values(spent ?? {}).map(({ values }) => values.buffer),
    ]);
  } catch (error) {
    send({ kind: 'error', id, message: plainReason(error) });
  }
}

const isEnded = (): boolean => Atomics.load(start.ended, 0) !== 0;

const session = await createSession();
if (session) {
  let last = Promise.resolve();
  // A run, or null to wake a thread that has been told to end.
  parentPort?.on('message', (request: SessionRun | null) => {
    last = last.then(async () => {
      if (request && !isEnded()) await run(session, request);
      if (isEnded()) parentPort?.close();
    });
  });
}
