// A process of its own: whatever a hostile file does to its decoder ends here. Runs under plain Node: erasable TypeScript
// only, and types by `import type`, since any other import is loaded.
import { flushCompileCache } from 'node:module';
import { Socket } from 'node:net';
import sharp from 'sharp';
import { readFrames, writeFrame } from './decoder-frames.ts';
import type { DecoderAnswer, DecoderRequest } from './decoder-process.ts';
import { SlideError, type SlideErrorCode } from '../errors.ts';
import { openSlideHere } from '../slides/open-slide.ts';
import { prepareSlide } from '../slides/sent/prepare-slide.ts';
import { performJob } from './perform-job.ts';
import type { SlideReader } from '../slides/slide-reader.ts';

// Block all other file formats of libvips, so that a file posing as a slide cannot reach them.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadTiffFile', 'VipsForeignLoadJpegBuffer'] }); // the latter for JPEG tiles

const WATCH_MS = 50;
const MAX_OPEN = 16;

const [, , maxRssBytes = '0'] = process.argv;

/** Exits at once, whatever native code is doing: an orderly exit would wait for its threads. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function watchMemory(): void {
  if (process.memoryUsage.rss() > Number(maxRssBytes)) die();
}

setInterval(watchMemory, WATCH_MS);
// A killed parent is not waiting for an answer.
process.stdin.once('end', die).once('close', die).once('error', die);

interface OpenReader {
  readonly reader: Promise<SlideReader>;
  users: number;
  isEvicted: boolean;
}

/** Least recently used first. */
const open = new Map<number, OpenReader>();

function take({ id, path, options }: DecoderRequest['slide']): OpenReader {
  const known = open.get(id);
  const entry = known ?? { reader: openSlideHere(path, options), users: 0, isEvicted: false };
  if (!known) entry.reader.catch(() => open.delete(id));
  open.delete(id);
  open.set(id, entry);
  const [oldest] = open.keys();
  if (open.size > MAX_OPEN && oldest !== undefined) evict(oldest);
  return entry;
}

function evict(id: number): void {
  const entry = open.get(id);
  if (!entry) return;
  open.delete(id);
  entry.isEvicted = true;
  closeUnused(entry);
}

function closeUnused(entry: OpenReader): void {
  if (entry.isEvicted && entry.users === 0) entry.reader.then((reader) => reader.close()).catch(() => undefined);
}

async function answer({ id, slide, job }: DecoderRequest): Promise<void> {
  watchMemory();
  if (job.kind === 'prepare') {
    return prepareSlide(slide.path, job.folder, job.outputPath).then(
      (prepared) => send({ id, prepared }),
      (error: unknown) => send({ id, ...refusalOf(error) }),
    );
  }
  const entry = take(slide);
  entry.users += 1;
  try {
    const reader = await entry.reader;
    if (job.kind === 'describe') {
      const { readRgb: _read, close: _close, ...facts } = reader;
      return send({ id, facts });
    }
    const { bytes, judgement } = await performJob(reader, slide.path, job);
    send({ id, judgement }, bytes);
  } catch (error) {
    if (error instanceof RangeError) send({ id, isOutOfRange: true, message: error.message });
    else send({ id, ...refusalOf(error) });
  } finally {
    entry.users -= 1;
    closeUnused(entry);
  }
}

function refusalOf(error: unknown): { refusal: { code: SlideErrorCode; message: string } } {
  if (error instanceof SlideError) return { refusal: { code: error.code, message: error.message } };
  return { refusal: { code: 'UNREADABLE', message: 'The slide cannot be read.' } };
}

// Not process.stdout, which blocks on pipes: the watch above must keep running while the parent is busy.
const out = new Socket({ fd: 1, readable: false, writable: true });
out.on('error', die);

function send(message: DecoderAnswer, bytes?: Uint8Array): void {
  writeFrame(out, message, bytes);
}

readFrames(
  process.stdin,
  (value) => {
    const request = value as DecoderRequest | { readonly forget: number };
    if ('forget' in request) evict(request.forget);
    else void answer(request);
  },
  die,
);
// For the next one, before a byte of a slide is read: this process is killed, and would not write it at its end.
flushCompileCache();
send({ id: -1 }); // ready
