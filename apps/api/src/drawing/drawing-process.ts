import { type AskedOperation, type DrawingOrder, type DrawnFile, type FromDrawing, type ToDrawing } from '@haim/schema';
import { fork } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from '../settings.ts';

/** Draws figures without a browser (apps/web/print.mjs). It has no way to data but to ask whoever started it. */
const program = path.join(repositoryRoot, 'apps/web/print.mjs');

/** Enough for the largest study; a drawing that takes longer is stuck. */
const patienceMs = 300_000;
const mostMemoryMb = 1_024;
/** Of what it says about a failure. */
const mostWords = 4_000;

/** Nothing could be drawn of what was ordered: a sentence that names what is wrong. */
export class DrawingRefused extends Error {
  constructor(
    message: string,
    /** Of the API, where it refused what a page asks. */
    readonly code: string | null,
  ) {
    super(message);
  }
}

export interface DrawingDesk {
  /** Carries out an operation for whoever ordered the drawing; the answer is that of GraphQL over HTTP. */
  readonly answer: (operation: AskedOperation) => Promise<unknown>;
  readonly onStep?: (step: { readonly done: number; readonly of: number; readonly name: string }) => void;
  /** Ends the process. */
  readonly signal?: AbortSignal;
}

/**
 * Has an order drawn by a process of its own, which ends with it.
 *
 * @throws DrawingRefused as the process says; an abort as its signal does; an Error where the process failed.
 */
export function drawn(order: DrawingOrder, { answer, onStep, signal }: DrawingDesk): Promise<readonly DrawnFile[]> {
  signal?.throwIfAborted();
  return new Promise((done, failed) => {
    const child = fork(program, [], {
      cwd: repositoryRoot,
      // Nothing that opens the database, or the mail server, is known to it.
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', TZ: process.env['TZ'] },
      execArgv: [`--max-old-space-size=${mostMemoryMb}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let words = '';
    child.stderr?.on('data', (chunk: Buffer) => (words = `${words}${chunk.toString('utf8')}`.slice(-mostWords)));
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      child.removeAllListeners('message');
      child.kill('SIGKILL');
      settle();
    };
    const abort = () => end(() => failed(signal?.reason as Error));
    const timer = setTimeout(() => end(() => failed(new Error('The figures took too long to draw.'))), patienceMs);
    signal?.addEventListener('abort', abort, { once: true });
    // An answer to a process that has gone is of no use to anybody.
    const tell = (message: ToDrawing) => void (child.connected && child.send(message, () => undefined));

    child.on('message', (message: FromDrawing) => {
      switch (message.kind) {
        case 'ready':
          return tell({ kind: 'order', order });
        case 'ask':
          return void answer(message.operation).then(
            (result) => tell({ kind: 'answer', id: message.id, result }),
            (error: unknown) => end(() => failed(error as Error)),
          );
        case 'step':
          return onStep?.(message);
        case 'files':
          return end(() => done(message.files));
        case 'refused':
          return end(() => failed(new DrawingRefused(message.message, message.code)));
      }
    });
    child.once('error', (error) => end(() => failed(error)));
    child.once('exit', (code) =>
      end(() => failed(new Error(`The process that draws figures ended with ${code}.\n${words}`.trim()))),
    );
  });
}
