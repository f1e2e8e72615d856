import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SlideError } from '@haim/ml';
import { type Asker, writableCentres } from '../../context/asker.ts';
import { notFound, PortalError } from '../../context/portal-error.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { inspectSlide, type SlideFacts } from './inspect-slide.ts';

export interface AttachRequest {
  readonly slideId: string;
  readonly sourcePath: string;
  /** Drawn, not scanned: shown as such wherever the slide appears. */
  readonly synthetic: boolean;
}

export interface SlideStore {
  readonly db: StudyDb;
  /** PORTAL_HOME/slides. */
  readonly slidesDir: string;
}

const MAX_BYTES = 50e9;

/** The browsable copy of a slide that has but one level lies beside it under this name. */
export function pyramidNameOf(sha256: string): string {
  return `${sha256}.pyramid.tiff`;
}

/**
 * Copies an image file into the portal and attaches it to a slide. The copy is checked in a process of its own before
 * anything refers to it; after any failure neither row nor file is left.
 *
 * @returns the file's sha256. The same file once more changes nothing.
 * @throws SlideError EMPTY, TOO_LARGE, NOT_A_SLIDE, TRUNCATED, UNREADABLE; NOT_FOUND for a slide that the asker may not
 *   write; CONFLICT where the slide has another file, since scores refer to it.
 */
export async function attachSlideFile(
  { db, slidesDir }: SlideStore,
  asker: Asker,
  { slideId, sourcePath, synthetic }: AttachRequest,
): Promise<string> {
  const bytes = await sizeOf(sourcePath);
  const attached = await attachedSha256(db, asker, slideId);
  await mkdir(slidesDir, { recursive: true, mode: 0o700 });
  const incoming = join(slidesDir, `.${randomUUID()}.part`);
  const made: string[] = [];
  try {
    const sha256 = await copyAndHash(sourcePath, incoming);
    if (attached === sha256) return sha256;
    if (attached !== null) throw new PortalError('CONFLICT', 'the slide has another image file already');
    const pyramidPart = `${incoming}.pyramid`;
    made.push(pyramidPart);
    const facts = await inspectSlide(incoming, pyramidPart);
    const fileName = `${sha256}.${facts.vendor === 'aperio' ? 'svs' : 'tiff'}`;
    // The name is the content: a file that is there already is this file, and may serve another slide.
    const settled = [
      await settle(pyramidPart, join(slidesDir, pyramidNameOf(sha256))),
      await settle(incoming, join(slidesDir, fileName)),
    ];
    made.push(...settled.filter((path) => path !== null));
    await insertFile(db, asker, { slideId, synthetic, bytes, sha256, fileName, facts });
    made.length = 0;
    return sha256;
  } finally {
    await Promise.all([incoming, ...made].map((path) => rm(path, { force: true })));
  }
}

async function sizeOf(path: string): Promise<number> {
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

/** One pass over a file that may be many gigabytes; on the disk before anybody may count on it. */
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

/** @returns the path if it was made here, null if there was nothing to settle or it was there before. */
async function settle(part: string, path: string): Promise<string | null> {
  const isThere = (name: string) =>
    stat(name).then(
      () => true,
      () => false,
    );
  if (!(await isThere(part)) || (await isThere(path))) return null;
  await rename(part, path);
  return path;
}

interface NewFile {
  readonly slideId: string;
  readonly synthetic: boolean;
  readonly bytes: number;
  readonly sha256: string;
  readonly fileName: string;
  readonly facts: SlideFacts;
}

async function insertFile(db: StudyDb, asker: Asker, file: NewFile): Promise<void> {
  const { widthPx, heightPx, micronsPerPixel, objectivePower, vendor } = file.facts;
  const inserted = await db.write(asker, null, (tx) =>
    tx.rows(
      `insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
         microns_per_pixel, objective_power, vendor, synthetic, updated_by)
       select id, centre_id, patient_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
       from portal.slide where id = $1 and centre_id = any($2)
       on conflict (slide_id) do nothing returning id`,
      [
        file.slideId,
        writableCentres(asker),
        file.fileName,
        file.sha256,
        file.bytes,
        widthPx,
        heightPx,
        micronsPerPixel,
        objectivePower,
        vendor,
        file.synthetic,
        asker.userId,
      ],
    ),
  );
  if (inserted.length === 0) throw new PortalError('CONFLICT', 'the slide was given another image file meanwhile');
}
