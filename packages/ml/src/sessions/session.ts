import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ModelError } from '../errors.ts';
import { type VerifiedGraph } from '../models/load-model.ts';
import { needExactInt8 } from './exact-int8.ts';

/** Where a graph may run. `auto` tries cuda, then webgpu, then cpu. */
export type Provider = 'auto' | RanProvider;
export type RanProvider = 'cuda' | 'webgpu' | 'cpu';

export interface Tensor {
  readonly dtype: 'uint8' | 'float32';
  readonly dims: readonly number[];
  /** Row-major. Its memory is transferred to the session's thread and must not be used again. */
  readonly values: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
}

export interface SessionOutput {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

export interface SessionResult {
  readonly outputs: Readonly<Record<string, SessionOutput>>;
  /** Time inside ONNX Runtime. */
  readonly seconds: number;
  /** The memory of the feeds, where it was asked for, to be filled again. */
  readonly spent?: Readonly<Record<string, Tensor>> | undefined;
}

/** What `openSession` sends to its thread first. */
export interface SessionStart {
  readonly path: string;
  readonly sha256: string;
  readonly hasExternalFiles: boolean;
  readonly providers: readonly RanProvider[];
  readonly threads: number;
  /** Non-zero once results are no longer awaited. */
  readonly ended: Int32Array<SharedArrayBuffer>;
}

export interface SessionRun {
  readonly id: number;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly fetches: readonly string[];
  readonly givesBack: boolean;
}

export type SessionMessage =
  | { readonly kind: 'ready'; readonly ran: RanProvider; readonly refused: readonly RefusedProvider[] }
  | { readonly kind: 'failed'; readonly code: 'HASH_MISMATCH' | 'PROVIDER_UNAVAILABLE'; readonly message: string }
  | { readonly kind: 'result'; readonly id: number; readonly result: SessionResult }
  | { readonly kind: 'error'; readonly id: number; readonly message: string };

export interface RefusedProvider {
  readonly provider: RanProvider;
  readonly reason: string;
}

/** An ONNX graph ready to run in its own thread. */
export interface ModelSession {
  readonly asked: Provider;
  /** The provider that took the graph; recorded with every result. */
  readonly ran: RanProvider;
  /** Providers that `auto` tried before, and why they did not run. */
  readonly refused: readonly RefusedProvider[];
  /**
   * Runs the graph once. Calls queue up in order.
   *
   * @param feeds - one tensor per graph input, by name.
   * @param fetches - output names wanted; all must be float32.
   * @param givesBack - whether the feeds come back with the result: a large bag is copied once, not at every run.
   */
  run(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[], givesBack?: boolean): Promise<SessionResult>;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly provider: Provider;
  /** CPU threads of one run; all cores by default. */
  readonly threads?: number | undefined;
  /** Ends the thread; every pending run rejects at once with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

interface Pending {
  readonly resolve: (result: SessionResult) => void;
  readonly reject: (error: unknown) => void;
}

const AUTO_ORDER: readonly RanProvider[] = ['cuda', 'webgpu', 'cpu'];

/**
 * Starts ONNX Runtime on a verified graph in a worker thread, so that the caller's event loop stays free.
 *
 * @throws ModelError PROVIDER_UNAVAILABLE if no requested provider takes the graph, HASH_MISMATCH if the file changed
 *   since it was verified; the signal's reason when aborted.
 */
export async function openSession(graph: VerifiedGraph, options: SessionOptions): Promise<ModelSession> {
  const { provider, signal, threads = availableParallelism() } = options;
  signal?.throwIfAborted();
  const isInt8 = graph.spec.precision === 'int8';
  if (isInt8) needExactInt8(graph.role);
  const start: SessionStart = {
    path: graph.path,
    sha256: graph.sha256,
    hasExternalFiles: graph.spec.externalFiles.length > 0,
    // 8 bits are for processors: a device would convert them back.
    providers: provider !== 'auto' ? [provider] : isInt8 ? ['cpu'] : AUTO_ORDER,
    threads,
    ended: new Int32Array(new SharedArrayBuffer(4)),
  };
  // The worker file is plain erasable TypeScript: it needs none of the caller's loaders.
  const worker = new Worker(new URL('./session-worker.ts', import.meta.url), { workerData: start, execArgv: [] });
  const pending = new Map<number, Pending>();
  let ended: unknown = null;
  let next = 0;

  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));

  return new Promise<ModelSession>((resolveReady, rejectReady) => {
    const end = (reason: unknown): Promise<void> => {
      ended ??= reason;
      signal?.removeEventListener('abort', onAbort);
      rejectReady(ended);
      for (const { reject } of pending.values()) reject(ended);
      pending.clear();
      // The thread exits by itself after its current run: ONNX Runtime aborts the whole process (SIGABRT) if its thread
      // is terminated during a run.
      Atomics.store(start.ended, 0, 1);
      worker.postMessage(null);
      return gone;
    };
    const onAbort = () => void end(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.on('error', (error) => void end(error));
    worker.on('exit', () => void end(new Error('The model session ended.')));

    const session = (ran: RanProvider, refused: readonly RefusedProvider[]): ModelSession => ({
      asked: provider,
      ran,
      refused,
      run: (feeds, fetches, givesBack = false) =>
        new Promise((resolve, reject) => {
          if (ended !== null) return reject(ended);
          const id = next++;
          pending.set(id, { resolve, reject });
          const request: SessionRun = { id, feeds, fetches, givesBack };
          worker.postMessage(
            request,
            Object.values(feeds).map(({ values }) => values.buffer),
          );
        }),
      close: async () => void (await end(new Error('The model session is closed.'))),
    });

    worker.on('message', (message: SessionMessage) => {
      if (message.kind === 'ready') return resolveReady(session(message.ran, message.refused));
      if (message.kind === 'failed') {
        const field = message.code === 'HASH_MISMATCH' ? `graphs.${graph.role}.sha256` : 'provider';
        return void end(new ModelError(message.code, field, message.message));
      }
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (message.kind === 'result') waiting?.resolve(message.result);
      else waiting?.reject(new ModelError('SHAPE_MISMATCH', `graphs.${graph.role}`, message.message));
    });
  });
}
