import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../child-environment.ts';
import { readFrames, writeFrame } from './decoder-frames.ts';
import { SlideError, type SlideErrorCode } from '../errors.ts';
import { type OpenSlideOptions } from '../slides/open-slide.ts';
import { type PreparedSlide } from '../slides/sent/prepare-slide.ts';
import { type SlideFacts, type SlideJob, type SlideJobResult } from '../slides/slide-reader.ts';

export interface DecoderRequest {
  readonly id: number;
  /** The process keeps the slide open under its number; the rest is for opening it again after a restart. */
  readonly slide: { readonly id: number; readonly path: string; readonly options: OpenSlideOptions };
  readonly job: SlideJob | { readonly kind: 'describe' } | PrepareJob;
}

/** Before a slide is opened: makes one file of what was sent. */
export interface PrepareJob {
  readonly kind: 'prepare';
  readonly folder: string;
  readonly outputPath: string;
}

export type DecoderAnswer =
  | {
      readonly id: number;
      readonly facts?: SlideFacts;
      readonly prepared?: PreparedSlide;
      readonly judgement?: SlideJobResult['judgement'] | undefined;
    }
  | { readonly id: number; readonly refusal: { readonly code: SlideErrorCode; readonly message: string } }
  | { readonly id: number; readonly isOutOfRange: true; readonly message: string };

export interface DecoderResult extends SlideJobResult {
  readonly facts: SlideFacts | null;
  readonly prepared: PreparedSlide | null;
}

/** The process ended during a request, because of that request's slide or another one's. */
export class DecoderGone extends Error {
  /** The error to report if the request's own slide is the cause. */
  readonly asSlideError: SlideError;

  constructor(isMemory: boolean) {
    super('The decoder process ended.');
    this.asSlideError = isMemory
      ? new SlideError('TOO_LARGE', 'The slide cannot be read: decoding it needs more memory than is allowed.')
      : new SlideError('UNREADABLE', 'The slide cannot be read: its decoder crashed.');
  }
}

const LONGEST_START_MS = 30_000;
/** Threads that decode in one process. */
export const THREADS = 4;

interface Pending {
  readonly resolve: (result: DecoderResult) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

/** A process that decodes slides, started immediately. It never outlives its parent. */
export class DecoderProcess {
  /** Requests sent and not yet answered. */
  load = 0;
  /** Resolves when the process has ended, for whatever reason. */
  readonly gone: Promise<void>;
  private readonly child: ChildProcess;
  private readonly pending = new Map<number, Pending>();
  private readonly ready: Promise<void>;
  private end: Error | null = null;
  private isKilledByUs = false;
  private next = 0;

  constructor(maxRssBytes: number) {
    const path = fileURLToPath(new URL('./decoder-child.ts', import.meta.url));
    this.child = spawn(process.execPath, ['--max-old-space-size=512', path, String(maxRssBytes)], {
      env: environment(),
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    this.child.stdin?.on('error', () => undefined); // its end is reported by 'exit'
    this.gone = new Promise((resolve) => {
      this.child.once('exit', (_code, signal) => {
        // A SIGKILL that we did not send comes from the process itself or the kernel: it ran out of memory.
        this.fail(new DecoderGone(signal === 'SIGKILL' && !this.isKilledByUs));
        resolve();
      });
      this.child.once('error', (error) => {
        this.fail(new Error(`The slide decoder does not start: ${error.message}`));
        resolve();
      });
    });
    this.ready = this.untilReady();
    this.ready.catch(() => undefined);
    this.hold(false);
  }

  get hasEnded(): boolean {
    return this.end !== null;
  }

  /**
   * @param longestMs - the process is killed if the answer takes longer; its other requests end with DecoderGone.
   * @throws SlideError of the slide, DecoderGone, RangeError.
   */
  async ask(slide: DecoderRequest['slide'], job: DecoderRequest['job'], longestMs: number): Promise<DecoderResult> {
    this.load += 1;
    if (this.load === 1) this.hold(true);
    try {
      await this.ready;
      return await new Promise<DecoderResult>((resolve, reject) => {
        if (this.end) return reject(this.end);
        const id = this.next++;
        const timer = setTimeout(() => {
          this.pending.delete(id);
          reject(new SlideError('UNREADABLE', 'The slide cannot be read: decoding takes too long.'));
          this.kill();
        }, longestMs);
        this.pending.set(id, { resolve, reject, timer });
        if (this.child.stdin) writeFrame(this.child.stdin, { id, slide, job } satisfies DecoderRequest);
      });
    } finally {
      this.load -= 1;
      if (this.load === 0) this.hold(false);
    }
  }

  /** Lets the process close the slide. */
  forget(slideId: number): void {
    if (!this.end && this.child.stdin) writeFrame(this.child.stdin, { forget: slideId });
  }

  kill(): void {
    this.isKilledByUs = true;
    this.child.ref(); // whoever awaits `gone` sees it
    this.child.kill('SIGKILL');
    this.fail(new DecoderGone(false));
  }

  private async untilReady(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => this.kill(), LONGEST_START_MS);
    timer.unref();
    const onFrame = (value: unknown, body: Uint8Array<ArrayBuffer>): void => {
      const answer = value as DecoderAnswer;
      if (answer.id === -1) resolve();
      else this.settle(answer, body);
    };
    if (this.child.stdout) readFrames(this.child.stdout, onFrame, () => this.kill());
    void this.gone.then(() => reject(this.end instanceof DecoderGone ? neverStarted() : this.end));
    try {
      await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  private settle(answer: DecoderAnswer, bytes: Uint8Array): void {
    const waiting = this.pending.get(answer.id);
    if (!waiting) return;
    this.pending.delete(answer.id);
    clearTimeout(waiting.timer);
    if ('refusal' in answer) waiting.reject(new SlideError(answer.refusal.code, answer.refusal.message));
    else if ('isOutOfRange' in answer) waiting.reject(new RangeError(answer.message));
    else {
      const { facts = null, prepared = null, judgement } = answer;
      waiting.resolve({ facts, prepared, bytes, ...(judgement ? { judgement } : {}) });
    }
  }

  private fail(error: Error): void {
    this.end ??= error;
    for (const { reject, timer } of this.pending.values()) {
      clearTimeout(timer);
      reject(this.end);
    }
    this.pending.clear();
  }

  /** An idle decoder must not keep its parent from exiting. */
  private hold(isHeld: boolean): void {
    for (const handle of [this.child, this.child.stdin, this.child.stdout]) {
      // The pipes of a child are sockets, despite their declared type.
      if (!(handle instanceof Socket) && handle !== this.child) continue;
      if (isHeld) handle.ref();
      else handle.unref();
    }
  }
}

function neverStarted(): Error {
  return new Error('The slide decoder does not start: its process ended at once.');
}

function environment(): NodeJS.ProcessEnv {
  return {
    ...childEnvironment(),
    UV_THREADPOOL_SIZE: String(THREADS),
    // Fewer arenas, because glibc returns the memory of many threads late. Images are kept in memory, where the limit
    // applies, and not in files that a killed process would leave behind.
    MALLOC_ARENA_MAX: '2',
    VIPS_DISC_THRESHOLD: '8g',
  };
}
