import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { slideForm } from '@haim/schema';
import { type Asker } from '../../context/asker.ts';
import { PortalError } from '../../context/portal-error.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { log } from '../../log.ts';
import { type RecordService } from '../patients/index.ts';
import { attachSlideFile, type SlideFiles } from '../slides/index.ts';
import { alreadyThere, isDiskFull, noRoomForSlide, UploadError, uploadRefusalOf } from './upload-error.ts';
import { type UploadRow, type UploadRows } from './upload-rows.ts';

/** A check that failed to finish this many times is not started again. */
const MOST_ATTEMPTS = 5;
const READ_BYTES = 1 << 20;
/** With less than this on the disk of the slides, a failed check is assumed to have failed for lack of space. */
const LEAST_ROOM_BYTES = 16e6;
/**
 * A slide that could not be opened in this time may be on a busy machine; it is opened once more before it is refused.
 */
const SLOW_MS = 8_000;

export interface UploadAccess {
  /** The portal itself, which may access the uploads of all centres. */
  readonly portal: () => Promise<Asker>;
  /** A person with their current rights. */
  readonly person: (row: Pick<UploadRow, 'userId' | 'userName'>) => Promise<Asker>;
}

export interface CheckOptions {
  readonly db: StudyDb;
  readonly records: RecordService;
  readonly rows: UploadRows;
  readonly access: UploadAccess;
  readonly uploadsDir: string;
  readonly slideFiles: SlideFiles;
}

/**
 * Completes uploads whose bytes have all arrived: hashes the file, opens it, attaches it. One at a time, since a check
 * costs a processor and up to two gigabytes. The state of what is under way is kept only in the database, so that a
 * restart begins it again.
 */
export class UploadCheck {
  private readonly waiting = new Set<string>();
  private isWorking = false;
  private current: { readonly id: string; checkedBytes: number } | null = null;
  private isClosing = false;

  constructor(private readonly options: CheckOptions) {}

  /** Queues an upload in state `checking`; idempotent. */
  add(id: string): void {
    if (this.isClosing || this.current?.id === id) return;
    this.waiting.add(id);
    if (!this.isWorking) void this.work();
  }

  /** How much of the file has been hashed; null where no check of it is under way. */
  checkedBytes(id: string): number | null {
    return this.current?.id === id ? this.current.checkedBytes : null;
  }

  /** Starts nothing more. A check under way is left to the next start, and not counted against its file. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.waiting.clear();
    const id = this.current?.id;
    if (id === undefined) return;
    const portal = await this.options.access.portal();
    // A check that ended in the meantime was a whole attempt.
    if (this.current?.id === id) await this.options.rows.countAttempt(portal, id, -1);
  }

  private async work(): Promise<void> {
    this.isWorking = true;
    // What is added meanwhile is visited as well.
    for (const id of this.waiting) {
      this.waiting.delete(id);
      this.current = { id, checkedBytes: 0 };
      try {
        await this.check(id);
      } catch (error) {
        // Stays in `checking`: the next sweep tries again.
        if (!this.isClosing) log('error', 'uploads: a check came to no end', { id, error });
      } finally {
        this.current = null;
      }
    }
    this.isWorking = false;
  }

  private async check(id: string): Promise<void> {
    const { rows, access, uploadsDir } = this.options;
    const portal = await access.portal();
    const row = await rows.one(portal, id);
    if (row?.state !== 'checking') return;
    const path = join(uploadsDir, id);
    const size = (await stat(path).catch(() => null))?.size ?? null;
    if (size !== null && size < row.bytes) {
      // The machine lost power before the last bytes reached the disk.
      await rows.move(portal, id, 'checking', 'receiving');
      return;
    }
    let sha256: string | null = null;
    let hashedAt = Infinity;
    try {
      if (size === null || row.attempts >= MOST_ATTEMPTS) throw checkFailed();
      await rows.countAttempt(portal, id, 1);
      sha256 = await this.hash(path);
      if (row.sha256Expected !== null && row.sha256Expected !== sha256) throw checksumMismatch();
      hashedAt = Date.now();
      const { slideId, note } = await this.attach(row, path, sha256);
      await rows.finish(portal, id, {
        state: 'attached',
        slideId,
        sha256,
        code: note?.code ?? null,
        message: note?.message ?? null,
      });
      log('info', 'uploads: a file is attached', { id });
    } catch (error) {
      const refusal = this.isClosing ? null : uploadRefusalOf((await this.noRoom(error)) ?? error)?.body;
      const isSlow = refusal?.code === 'UNREADABLE' && row.attempts === 0 && Date.now() - hashedAt > SLOW_MS;
      if (!refusal || isSlow) throw error;
      await rows.finish(portal, id, { state: 'refused', sha256, code: refusal.code, message: refusal.message });
      log('info', 'uploads: a file is refused', { id, code: refusal.code });
    }
    await removeUpload(uploadsDir, id);
  }

  /**
   * Whether a check failed for lack of space. A separate process or a library that writes a pyramid words such an error
   * in its own way, so a disk with nothing left is taken as the reason whatever the message.
   */
  private async noRoom(error: unknown): Promise<UploadError | null> {
    if (isDiskFull(error)) return noRoomForSlide();
    if (error instanceof UploadError || error instanceof PortalError) return null;
    const place = await statfs(this.options.slideFiles.folder).catch(() => null);
    return place && place.bavail * place.bsize < LEAST_ROOM_BYTES ? noRoomForSlide() : null;
  }

