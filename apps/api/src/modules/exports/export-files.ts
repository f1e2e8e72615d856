import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { randomBytes } from 'node:crypto';
import { type ExportMessage } from '@haim/schema';
import { OfOneAccount } from '../../of-one-account.ts';
import { Turns } from '../../turns.ts';
import { zipOf, type ZipEntry } from '../../tables/index.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

interface Waiting {
  readonly userId: string;
  readonly study: string;
  readonly folder: string;
  readonly file: string;
  readonly name: string;
  readonly timer: NodeJS.Timeout;
}

type Made = Pick<Extract<ExportMessage, { kind: 'file' }>, 'id' | 'name' | 'bytes'>;

/** One reads and packs with one core; the other answers. */
const AT_ONCE = 1;
/** Of one person, with those that wait. */
const MOST_OF_ONE = 2;
/** How long a file waits to be fetched. */
const MINUTES = 10;

/**
 * Files of exports on their way to a browser: made in a temporary folder, packed, fetched once by whoever made them, and
 * removed. None outlives its process, or ten minutes.
 */
export class ExportFiles {
  private readonly turns = new Turns(AT_ONCE);
  private readonly ofOne = new OfOneAccount(
    MOST_OF_ONE,
    'exports of yours are still being made: wait for them, or cancel them',
  );
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly home: string) {}

  /** Whether the next one has to wait. */
  get isBusy(): boolean {
    return this.turns.isBusy;
  }

  /**
   * Has files written into a folder, and keeps them as one archive.
   *
   * @throws as `write` or the signal does; TOO_MANY_REQUESTS while others of the same person are made.
   */
  make(
    whose: { readonly userId: string; readonly study: string; readonly name: string },
    write: (folder: string) => Promise<unknown>,
    signal: AbortSignal,
  ): Promise<Made> {
    return this.ofOne.during(whose.userId, () => this.keep(whose, write, signal));
  }

  private async keep(
    { userId, study, name }: { readonly userId: string; readonly study: string; readonly name: string },
    write: (folder: string) => Promise<unknown>,
    signal: AbortSignal,
  ): Promise<Made> {
    const folder = await temporaryFolder(this.home, 'export');
    try {
      const file = await this.turns.take(() => packed(folder, name, write, signal), signal);
      const { size } = await stat(file);
      const id = randomBytes(24).toString('base64url');
      const timer = setTimeout(() => void this.forget(id), MINUTES * 60_000);
      // Waits for nobody when the process is to end: the next start sweeps the folder.
      timer.unref();
      this.waiting.set(id, { userId, study, folder, file, name: `${name}.zip`, timer });
      return { id, name: `${name}.zip`, bytes: size };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The file, to be read once; null where there is none, or where it is somebody else's. */
  fetch(id: string, userId: string, study: string): { readonly name: string; readonly bytes: ReadStream } | null {
    const found = this.waiting.get(id);
    if (!found || found.userId !== userId || found.study !== study) return null;
    const { file, name, folder, timer } = found;
    this.waiting.delete(id);
    clearTimeout(timer);
    const bytes = createReadStream(file);
    bytes.once('close', () => void rm(folder, { recursive: true, force: true }));
    return { name, bytes };
  }

  private async forget(id: string): Promise<void> {
    const found = this.waiting.get(id);
    if (!found) return;
    this.waiting.delete(id);
    clearTimeout(found.timer);
    await rm(found.folder, { recursive: true, force: true });
  }
}

async function packed(
  folder: string,
  name: string,
  write: (folder: string) => Promise<unknown>,
  signal: AbortSignal,
): Promise<string> {
  const files = path.join(folder, 'files');
  await mkdir(files);
  await write(files);
  const partial = path.join(folder, 'partial');
  const archive = zipOf(entriesOf(files, name, await readdir(files)));
  await pipeline(Readable.from(archive, { objectMode: false }), createWriteStream(partial), { signal });
  await rm(files, { recursive: true });
  const whole = path.join(folder, 'whole.zip');
  await rename(partial, whole);
  return whole;
}

function* entriesOf(folder: string, name: string, files: readonly string[]): Generator<ZipEntry> {
  for (const file of files.toSorted()) {
    yield { name: `${name}/${file}`, content: createReadStream(path.join(folder, file)) };
  }
}
