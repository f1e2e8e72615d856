import { mkdir, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { largestUploadBytes, mostUnfinishedUploads, type SlideUpload } from '@haim/schema';
import { type Asker } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound } from '../../context/portal-error.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { log } from '../../log.ts';
import { type RecordService } from '../patients/index.ts';
import { type SlideFiles } from '../slides/index.ts';
import { removeUpload, type UploadAccess, UploadCheck } from './upload-check.ts';
import { UploadError } from './upload-error.ts';
import { type UploadRow, UploadRows } from './upload-rows.ts';
import { expectedSha256, findTarget, type UploadMetadata } from './upload-target.ts';

export interface UploadServiceOptions {
  readonly db: StudyDb;
  readonly records: RecordService;
  /** PORTAL_HOME: the bytes lie in `uploads`. */
  readonly home: string;
  /** Where finished uploads are stored. */
  readonly slideFiles: SlideFiles;
  readonly access: UploadAccess;
  /** Disk space that uploads leave for the rest of the portal. */
  readonly reserveBytes?: number;
}

const SWEEP_MS = 60_000;
/** Something that belongs to no upload, or lacks its bytes, may still be in creation. */
const ORPHAN_AFTER_MS = 3_600_000;

/** Decides who may send which file to which slide, and what happens to it. The router handles the bytes themselves. */
export class UploadService {
  readonly uploadsDir: string;
  private readonly rows: UploadRows;
  private readonly check: UploadCheck;
  private readonly reserveBytes: number;
  private sweeping: NodeJS.Timeout | null = null;
  /** Disk space is counted for one upload at a time. */
  private lastBegin: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: UploadServiceOptions) {
    const { db, records, home, slideFiles, access, reserveBytes = 1e9 } = options;
    this.uploadsDir = join(home, 'uploads');
    this.reserveBytes = reserveBytes;
    this.rows = new UploadRows(db);
    this.check = new UploadCheck({ db, records, rows: this.rows, access, uploadsDir: this.uploadsDir, slideFiles });
  }

  /** Picks up what the last process left: complete files are checked, and interrupted checks are restarted. */
  async open(): Promise<void> {
    await mkdir(this.uploadsDir, { recursive: true, mode: 0o700 });
    const sweepQuietly = () => void this.sweep().catch((error: unknown) => log('warn', 'uploads: no sweep', { error }));
    sweepQuietly();
    this.sweeping = setInterval(sweepQuietly, SWEEP_MS).unref();
  }

  async close(): Promise<void> {
    if (this.sweeping) clearInterval(this.sweeping);
    await this.check.close();
  }

  /**
   * Reserves space for a file of `bytes` for a slide that the asker may write.
   *
   * @throws what findTarget throws; EMPTY, TOO_LARGE, TOO_MANY_UPLOADS, DISK_FULL.
   */
  begin(asker: Asker, id: string, bytes: number, metadata: UploadMetadata): Promise<void> {
    const begun = this.lastBegin.then(() => this.beginOne(asker, id, bytes, metadata));
    this.lastBegin = begun.catch(() => undefined);
    return begun;
  }

  /** @throws NOT_FOUND for any upload but the asker's own into a centre that is still open for writing. */
  async own(asker: Asker, id: string): Promise<UploadRow> {
    const row = isId(id) ? await this.rows.ownOf(asker, id) : null;
    if (!row) throw notFound('upload');
    return row;
  }

  async view(asker: Asker, id: string): Promise<SlideUpload> {
    return this.toView(await this.own(asker, id));
  }

  /** The asker's own of a study, newest first: unfinished ones, and those that ended in the last days. */
  async list(asker: Asker, study: string): Promise<SlideUpload[]> {
    return Promise.all((await this.rows.ownIn(asker, study)).map((row) => this.toView(row)));
  }

  /** All bytes have arrived: from now on the file will be checked, whatever happens to this process. */
  async received(id: string): Promise<void> {
    if (await this.rows.move(await this.options.access.portal(), id, 'receiving', 'checking')) this.check.add(id);
  }

  /** A process that ended between the last byte and recording it leaves a complete file that is never checked. */
  async noticeIfComplete(row: UploadRow): Promise<void> {
    if (row.state === 'receiving' && (await this.receivedBytes(row.id)) === row.bytes) await this.received(row.id);
  }

  /** Deletes an upload, with whatever has arrived of it. */
  async remove(id: string): Promise<void> {
    await this.rows.remove(await this.options.access.portal(), id);
    await removeUpload(this.uploadsDir, id);
  }

  private async beginOne(asker: Asker, id: string, bytes: number, metadata: UploadMetadata): Promise<void> {
    if (!Number.isSafeInteger(bytes)) throw badInput('say how many bytes the file has: Upload-Length');
    if (bytes === 0) throw new UploadError('EMPTY', 400, 'the file is empty');
    if (bytes > largestUploadBytes) throw tooLarge();
    const sha256Expected = expectedSha256(metadata);
    const target = await findTarget(this.options.db, asker, metadata);
    const unfinished = (await this.rows.all(await this.options.access.portal())).filter(
      ({ state }) => state === 'receiving',
    );
    if (unfinished.filter(({ userId }) => userId === asker.userId).length >= mostUnfinishedUploads) {
      throw new UploadError(
        'TOO_MANY_UPLOADS',
        429,
        `you have ${mostUnfinishedUploads} unfinished uploads: finish or cancel one of them first`,
      );
    }
    await this.checkRoom(bytes, unfinished);
    await this.rows.add(asker, { id, ...target, bytes, sha256Expected });
  }

  /** @throws DISK_FULL where this file does not fit in addition to what is still to arrive of the others. */
  private async checkRoom(bytes: number, unfinished: readonly UploadRow[]): Promise<void> {
    const promised = await Promise.all(
      unfinished.map(async (row) => Math.max(0, row.bytes - ((await this.receivedBytes(row.id)) ?? 0))),
    );
    await this.checkSlideRoom(bytes);
    const { bavail, bsize } = await statfs(this.uploadsDir);
    const free = bavail * bsize - this.reserveBytes - promised.reduce((sum, one) => sum + one, 0);
    if (bytes <= free) return;
    throw noRoom(bytes, free);
  }

  /** Slides on another disk than uploads are copied there; on the same one they are linked, and take no extra space. */
  private async checkSlideRoom(bytes: number): Promise<void> {
    const { folder } = this.options.slideFiles;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const [here, there] = await Promise.all([stat(this.uploadsDir), stat(folder)]);
    if (here.dev === there.dev) return;
    const { bavail, bsize } = await statfs(folder);
    if (bytes > bavail * bsize - this.reserveBytes) throw noRoom(bytes, bavail * bsize - this.reserveBytes);
  }

  private async sweep(now = Date.now()): Promise<void> {
    const rows = await this.rows.all(await this.options.access.portal());
    for (const row of rows) {
      const isOrphan =
        row.state === 'receiving' &&
        now - row.createdAt.getTime() > ORPHAN_AFTER_MS &&
        (await this.receivedBytes(row.id)) === null;
      if (row.state === 'checking') this.check.add(row.id);
      else if (isOrphan || row.expiresAt.getTime() < now) await this.remove(row.id);
      else await this.noticeIfComplete(row);
    }
    const known = new Set(rows.map(({ id }) => id));
    for (const name of await readdir(this.uploadsDir)) {
      const id = name.replace(/\.json$/, '');
      if (known.has(id) || !isId(id)) continue;
      const found = await stat(join(this.uploadsDir, name)).catch(() => null);
      if (found && now - found.mtimeMs > ORPHAN_AFTER_MS) await removeUpload(this.uploadsDir, id);
    }
  }

  private receivedBytes(id: string): Promise<number | null> {
    return stat(join(this.uploadsDir, id)).then(
      ({ size }) => size,
      () => null,
    );
  }

  private async toView(row: UploadRow): Promise<SlideUpload> {
    const { id, state, study, centre, patientCode, barcode, slideId, bytes, sha256, code, message } = row;
    return {
      id,
      state,
      study,
      centre,
      patientCode,
      barcode,
      slideId,
      bytes,
      receivedBytes: state === 'receiving' ? ((await this.receivedBytes(id)) ?? 0) : bytes,
      checkedBytes: state === 'checking' ? this.check.checkedBytes(id) : null,
      sha256,
      code,
      message,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    };
  }
}

function noRoom(bytes: number, free: number): UploadError {
  return new UploadError(
    'DISK_FULL',
    507,
    `the disk of the portal has no room for this file: it needs ${gigabytes(bytes)} GB and ${gigabytes(Math.max(0, free))} GB are free`,
  );
}

export function tooLarge(): UploadError {
  return new UploadError('TOO_LARGE', 413, `the file has more than ${largestUploadBytes / 1e9} GB`);
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1);
}
