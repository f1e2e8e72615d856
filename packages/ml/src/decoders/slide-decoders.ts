import { availableParallelism } from 'node:os';
import { resolve as absolute } from 'node:path';
import { DecoderGone, DecoderProcess, type DecoderRequest, type DecoderResult, THREADS } from './decoder-process.ts';
import { type OpenSlideOptions } from '../slides/open-slide.ts';
import { type PreparedSlide } from '../slides/sent/prepare-slide.ts';
import { type SlideReader } from '../slides/slide-reader.ts';

export interface DecodersOptions {
  /**
   * Maximum number of processes; they start as work arrives. Default: PORTAL_DECODERS, otherwise half the cores, 1 to
   * 8.
   */
  readonly processes?: number | undefined;
  /** Resident memory of one process; 2 GB by default. */
  readonly maxRssBytes?: number | undefined;
  /** Milliseconds that one read may take; 8 seconds by default. */
  readonly longestMs?: number | undefined;
  /** Milliseconds that a conversion to a pyramid may take; ten minutes by default. */
  readonly longestConversionMs?: number | undefined;
}

interface Task {
  readonly slide: DecoderRequest['slide'];
  readonly job: DecoderRequest['job'];
  readonly resolve: (result: DecoderResult) => void;
  readonly reject: (error: unknown) => void;
}

/** @returns how many decoder processes this machine uses by default. */
export function defaultDecoders(): number {
  const asked = Number(process.env['PORTAL_DECODERS']);
  if (Number.isInteger(asked) && asked >= 1 && asked <= 64) return asked;
  return Math.min(8, Math.max(1, Math.floor(availableParallelism() / 2)));
}

/**
 * Opens slides in separate processes, which contains whatever a file does to its decoder. A process that crashes, takes
 * too long or exceeds its memory is killed and replaced; requests of other slides that it was handling are repeated.
 */
export class SlideDecoders {
  private readonly limit: number;
  private readonly options: DecodersOptions;
  private readonly processes = new Set<DecoderProcess>();
  private readonly waiting: Task[] = [];
  private nextSlide = 0;
  private lastAlone: Promise<void> = Promise.resolve();
  private alone: DecoderProcess | null = null;
  private isClosed = false;

  constructor(options: DecodersOptions = {}) {
    this.options = options;
    this.limit = options.processes ?? defaultDecoders();
  }

  /** Reads that can run at once; more of them wait. */
  get parallelReads(): number {
    return this.limit * THREADS;
  }

  /**
   * Opens a slide in a decoder process.
   *
   * @param path - file on disk; never repeated in an error message.
   * @throws SlideError as openSlideHere; UNREADABLE also if its decoder crashes or takes too long, TOO_LARGE if it
   *   needs too much memory.
   */
  async open(path: string, options: OpenSlideOptions = {}, signal?: AbortSignal): Promise<SlideReader> {
    const openslidePath = options.openslidePath ?? process.env['PORTAL_OPENSLIDE'];
    const slide: DecoderRequest['slide'] = {
      id: this.nextSlide++,
      path: absolute(path),
      options: { ...options, ...(openslidePath ? { openslidePath } : {}) },
    };
    const { facts } = await this.run(slide, { kind: 'describe' }, signal);
    if (!facts) throw new Error('The decoder described no slide.');
    const perform: NonNullable<SlideReader['perform']> = (job, abort) => this.run(slide, job, abort);
    return {
      ...facts,
      perform,
      readRgb: async (request, abort) => {
        const to = { width: request.width, height: request.height };
        return (await perform({ kind: 'region', request, to, as: 'rgb' }, abort)).bytes;
      },
      close: async () => {
        for (const process of this.processes) process.forget(slide.id);
      },
    };
  }

  /**
   * Makes one file of a slide that was sent as several, in a decoder process.
   *
   * @param path - a file or a folder; never repeated in an error message.
   * @param folder - for what has to be unpacked, and for nothing else; the caller removes it.
   * @param outputPath - of the file that may be written.
   * @throws SlideError as prepareSlide; UNREADABLE also if its decoder crashes or takes too long.
   */
  async prepare(path: string, folder: string, outputPath: string): Promise<PreparedSlide> {
    const slide = { id: this.nextSlide++, path: absolute(path), options: {} };
    const { prepared } = await this.run(slide, { kind: 'prepare', folder, outputPath }, undefined);
    if (prepared === null) throw new Error('The decoder prepared no slide.');
    return prepared;
  }

  /** Kills the processes, busy or not, and resolves when they have ended. Pending reads are rejected. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const { reject } of this.waiting.splice(0)) reject(closed());
    const gone = [...this.processes].map(async (process) => {
      process.kill();
      await process.gone;
    });
    this.alone?.kill();
    await Promise.all([...gone, this.lastAlone]);
  }

  private run(
    slide: DecoderRequest['slide'],
    job: DecoderRequest['job'],
    signal: AbortSignal | undefined,
  ): Promise<DecoderResult> {
    return new Promise((resolve, reject) => {
      if (this.isClosed) return reject(closed());
      if (signal?.aborted) return reject(signal.reason as Error);
      const done = () => signal?.removeEventListener('abort', onAbort);
      const task: Task = {
        slide,
        job,
        resolve: (result) => (done(), resolve(result)),
        reject: (error) => (done(), reject(error as Error)),
      };
      const onAbort = () => {
        const at = this.waiting.indexOf(task);
        if (at >= 0) this.waiting.splice(at, 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(task);
      this.dispatch();
    });
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const process = this.freeProcess();
      if (!process) return;
      const task = this.waiting.shift();
      if (task) void this.send(process, task);
    }
  }

  /** The least busy process. Another one is started before any of them handles more than two requests at once. */
  private freeProcess(): DecoderProcess | null {
    const [least] = [...this.processes].sort((a, b) => a.load - b.load);
    if (least && (least.load < 2 || (this.processes.size >= this.limit && least.load < THREADS))) return least;
    if (this.processes.size >= this.limit) return null;
    const started = this.start();
    this.processes.add(started);
    void started.gone.then(() => this.processes.delete(started));
    return started;
  }

  private start(): DecoderProcess {
    return new DecoderProcess(this.options.maxRssBytes ?? 2e9);
  }

  private async send(process: DecoderProcess, task: Task): Promise<void> {
    try {
      task.resolve(await process.ask(task.slide, task.job, this.longestOf(task)));
    } catch (error) {
      if (process.hasEnded) this.processes.delete(process);
      if (this.isClosed) task.reject(closed());
      else if (error instanceof DecoderGone) this.retryAlone(task);
      else task.reject(error);
    }
    this.dispatch();
  }

  /**
   * A process ended while handling several slides, and which one caused it is unknown. Each request is repeated in a
   * process of its own: the slide at fault gets its error, the others get their answers.
   */
  private retryAlone(task: Task): void {
    this.lastAlone = this.lastAlone.then(async () => {
      if (this.isClosed) return task.reject(closed());
      const process = this.start();
      this.alone = process;
      try {
        task.resolve(await process.ask(task.slide, task.job, this.longestOf(task)));
      } catch (error) {
        if (this.isClosed) task.reject(closed());
        else task.reject(error instanceof DecoderGone ? error.asSlideError : error);
      } finally {
        process.kill();
        await process.gone;
        this.alone = null;
      }
    });
  }

  private longestOf({ job }: Task): number {
    const { longestMs = 8000, longestConversionMs = 600_000 } = this.options;
    return job.kind === 'pyramid' || job.kind === 'prepare' ? longestConversionMs : longestMs;
  }
}

function closed(): Error {
  return new Error('The slide decoders are closed.');
}
