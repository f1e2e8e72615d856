import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { SlideError } from '@haim/ml';
import { type Asker, writableCentres } from '../../context/asker.ts';
import { notFound, PortalError } from '../../context/portal-error.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { inspectSlide, type SlideFacts } from './inspect-slide.ts';
import { type SlideFiles } from './slide-files.ts';

export interface AttachRequest {
  /** A slide by its id, or what adds its record in the transaction that attaches the file. */
  readonly slide: string | ((tx: WriteTransaction) => Promise<string>);
  readonly sourcePath: string;
  /** Drawn, not scanned: labelled so wherever the slide appears. */
  readonly synthetic: boolean;
  /**
   * The hash of a file that the portal itself has written: it is linked where the disk allows, not copied and hashed.
   */
  readonly knownSha256?: string;
}

export interface SlideStore {
  readonly db: StudyDb;
  readonly files: SlideFiles;
}

const MAX_BYTES = 50e9;

/** By vendor as the reader names it; for people browsing the folder, since readers go by a file's content. */
const EXTENSION_OF: Readonly<Record<string, string>> = {
  aperio: 'svs',
  hamamatsu: 'ndpi',
  leica: 'scn',
  sakura: 'svslide',
  ventana: 'bif',
  dicom: 'dcm',
  zeiss: 'czi',
};

/** The browsable copy of a slide with a single level is stored beside it under this name. */
export function pyramidNameOf(sha256: string): string {
  return `${sha256}.pyramid.tiff`;
}

/**
 * Copies an image file into the portal and attaches it to a slide. The copy is checked in a process of its own before
 * anything refers to it; after any failure neither row nor file remains.
 *
 * @returns the file's sha256. Attaching the same file again changes nothing.
 * @throws SlideError EMPTY, TOO_LARGE, NOT_A_SLIDE, TRUNCATED, UNREADABLE; NOT_FOUND for a slide that the asker may not
 *   write; CONFLICT where the slide has another file, since scores refer to it.
 */
export async function attachSlideFile(
  { db, files }: SlideStore,
  asker: Asker,
  { slide, sourcePath, synthetic, knownSha256 }: AttachRequest,
): Promise<string> {
  const bytes = await sizeOf(sourcePath);
  const attached = typeof slide === 'string' ? await attachedSha256(db, asker, slide) : null;
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  const incoming = join(files.folder, `.${randomUUID()}.part`);
  const pyramid = `${incoming}.pyramid`;
  try {
    const isLinked = knownSha256 !== undefined && (await linkTo(sourcePath, incoming));
    const sha256 = isLinked ? knownSha256 : await copyAndHash(sourcePath, incoming);
    if (attached === sha256) return sha256;
    if (attached !== null) throw new PortalError('CONFLICT', 'the slide has another image file already');
    const facts = await inspectSlide(incoming, pyramid);
    const fileName = `${sha256}.${EXTENSION_OF[facts.vendor] ?? 'tiff'}`;
    await files.send(pyramid, pyramidNameOf(sha256));
    await files.send(incoming, fileName);
    await db.write(asker, null, async (tx) => {
      await insertFile(tx, asker, { slide, synthetic, bytes, sha256, fileName, facts });
      // Last, before the commit: a refused row leaves no file, and a row never lacks its file.
      await files.keep(pyramid, pyramidNameOf(sha256));
      await files.keep(incoming, fileName);
    });
    return sha256;
  } finally {
    await Promise.all([incoming, pyramid].map((path) => rm(path, { force: true })));
  }
}

async function sizeOf(path: string): Promise<number> {
  if (/\.(mrxs|vms|vmu)$/i.test(path)) {
    const instead = 'export it from the scanner as one pyramidal TIFF, SVS or DICOM file';
    throw new SlideError('NOT_A_SLIDE', `A slide of this format consists of several files: ${instead}.`);
  }
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new SlideError('NOT_A_SLIDE', 'There is no such file.');
  if (found.size === 0) throw new SlideError('EMPTY', 'The file is empty.');
  if (found.size > MAX_BYTES) throw new SlideError('TOO_LARGE', `The file has more than ${MAX_BYTES / 1e9} GB.`);
  return found.size;
}

async function attachedSha256(db: StudyDb, asker: Asker, slideId: string): Promise<string | null> {
  const [slide] = await db.read(asker, (tx) =>
    tx.rows<{ sha256: string | null }>(
      `select f.sha256 from portal.slide s left join portal.slide_file f on f.centre_id = s.centre_id and f.slide_id = s.id
       where s.centre_id = any($1) and s.id = $2`,
      [writableCentres(asker), slideId],
    ),
  );
  if (!slide) throw notFound('slide');
  return slide.sha256;
}

/** One file under two names takes no extra space; false unless source and target are on one disk that supports it. */
async function linkTo(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch {
    return false;
  }
  // A part that nobody has written to for long counts as abandoned.
  const now = new Date();
  await utimes(to, now, now);
  return true;
}

/** One pass over a file that may be many gigabytes; flushed to disk before anything may rely on it. */
async function copyAndHash(from: string, to: string): Promise<string> {
  const hash = createHash('sha256');
  const target = await open(to, 'wx', 0o600);
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      await target.writeFile(chunk);
    }
    await target.sync();
  } finally {
    await target.close();
  }
  return hash.digest('hex');
}

interface NewFile extends Pick<AttachRequest, 'slide' | 'synthetic'> {
  readonly bytes: number;
  readonly sha256: string;
  readonly fileName: string;
  readonly facts: SlideFacts;
}

async function insertFile(tx: WriteTransaction, asker: Asker, file: NewFile): Promise<void> {
  const { widthPx, heightPx, micronsPerPixel, unequalMicrons, objectivePower, vendor, associatedImages } = file.facts;
  const inserted = await tx.rows(
    `insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
       microns_per_pixel, objective_power, vendor, associated_images, synthetic, updated_by,
       unequal_microns_x, unequal_microns_y)
     select id, centre_id, patient_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
     from portal.slide where id = $1 and centre_id = any($2)
     on conflict (slide_id, centre_id) do nothing returning id`,
    [
      typeof file.slide === 'string' ? file.slide : await file.slide(tx),
      writableCentres(asker),
      file.fileName,
      file.sha256,
      file.bytes,
      widthPx,
      heightPx,
      micronsPerPixel,
      objectivePower,
      vendor,
      associatedImages,
      file.synthetic,
      asker.userId,
      unequalMicrons?.x ?? null,
      unequalMicrons?.y ?? null,
    ],
  );
  if (inserted.length === 0) throw new PortalError('CONFLICT', 'the slide was given another image file meanwhile');
}
