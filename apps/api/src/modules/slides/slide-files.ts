import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MIRAX_FILE, SlideError } from '@haim/ml';
import { LRUCache } from 'lru-cache';
import { log } from '../../log.ts';
import { prepareSlideFile, sha256OfFile } from './prepare-slide-file.ts';
import { type SlideBucket } from './slide-bucket.ts';

/** Names of the file a slide is read from, and of the browsable copy stored beside one of a single level. */
const storedName = /^([0-9a-f]{64})\.(?:tiff|svs|ndpi|scn|svslide|bif|dcm|czi|mrxs\.zip|slide|pyramid\.tiff)$/;
const packedName = /\.mrxs\.zip$/;

/** How long the bucket is not asked again for what it does not have: a page of tiles is some dozens of requests. */
const ABSENT_MS = 60_000;

/** The folder into which a slide of several files is unpacked, beside its zip: OpenSlide reads no zip. */
export function unpackedNameOf(fileName: string): string {
  return fileName.replace(packedName, '.mrxs');
}

/**
 * Storage of the image files of slides: the folder PORTAL_HOME/slides, or a bucket with that folder as its cache. A
 * file is named after its content, so a fetched file can be verified, and a name is never written twice.
 */
export class SlideFiles {
  private readonly fetching = new Map<string, Promise<string>>();
  private readonly absent = new LRUCache<string, true>({ max: 10_000, ttl: ABSENT_MS });

  /**
   * @param folder - PORTAL_HOME/slides.
   * @param bucket - null: the folder is the only storage.
   * @param cacheBytes - with a bucket: how much the folder may hold before the least recently used files are removed.
   */
  constructor(
    readonly folder: string,
    readonly bucket: SlideBucket | null = null,
    private readonly cacheBytes = Infinity,
  ) {}

  /**
   * The path from which a slide is read on this machine, fetched from the bucket first if it is not here: its file or, of
   * a slide of several that is stored as a zip, a file of the folder into which that is unpacked.
   *
   * @param fileName - from the database, never from a request.
   * @throws SlideError UNREADABLE where it is not found, or where the bucket holds something else under that name.
   */
  async pathOf(fileName: string): Promise<string> {
    const stored = await this.storedPathOf(fileName);
    if (!packedName.test(fileName)) return stored;
    const toRead = join(this.folder, unpackedNameOf(fileName), MIRAX_FILE);
    if (await exists(toRead)) return toRead;
    return this.once(toRead, () => this.unpack(stored, toRead));
  }

  /** The path of a file as it is stored, fetched from the bucket first if it is not here. */
  private async storedPathOf(fileName: string): Promise<string> {
    const path = join(this.folder, fileName);
    if (await exists(path)) {
      // The time of last use decides what is evicted from the cache.
      if (this.bucket) await utimes(path, new Date(), new Date()).catch(() => undefined);
      return path;
    }
    return this.once(path, () => this.fetch(fileName));
  }

  /** What is requested twice at once is done once. */
  private once(path: string, bring: () => Promise<string>): Promise<string> {
    const underWay = this.fetching.get(path) ?? bring();
    this.fetching.set(path, underWay);
    return underWay.finally(() => this.fetching.delete(path));
  }

  private async unpack(stored: string, toRead: string): Promise<string> {
    const part = join(this.folder, `.${randomUUID()}.part`);
    try {
      const outcome = await prepareSlideFile(stored, `${part}.work`, part);
      if (outcome !== 'unpacked') throw gone();
      // Another process may have been faster.
      await rename(part, dirname(toRead)).catch(async (error: unknown) => {
        if (!(await exists(toRead))) throw error;
      });
      return toRead;
    } finally {
      await Promise.all([part, `${part}.work`].map((left) => rm(left, { recursive: true, force: true })));
    }
  }

  /** The path of a file as it is stored that need not be there, such as a browsable copy; null where it is not. */
  async findPath(fileName: string): Promise<string | null> {
    if (await exists(join(this.folder, fileName))) return this.storedPathOf(fileName);
    if (!this.bucket || this.absent.has(fileName)) return null;
    if (await this.bucket.has(fileName)) return this.storedPathOf(fileName);
    this.absent.set(fileName, true);
    return null;
  }

  /**
   * Uploads a finished file to the bucket, if there is one. Gigabytes take long: before the row that refers to it, not
   * in its transaction. If no row follows, the object is reused by the next attempt to attach the same file.
   */
  async send(part: string, fileName: string): Promise<void> {
    if (!this.bucket || !(await exists(part)) || (await this.bucket.has(fileName))) return;
    await this.bucket.put(part, fileName);
  }

  /** Moves a finished file into the folder under its name; an existing one is kept. */
  async keep(part: string, fileName: string): Promise<void> {
    if (!(await exists(part))) return;
    const path = join(this.folder, fileName);
    if (!(await exists(path))) await rename(part, path);
  }

  private async fetch(fileName: string): Promise<string> {
    const [, sha256] = storedName.exec(fileName) ?? [];
    if (!this.bucket || sha256 === undefined) throw gone();
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const part = join(this.folder, `.${randomUUID()}.part`);
    try {
      const found = await this.bucket.fetch(fileName, part);
      if (!found) throw gone();
      // A browsable copy is named after the slide it was made from; it is never scored.
      const isOriginal = !fileName.includes('.pyramid.');
      if (isOriginal && (await sha256OfFile(part)) !== sha256) {
        throw new SlideError('UNREADABLE', 'The image file in the bucket is not the one that was attached.');
      }
      const path = join(this.folder, fileName);
      await rename(part, path);
      await this.makeRoom(fileName).catch((error: unknown) =>
        log('warn', 'slides: the cache was not pruned', { error }),
      );
      return path;
    } finally {
      await rm(part, { force: true });
    }
  }

  private async makeRoom(justFetched: string): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => storedName.test(name));
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(join(this.folder, name));
        // Unpacked beside its zip it takes the same space again.
        return { name, size: packedName.test(name) ? size * 2 : size, mtimeMs };
      }),
    );
    let held = files.reduce((sum, { size }) => sum + size, 0);
    for (const { name, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (held <= this.cacheBytes) return;
      if (name === justFetched) continue;
      // Only files that the bucket holds too may be removed; a reader that has one open keeps it until it closes.
      if (!(await this.bucket?.has(name))) continue;
      const isPacked = packedName.test(name);
      const gone = isPacked ? [name, unpackedNameOf(name)] : [name];
      await Promise.all(gone.map((one) => rm(join(this.folder, one), { recursive: true, force: true })));
      held -= size;
    }
  }
}

function gone(): SlideError {
  return new SlideError('UNREADABLE', 'The image file of the slide is not in the portal any more.');
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