  /** Reads the file once, from the disk rather than from memory that a power cut would lose. */
  private async hash(path: string): Promise<string> {
    const file = await open(path, 'r+');
    await file.sync().finally(() => file.close());
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
      if (this.isClosing) throw new Error('the portal is closing');
      hash.update(chunk);
      if (this.current) this.current.checkedBytes += chunk.length;
    }
    return hash.digest('hex');
  }

  /** With the person's current rights, not those from when the upload began. */
  private async attach(
    row: UploadRow,
    path: string,
    sha256: string,
  ): Promise<{ slideId: string; note: UploadError | null }> {
    const { db, access, slideFiles } = this.options;
    const person = await access.person(row);
    const found = await this.findSlide(person, row);
    let slideId = found?.id ?? null;
    if (slideId !== null && (found?.sha256 === sha256 || found?.sentSha256 === sha256))
      return { slideId, note: alreadyThere() };
    const addRecord = async (tx: WriteTransaction): Promise<string> => {
      const values = { barcode: row.barcode, stain: null, takenOn: null, evaluationSet: row.evaluationSet };
      const ctx = { asker: person, requestId: `upload ${row.id}` };
      slideId = (await this.options.records.addTo(tx, ctx, slideForm, row.patientId, values)).id;
      return slideId;
    };
    await attachSlideFile({ db, files: slideFiles }, person, {
      slide: slideId ?? addRecord,
      sourcePath: path,
      synthetic: false,
      knownSha256: sha256,
    });
    if (slideId === null) throw new Error('a file was attached to no slide');
    return { slideId, note: null };
  }

  /** The slide may have been added, or given an image, while the bytes were in transit. */
  private async findSlide(person: Asker, row: UploadRow): Promise<FoundSlide | null> {
    const [slide] = await this.options.db.read(person, (tx) =>
      tx.rows<FoundSlide>(
        `select s.id, f.sha256, f.sent_sha256 as "sentSha256" from portal.slide s
         left join portal.slide_file f on f.centre_id = s.centre_id and f.slide_id = s.id
         where s.centre_id = $1 and s.patient_id = $2 and (s.id = $3 or ($3::uuid is null and s.barcode = $4))
         order by f.id is null limit 1`,
        [row.centreId, row.patientId, row.slideId, row.barcode],
      ),
    );
    return slide ?? null;
  }
}

interface FoundSlide {
  readonly id: string;
  readonly sha256: string | null;
  /** Of the file that was sent, where the portal keeps another that it has made of it. */
  readonly sentSha256: string | null;
}

/** The bytes of an upload and the metadata that the store keeps with them. */
export async function removeUpload(uploadsDir: string, id: string): Promise<void> {
  await Promise.all([id, `${id}.json`].map((name) => rm(join(uploadsDir, name), { force: true })));
}

function checkFailed(): UploadError {
  return new UploadError(
    'CHECK_FAILED',
    422,
    'the file could not be checked: send it again, or ask who runs the portal',
  );
}

function checksumMismatch(): UploadError {
  return new UploadError(
    'CHECKSUM_MISMATCH',
    422,
    'what arrived is not what was announced: its SHA-256 differs from the one that was sent; send the file again',
  );
}
