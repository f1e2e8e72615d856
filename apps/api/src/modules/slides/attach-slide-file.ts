import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { MIRAX_FILE, SlideError } from '@haim/ml';
import { type Asker, writableCentres } from '../../context/asker.ts';
import { notFound, PortalError } from '../../context/portal-error.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { inspectSlide, type SlideFacts } from './inspect-slide.ts';
import { prepareSlideFile, sha256OfFile } from './prepare-slide-file.ts';
import { type SlideFiles, unpackedNameOf } from './slide-files.ts';

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
  zeiss: 'czi',
};

/** The browsable copy of a slide with a single level is stored beside it under this name. */
export function pyramidNameOf(sha256: string): string {
  return `${sha256}.pyramid.tiff`;
}

/**
 * Copies an image file into the portal and attaches it to a slide. The copy is checked in a process of its own before
 * anything refers to it; after any failure neither row nor file remains. Of the instances of a DICOM slide, in a zip or a
 * folder, one file is made that has their tiles and nothing that says whose they are.
 *
 * @returns sha256 of the file that is kept. Attaching the same file again changes nothing.
 * @throws SlideError EMPTY, TOO_LARGE, NOT_A_SLIDE, TRUNCATED, UNREADABLE; NOT_FOUND for a slide that the asker may not
 *   write; CONFLICT where the slide has another file, since scores refer to it.
 */
export async function attachSlideFile(
  { db, files }: SlideStore,
  asker: Asker,
  { slide, sourcePath, synthetic, knownSha256 }: AttachRequest,
): Promise<string> {
  const isFolder = await refuseUnfit(sourcePath);
  const attached = typeof slide === 'string' ? await attachedFile(db, asker, slide) : null;
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  const incoming = join(files.folder, `.${randomUUID()}.part`);
  const [pyramid, prepared, work] = ['pyramid', 'prepared', 'work'].map((kind) => `${incoming}.${kind}`) as [
    string,
    string,
    string,
  ];
  try {
    const sent = isFolder ? null : await bringIn(sourcePath, incoming, knownSha256);
    if (attached && sent !== null && (attached.sha256 === sent || attached.sentSha256 === sent)) return attached.sha256;
    if (attached && !isFolder) throw hasAnother();
    const outcome = await prepareSlideFile(isFolder ? sourcePath : incoming, work, prepared);
    const kept = outcome === 'written' ? prepared : incoming;
    const sha256 = outcome === 'written' || sent === null ? await sha256OfFile(kept) : sent;
    if (attached?.sha256 === sha256) return sha256;
    if (attached) throw hasAnother();
    const isUnpacked = outcome === 'unpacked';
    const facts = await inspectSlide(isUnpacked ? join(prepared, MIRAX_FILE) : kept, pyramid);
    const fileName = `${sha256}.${isUnpacked ? 'mrxs.zip' : (EXTENSION_OF[facts.vendor] ?? 'tiff')}`;
    const { size: bytes } = await stat(kept);
    const sentSha256 = outcome === 'written' ? sent : null;
    await files.send(pyramid, pyramidNameOf(sha256));
    await files.send(kept, fileName);
    await db.write(asker, null, async (tx) => {
      await insertFile(tx, asker, { slide, synthetic, bytes, sha256, sentSha256, fileName, facts });
      // Last, before the commit: a refused row leaves no file, and a row never lacks its file.
      await files.keep(pyramid, pyramidNameOf(sha256));
      if (isUnpacked) await files.keep(prepared, unpackedNameOf(fileName));
      await files.keep(kept, fileName);
    });
    return sha256;
  } finally {
    await Promise.all([incoming, pyramid, prepared, work].map((path) => rm(path, { recursive: true, force: true })));
  }
}

/** @returns the hash of what was brought in. */
async function bringIn(from: string, to: string, knownSha256: string | undefined): Promise<string> {
  const isLinked = knownSha256 !== undefined && (await linkTo(from, to));
  return isLinked ? knownSha256 : copyAndHash(from, to);
}

function hasAnother(): PortalError {
  return new PortalError('CONFLICT', 'the slide has another image file already');
}

/** @returns whether it is a folder, as a DICOM slide may be. */
async function refuseUnfit(path: string): Promise<boolean> {
  if (/\.(mrxs|vms|vmu)$/i.test(path)) {
    const instead = 'pack the .mrxs with its folder as a zip, or export a pyramidal TIFF, SVS or DICOM';
    throw new SlideError('NOT_A_SLIDE', `A slide of this format consists of several files: ${instead}.`);
  }
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return true;
  if (!found?.isFile()) throw new SlideError('NOT_A_SLIDE', 'There is no such file.');
  if (found.size === 0) throw new SlideError('EMPTY', 'The file is empty.');
  if (found.size > MAX_BYTES) throw new SlideError('TOO_LARGE', `The file has more than ${MAX_BYTES / 1e9} GB.`);
  return false;
}

interface AttachedFile {
  readonly sha256: string;
  /** Of the file that was sent, where the portal keeps another that it has made of it. */
  readonly sentSha256: string | null;
}

async function attachedFile(db: StudyDb, asker: Asker, slideId: string): Promise<AttachedFile | null> {
  const [slide] = await db.read(asker, (tx) =>
    tx.rows<{ sha256: string | null; sentSha256: string | null }>(
      `select f.sha256, f.sent_sha256 as "sentSha256" from portal.slide s left join portal.slide_file f on f.centre_id = s.centre_id and f.slide_id = s.id
       where s.centre_id = any($1) and s.id = $2`,
      [writableCentres(asker), slideId],
    ),
  );
  if (!slide) throw notFound('slide');
  const { sha256, sentSha256 } = slide;
  return sha256 === null ? null : { sha256, sentSha256 };
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
  readonly sentSha256: string | null;
  readonly fileName: string;
  readonly facts: SlideFacts;
}

async function insertFile(tx: WriteTransaction, asker: Asker, file: NewFile): Promise<void> {
  const { widthPx, heightPx, micronsPerPixel, unequalMicrons, objectivePower, vendor, associatedImages } = file.facts;
  const { colourProfile } = file.facts;
  const inserted = await tx.rows(
    `insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
       microns_per_pixel, objective_power, vendor, associated_images, synthetic, updated_by,
       unequal_microns_x, unequal_microns_y, colour_profile, sent_sha256)
     select id, centre_id, patient_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
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
      colourProfile,
      file.sentSha256,
    ],
  );
  if (inserted.length === 0) throw new PortalError('CONFLICT', 'the slide was given another image file meanwhile');
}
